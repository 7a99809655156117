// What the agents cost and said, told by the built CLI from the state that cycles leave behind.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { emptyLedger, Ledger } from '../../src/domain/ledger.ts';
import { writeCycle } from '../../src/record/cycle-log.ts';
import { writeTranscripts } from '../../src/record/transcripts.ts';
import { cli, scratch } from '../support/cli.ts';
import { advisedNight, report } from '../support/report.ts';

const today = new Date().toISOString().slice(0, 10);
const use = { inputTokens: 42_000, outputTokens: 3100, usd: 0.42 };

function ledger(uid: string, spend: Ledger['spend']): string {
  return JSON.stringify(Ledger.parse({ ...emptyLedger({ uid, name: uid, version: null }), spend }));
}

function put(state: string, uid: string, text: string): void {
  mkdirSync(join(state, 'clusters', uid), { recursive: true });
  writeFileSync(join(state, 'clusters', uid, 'ledger.json'), text);
}

it('cost: sums the ledgers by day and month against the budget, and names one that is broken', async () => {
  const state = scratch();
  put(state, 'homelab', ledger('homelab', { [today]: use, '2025-01-31': use }));
  put(state, 'broken', '{"schemaVersion": 1');
  const month = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(new Date());
  const { code, stdout, stderr } = await cli(['cost', '--state', state], { MONTHLY_BUDGET_USD: '5' });
  expect(stdout).toContain(`$0.42 of $5.00 in ${month} (8 %)\n`);
  expect(stdout).toContain(`${today}  42.0K      3.1K  $0.42\n`);
  expect(stdout).toMatch(/\nJanuary 2025 +42\.0K +3\.1K +\$0\.42\n/);
  expect(stderr).toContain(
    `${join(state, 'clusters', 'broken', 'ledger.json')} is damaged; its cost is not in the sums`,
  );
  expect(code).toBe(0);

  const json = await cli(['cost', '--state', state, '--output', 'json']);
  expect(JSON.parse(json.stdout)).toMatchObject({
    monthlyBudgetUsd: null,
    month: { period: today.slice(0, 7), usd: 0.42 },
    days: [{ period: today, ...use }],
    clusters: [{ uid: 'homelab', usd: 0.42 }],
    problems: [expect.stringContaining('damaged')],
  });
});

it('cost: is friendly before the first model was asked, and exact about a wrong flag', async () => {
  expect(await cli(['cost', '--state', scratch()])).toEqual({
    code: 0,
    stdout: 'Nothing was spent on a model yet.\n',
    stderr: '',
  });
  const wrong = await cli(['cost', '--output', 'markdown']);
  expect(wrong).toMatchObject({ code: 2, stderr: 'k8s-monitor: --output takes text or json, not "markdown"\n' });
});

it('cycles show --agents: what was asked and said, as text and as JSON', async () => {
  const state = scratch();
  const night = advisedNight();
  const steps = [{ role: 'assistant' as const, text: 'the limit was cut' }];
  const transcripts = [{ agent: 'k8s-analyzer' as const, incidentId: 'INC-20261121-001', steps }];
  await writeTranscripts(state, night.cycle.id, transcripts);
  await writeCycle(state, night);
  const show = (...args: string[]) => cli(['cycles', 'show', 'latest', '--state', state, ...args]);
  const text = await show('--agents');
  expect(text.stdout).toContain('      assistant  the limit was cut\n');
  expect(text.stdout).toContain('  k8s-analyzer unavailable: overloaded (529)\n');
  expect(JSON.parse((await show('--agents', '--output', 'json')).stdout)).toEqual({ runs: night.agents, transcripts });
  expect(await show('--agents', '--output', 'markdown')).toMatchObject({
    code: 2,
    stderr: 'k8s-monitor: with --agents, --output takes text or json, not "markdown"\n',
  });
  expect((await show()).stdout).toContain('NOT DELIVERED\n');
  const list = await cli(['cycles', 'list', '--state', state]);
  expect(list.stdout.trim().split('\n')).toHaveLength(2);
});

it('cycles show --agents: a cycle without agents says so in one line, and damaged transcripts are named', async () => {
  const state = scratch();
  await writeCycle(state, report());
  const quiet = await cli(['cycles', 'show', '--agents', '--state', state]);
  expect(quiet).toEqual({ code: 0, stdout: `No agent was asked in cycle ${report().cycle.id}.\n`, stderr: '' });
  const path = join(state, 'cycles', `${report().cycle.id}.agents.json`);
  writeFileSync(path, '{');
  const damaged = await cli(['cycles', 'show', '--agents', '--state', state]);
  expect(damaged).toMatchObject({ code: 2, stderr: `k8s-monitor: ${path} is damaged\n` });
});
