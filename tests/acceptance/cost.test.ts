// What the agents cost and said, told by the built CLI from the state that cycles leave behind.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Purpose } from '../../src/domain/spend.ts';
import { writeCycle } from '../../src/record/cycle-log.ts';
import { writeTranscripts } from '../../src/record/transcripts.ts';
import { cli, scratch } from '../support/cli.ts';
import { advisedNight } from '../support/nights.ts';
import { report } from '../support/report.ts';

const today = new Date().toISOString().slice(0, 10);
const use = { inputTokens: 42_000, outputTokens: 3100, usd: 0.42 };

/** What a paid answer leaves behind. */
function line(at: string, purpose: Purpose, name = 'homelab'): string {
  return `${JSON.stringify({ at, purpose, cluster: { uid: name, name }, model: 'claude-haiku-4-5', ...use })}\n`;
}

function put(state: string, month: string, text: string): string {
  const path = join(state, 'spend', `${month}.jsonl`);
  mkdirSync(join(state, 'spend'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

it('cost: sums all that was paid by day, month and purpose against one budget, and names what is damaged', async () => {
  const state = scratch();
  const now = new Date().toISOString();
  const path = put(state, today.slice(0, 7), `${line(now, 'cycle')}${line(now, 'eval', 'lab')}{"at":"20`);
  put(state, '2025-12', line('2025-12-31T23:59:59Z', 'dry-run'));
  const month = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(new Date());
  const { code, stdout, stderr } = await cli(['cost', '--state', state], { MONTHLY_BUDGET_USD: '5' });
  expect(stdout).toContain(`$0.84 of $5.00 in ${month} (17 %)\nhomelab $0.42 · lab $0.42\n`);
  expect(stdout).toContain('DAY (UTC)   TOKENS IN  OUT   CYCLES  DRY RUNS  EVALS  COST\n');
  expect(stdout).toContain(`${today}  84.0K      6.2K  $0.42   -         $0.42  $0.84\n`);
  expect(stdout).toMatch(/\nDecember 2025 +42\.0K +3\.1K +- +\$0\.42 +- +\$0\.42\n/);
  expect(stderr).toContain(`${path}: 1 line is damaged; its cost is not in the sums`);
  expect(code).toBe(0);

  const json = await cli(['cost', '--state', state, '--output', 'json']);
  expect(JSON.parse(json.stdout)).toMatchObject({
    monthlyBudgetUsd: null,
    month: { period: today.slice(0, 7), usd: 0.84, byPurpose: { cycle: 0.42, eval: 0.42 } },
    days: [{ period: today, usd: 0.84 }],
    clusters: [
      { uid: 'homelab', usd: 0.42 },
      { uid: 'lab', usd: 0.42 },
    ],
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
  // A cycle of less than a cent did not cost nothing.
  const cheap = report({
    cycle: { ...night.cycle, id: '20261122T000000Z-abcd' },
    usage: { ...night.usage, usd: 0.004 },
  });
  await writeCycle(state, cheap);
  expect((await cli(['cycles', 'list', '--state', state])).stdout).toContain('$0.0040');
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
