// Properties that hold for any cluster, tried on the labelled ones and on the recorded homelab.
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { readScenarios, type Scenario } from '../../bench/scenario-file.ts';
import { type Inputs, inputsOf } from '../../bench/scenario-run.ts';
import { analyze } from '../../src/analyze/analyze.ts';
import { NO_MEMORY } from '../../src/analyze/view.ts';
import { objectsByKind } from '../../src/kinds/project.ts';
import { ALL_KINDS } from '../../src/kinds/registry.ts';
import { unheldEvidence, withFigures } from '../support/evidence.ts';
import { judgeInputs, judgeList, rawObjects } from './raw-objects.ts';
import { crashing, strangers } from './strangers.ts';

const RUNS = 60;
/** A busy machine takes many times as long as a quiet one. */
vi.setConfig({ testTimeout: 60_000 });

const scenarios = readScenarios();
const written = scenarios.filter((s) => s.snapshot === undefined);
const anyOf = (of: readonly Scenario[]) => fc.constantFrom(...of);
/** Numbers to sort by: a shuffle that can be told again. */
const weights = fc.infiniteStream(fc.nat());

function shuffled<T>(list: readonly T[], numbers: Iterator<number>): readonly T[] {
  return list
    .map((item) => ({ item, weight: numbers.next().value ?? 0 }))
    .sort((a, b) => a.weight - b.weight)
    .map(({ item }) => item);
}

describe('the list of objects', () => {
  it('may come in any order, and hold objects twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyOf(written),
        weights,
        fc.array(fc.nat(), { maxLength: 5 }),
        async (scenario, numbers, twice) => {
          const items = rawObjects(scenario);
          const again = twice.map((n) => items[n % items.length]);
          const asWritten = await judgeList(scenario, items);
          expect(await judgeList(scenario, shuffled([...items, ...again], numbers))).toEqual(asWritten);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('may come in any order also behind the door, where it is sorted no more', async () => {
    await fc.assert(
      fc.asyncProperty(anyOf(scenarios), weights, async (scenario, numbers) => {
        const { snapshot, services } = await inputsOf(scenario);
        const objects = objectsByKind((kind) => [...shuffled(snapshot.objects[kind], numbers)]);
        expect(judgeInputs(scenario, { snapshot: { ...snapshot, objects }, services })).toEqual(
          judgeInputs(scenario, { snapshot, services }),
        );
      }),
      { numRuns: RUNS },
    );
  });

  it('healthy strangers may come and go: nothing changes', async () => {
    await fc.assert(
      fc.asyncProperty(anyOf(scenarios), weights, async (scenario, numbers) => {
        const inputs = await withStrangers(await inputsOf(scenario));
        const all = judgeInputs(scenario, inputs);
        const { snapshot } = inputs;
        const objects = objectsByKind((kind) =>
          snapshot.objects[kind].filter(
            (o) => o.metadata.namespace !== 'elsewhere' || (numbers.next().value ?? 0) % 2 === 0,
          ),
        );
        expect(judgeInputs(scenario, { ...inputs, snapshot: { ...snapshot, objects } })).toEqual(all);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('malformed objects', () => {
  const junk = fc.oneof(fc.string(), fc.integer(), fc.constant([[]]), fc.array(fc.integer(), { minLength: 1 }));
  const field = fc.constantFrom('spec', 'status', 'metadata', 'endpoints', 'webhooks', 'involvedObject');
  const broken = fc.dictionary(field, junk, { minKeys: 1, maxKeys: 2, noNullPrototype: true });

  it('change nothing of what is told elsewhere', async () => {
    const faults = fc.array(fc.tuple(fc.nat(), broken), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(anyOf(written), faults, async (scenario, parts) => {
        const items = rawObjects(scenario);
        const damage = new Map(parts.map(([at, part]) => [at % items.length, part]));
        const damaged = items.map((item, i) => (isRecord(item) ? { ...item, ...damage.get(i) } : item));
        const elsewhere = async (of: readonly unknown[]) => {
          const all = await judgeList(scenario, [...of, ...crashing(scenario.now)]);
          return all.filter((story) => story.includes('Deployment/elsewhere/crasher'));
        };
        const [whole, ...others] = await elsewhere(items);
        expect(others).toEqual([]);
        // One that lost its name may be anywhere: then nothing follows from what is not there, not even elsewhere.
        const isNameless = [...damage.values()].some((part) => 'metadata' in part);
        const part = (story: string | undefined) => (isNameless ? story?.split('; ')[0] : story);
        expect((await elsewhere(damaged)).map(part)).toEqual([part(whole)]);
      }),
      { numRuns: RUNS },
    );
  });

  it('one more of them, in a namespace of its own, takes nothing away', async () => {
    const kinds = fc.constantFrom(
      'Pod',
      'Deployment',
      'ReplicaSet',
      'Job',
      'Service',
      'EndpointSlice',
      'Ingress',
      'Event',
    );
    await fc.assert(
      fc.asyncProperty(anyOf(written), kinds, junk, async (scenario, kind, spec) => {
        const items = rawObjects(scenario);
        const odd = { kind, metadata: { name: 'odd', namespace: 'elsewhere', labels: spec }, spec, status: spec };
        const before = await judgeList(scenario, items);
        expect(await judgeList(scenario, [odd, ...items])).toEqual(expect.arrayContaining([...before]));
      }),
      { numRuns: RUNS },
    );
  });
});

it('every piece of evidence points at a field that holds it', async () => {
  let pieces = 0;
  for (const scenario of scenarios) {
    const { snapshot, services } = await inputsOf(scenario);
    const { seen = {}, restarts = {} } = scenario.memory ?? {};
    const memory = { ...NO_MEMORY, seen: new Map(Object.entries(seen)), restarts: new Map(Object.entries(restarts)) };
    const { findings } = analyze(snapshot, services, memory);
    const objects = ALL_KINDS.flatMap((kind): readonly object[] => snapshot.objects[kind]);
    const shown = findings.filter((f) => f.code !== 'workload-gone');
    expect(
      shown.filter((f) => f.evidence.length === 0),
      scenario.name,
    ).toEqual([]);
    expect(unheldEvidence(withFigures(objects, snapshot.volumes), shown), scenario.name).toEqual([]);
    pieces += shown.flatMap((f) => f.evidence).length;
  }
  expect(pieces).toBeGreaterThan(500);
});

async function withStrangers({ snapshot, services }: Inputs): Promise<Inputs> {
  const added = strangers();
  const objects = objectsByKind((kind) => [...snapshot.objects[kind], ...added.objects[kind]]);
  return { snapshot: { ...snapshot, objects, coverage: new Map([...snapshot.coverage, ...added.coverage]) }, services };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
