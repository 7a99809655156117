// The labelled clusters of bench/scenarios: everything wanted is told, nothing else is, and the committed table says so.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readScenarios, type Scenario } from '../../bench/scenario-file.ts';
import { compare, decide, inputsOf, type Outcome } from '../../bench/scenario-run.ts';
import { runAll, sums, TABLE, tableOf } from '../../bench/scenarios.ts';
import { CATALOGUE } from '../../src/domain/catalogue.ts';
import type { Decided } from '../../src/escalate/escalate.ts';

const scenarios = readScenarios();
let outcomes: readonly Outcome[];

beforeAll(async () => {
  outcomes = await runAll();
}, 60_000);

describe('labelled clusters', () => {
  it('are many, and a good part of them quiet', () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(200);
    expect(scenarios.filter((s) => s.wanted === undefined).length).toBeGreaterThan(scenarios.length / 5);
  });

  it('come out as they should, one by one', () => {
    const faults = outcomes.flatMap(({ scenario, faults: all }) =>
      all.map((f) => `${scenario.class}/${scenario.name}: ${f}`),
    );
    expect(faults).toEqual([]);
  });

  it('everything is found, nobody is called for nothing, each fault is one incident', () => {
    const { real, found, incidents, falsePages } = sums(outcomes);
    expect({ missed: real - found, falsePages, surplus: incidents - found }).toEqual({
      missed: 0,
      falsePages: 0,
      surplus: 0,
    });
    expect(real).toBeGreaterThan(150);
  });

  it('the committed table is what the run gives', () => {
    expect(readFileSync(TABLE, 'utf8')).toBe(tableOf(outcomes));
  });

  it('every code of the catalogue is wanted somewhere', () => {
    const wanted = new Set<string>(scenarios.flatMap((s) => (s.wanted ?? []).flatMap((one) => one.code ?? [])));
    // How full a volume is no object says: only a kubelet does.
    expect(Object.keys(CATALOGUE).filter((code) => !wanted.has(code))).toEqual(['volume-nearly-full']);
  });
});

describe('each of them can fail', () => {
  it('where nothing is told, every real incident is missed', () => {
    for (const scenario of scenarios) {
      const { found, faults } = compare(scenario, []);
      expect(found, scenario.name).toBe(0);
      expect(faults, scenario.name).toHaveLength(scenario.wanted?.length ?? 0);
    }
  });

  it('where something else is told, somebody was called for nothing, and silence is broken', async () => {
    const stranger = await told(named('crash-exit-1'));
    for (const scenario of scenarios.filter((s) => s.name !== 'crash-exit-1')) {
      if (isAbout(scenario, 'Deployment/shop/orders')) continue;
      const { falsePages, faults } = compare(scenario, stranger);
      expect(falsePages, scenario.name).toBe(1);
      const quiet = scenario.silence === 'all' || scenario.calm === 'all' ? 1 : 0;
      expect(faults.length, scenario.name).toBeGreaterThan((scenario.wanted?.length ?? 0) + quiet);
    }
  });

  it('a wrong severity, cause or root, and an incident told twice, are faults', async () => {
    const scenario = named('crash-exit-1');
    const decided = await told(scenario);
    const [one] = scenario.wanted ?? [];
    if (one === undefined) throw new Error('it wants something');
    const faultsOf = (change: Partial<typeof one>, of = decided) =>
      compare({ ...scenario, wanted: [{ ...one, ...change }] }, of).faults;
    expect(faultsOf({})).toEqual([]);
    expect(faultsOf({ severity: ['SEV-1', 'SEV-2'] })).toHaveLength(1);
    expect(faultsOf({ code: 'image-pull' })).toHaveLength(1);
    expect(faultsOf({ says: ['no such word'] })).toHaveLength(1);
    expect(faultsOf({}, [...decided, ...decided])).toHaveLength(1);
    const away = { kind: 'Service', namespace: 'shop', name: 'orders' };
    expect(faultsOf({ object: away, code: 'endpoints-missing' }).join()).not.toBe('');
  });
});

function named(name: string): Scenario {
  const scenario = scenarios.find((s) => s.name === name);
  if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
  return scenario;
}

async function told(scenario: Scenario): Promise<readonly Decided[]> {
  return decide(scenario, await inputsOf(scenario));
}

function isAbout(scenario: Scenario, text: string): boolean {
  const lists = [scenario.silence, scenario.calm].flatMap((refs) => (refs === undefined || refs === 'all' ? [] : refs));
  const refs = [...lists, ...(scenario.wanted ?? []).flatMap((one) => [one.object, ...(one.with ?? [])])];
  return refs.some(({ kind, namespace, name }) => `${kind}/${namespace}/${name}` === text);
}
