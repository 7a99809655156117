// A monitor whose state is in ConfigMaps, as people run it: what lives in a folder else has its place too, and no folder is made of the name.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { stateObjectNames } from '../../src/record/configmap/names.ts';
import { goodAgents } from '../support/answers.ts';
import { cli, scratch } from '../support/cli.ts';
import { type FakeObjects, fakeObjects } from '../support/fake-objects.ts';
import { type World, world } from '../support/world.ts';

const NAMES = stateObjectNames('state');
const LATER = '2026-11-18T11:00:00Z';

interface InCluster {
  readonly w: World;
  readonly stored: FakeObjects;
  /** Where the programs run. */
  readonly home: string;
  /** Where they keep what may be lost. */
  readonly temporary: string;
  readonly ask: (args: readonly string[], env?: Readonly<Record<string, string>>) => ReturnType<typeof cli>;
}

async function inCluster(): Promise<InCluster> {
  const stored = fakeObjects('mon', NAMES);
  const w = await world({ model: goodAgents, api: { stored }, env: { STATE_DIR: 'configmap:mon/state' } });
  const [home, temporary] = [scratch(), scratch()];
  const ask: InCluster['ask'] = (args, env) => cli(args, { ...w.env, TMPDIR: temporary, ...env }, home);
  return { w, stored, home, temporary, ask };
}

const run = (at: string) => ['run', '--once', '--output', 'json', '--now', at];

it('what the model cost is there, in the budget and in `cost`', { timeout: 60_000 }, async () => {
  const { w, stored, home, ask } = await inCluster();
  const first = await ask([...run(LATER), '--dry-run'], { MONTHLY_BUDGET_USD: '0.0001' });
  expect([first.code, first.stderr, w.messages.requests.length]).toEqual([0, '', 1]);
  expect(stored.read(NAMES.records).data?.['spend']).toContain('dry-run');
  const again = await ask([...run(LATER), '--dry-run'], { MONTHLY_BUDGET_USD: '0.0001' });
  expect(again.stdout).toContain('without model: budget of $0.00010 for ');
  expect(w.messages.requests).toHaveLength(1);
  // Records and the book share a ConfigMap, and a connection.
  expect((await ask(run(LATER), { MONTHLY_BUDGET_USD: '5' })).code).toBe(0);
  const cost = await ask(['cost', '--output', 'json'], { MONTHLY_BUDGET_USD: '5' });
  expect([cost.code, cost.stderr]).toEqual([0, '']);
  expect(JSON.parse(cost.stdout)).toMatchObject({
    monthlyBudgetUsd: 5,
    month: { byPurpose: { cycle: expect.any(Number), 'dry-run': expect.any(Number) } },
    days: [expect.anything()],
    clusters: [expect.anything()],
    problems: [],
  });
  expect((await ask(['cycles', 'list'])).stdout.trim().split('\n')).toHaveLength(2);
  expect(readdirSync(home)).toEqual([]);
});

it('`agents eval` keeps its last run apart, and what it cost with the rest', { timeout: 60_000 }, async () => {
  const { stored, home, temporary, ask } = await inCluster();
  const evaluated = await ask(['agents', 'eval', '--agent', 'k8s-analyzer', '--only', 'disk-full']);
  expect(evaluated.code, evaluated.stderr).toBe(0);
  expect(stored.read(NAMES.records).data?.['spend']).toContain('"eval"');
  expect(existsSync(join(temporary, 'k8s-monitor', 'evals', 'last.json'))).toBe(true);
  expect(readdirSync(home)).toEqual([]);
});

it('`changes` keeps what it fetched in a folder', async () => {
  const { w, home, temporary, ask } = await inCluster();
  const changes = await ask(['changes', '--until', LATER]);
  expect(changes.code, changes.stderr).toBe(0);
  expect(w.github.requests.length).toBeGreaterThan(0);
  expect([readdirSync(home), readdirSync(join(temporary, 'k8s-monitor'))]).toEqual([[], ['github']]);
  // No cluster is asked.
  expect(w.api.asked).toEqual([]);
});

it('a state that cannot be read is said in one line', async () => {
  const { w, stored, ask } = await inCluster();
  stored.remove(NAMES.records);
  expect(await ask(['cost'])).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'k8s-monitor: the ConfigMap mon/state-records is missing: `kubectl apply -f k8s/base/state.yaml` makes it, empty\n',
  });
  for (const command of [['cost'], ['cycles', 'list'], ['preview']]) {
    const elsewhere = await ask([...command, '--context', 'nowhere']);
    expect([elsewhere.code, elsewhere.stderr]).toEqual([2, expect.stringContaining('nowhere')]);
  }
  const strict = await ask([...run(LATER), '--dry-run'], { MONTHLY_BUDGET_USD: '5' });
  expect(strict.stdout).toContain('no model is asked, as there is a MONTHLY_BUDGET_USD: could not keep what the model');
  expect(w.messages.requests).toEqual([]);
});
