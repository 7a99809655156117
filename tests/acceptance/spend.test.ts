// What a model costs is on the books before anybody reads its answer, whoever asked; and the budget is one for all of it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { systemClock } from '../../src/platform/clock.ts';
import { folderSpendBook } from '../../src/record/folder-spend.ts';
import { byAgent } from '../fakes/messages/script.ts';
import { ANALYSIS, goodAgents } from '../support/answers.ts';
import { cli, scratch } from '../support/cli.ts';
import { type World, world } from '../support/world.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const LATER = '2026-11-18T11:00:00Z';
const today = () => new Date().toISOString().slice(0, 10);
const spends = async (w: World) => (await folderSpendBook(w.state, systemClock).read()).spends;
/** One more cycle of this world, with other settings. */
const again = (w: World, env: Readonly<Record<string, string>>, at: string, ...args: readonly string[]) =>
  cli(['run', '--once', '--output', 'json', '--now', at, ...args], { ...w.env, ...env });
const asked = (w: World) => w.messages.requests.length;

it('a dry run writes nothing but what the model cost, on the day on which it was paid', async () => {
  const w = await world({ model: goodAgents });
  const { report } = await w.cycle({ args: ['--dry-run'] });
  expect(report.usage.usd).toBeGreaterThan(0);
  expect(readdirSync(w.state)).toEqual(['spend']);
  const kept = await spends(w);
  expect(kept).toHaveLength(asked(w));
  expect(new Set(kept.map(({ at, purpose }) => `${at.slice(0, 10)} ${purpose}`))).toEqual(
    new Set([`${today()} dry-run`]),
  );
  expect(kept.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(report.usage.usd);
  expect((await cli(['cost', '--state', w.state])).stdout).toMatch(/DRY RUNS +COST\n/);
});

it('a replay without --state is on the books of the state folder', { timeout: 60_000 }, async () => {
  const w = await world({ model: goodAgents });
  const recording = join(scratch(), 'recording');
  await w.cycle({ args: ['--dry-run', '--no-model', '--record', recording] });
  expect(existsSync(join(w.state, 'spend'))).toBe(false);
  const { code } = await cli(['run', '--once', '--snapshot', recording, '--output', 'json'], w.env);
  expect([code, asked(w) > 0]).toEqual([0, true]);
  expect(readdirSync(w.state)).toEqual(['spend']);
  expect((await spends(w)).map(({ purpose }) => purpose)).toEqual(Array(asked(w)).fill('replay'));
});

it('the budget holds for what dry runs cost, and raising it helps at once', { timeout: 60_000 }, async () => {
  const w = await world({ model: goodAgents });
  const budget = (usd: string) => again(w, { MONTHLY_BUDGET_USD: usd }, LATER, '--dry-run');
  await budget('0.0001');
  expect(asked(w)).toBe(1);
  expect((await budget('0.0001')).stdout).toContain('without model: budget of $0.00010 for ');
  expect(asked(w)).toBe(1);
  await budget('5');
  expect(asked(w)).toBeGreaterThan(4);
});

it('a spent budget is trouble of the monitor’s own until it is raised', { timeout: 60_000 }, async () => {
  const w = await world({ model: goodAgents });
  await again(w, { MONTHLY_BUDGET_USD: '0.000001' }, '2026-11-18T10:00:00Z');
  const still = ownTrouble((await again(w, { MONTHLY_BUDGET_USD: '0.000001' }, LATER)).stdout);
  expect(still).toEqual([`No model is asked: budget of $0.0000010 for ${monthName()} is spent`]);
  const n = asked(w);
  expect(ownTrouble((await again(w, { MONTHLY_BUDGET_USD: '5' }, '2026-11-18T12:00:00Z')).stdout)).toEqual([]);
  // Nothing was asked to find that out.
  expect(asked(w)).toBe(n);
});

it('a mended key is told to nobody', { timeout: 60_000 }, async () => {
  const w = await world({ model: goodAgents });
  const first = await again(w, { ANTHROPIC_API_KEY: 'sk-ant-old' }, '2026-11-18T10:00:00Z');
  expect(first.stdout).toContain('without model: API key refused (401)');
  const sent = w.slack.messages.length;
  const next = await w.cycle({ at: LATER });
  expect(next.report.incidents.filter(({ rules }) => rules[0] === 'SELF')).toEqual([]);
  expect(w.slack.messages).toHaveLength(sent);
});

it('where the cost cannot be kept, a budget asks nobody, and no budget says so', { timeout: 60_000 }, async () => {
  const w = await world({ model: goodAgents });
  const file = join(scratch(), 'a-file');
  writeFileSync(file, '');
  const state = { STATE_DIR: file };
  const strict = await again(w, { ...state, MONTHLY_BUDGET_USD: '5' }, LATER, '--dry-run');
  expect(asked(w)).toBe(0);
  expect(strict.stdout).toContain('without model: the cost cannot be kept, and there is a budget');
  expect(strict.stdout).toContain(
    `no model is asked, as there is a MONTHLY_BUDGET_USD: could not keep what the model cost in ${file}`,
  );
  const free = await again(w, state, LATER, '--dry-run');
  expect(asked(w)).toBeGreaterThanOrEqual(4);
  expect(free.stdout).toContain(`could not keep what the model cost in ${file}`);
});

it('who is killed while asking has kept what was paid until then', { timeout: 60_000 }, async () => {
  const w = await world({ model: byAgent({ 'k8s-analyzer': { json: ANALYSIS }, otherwise: 'hang' }) });
  const child = spawn(join(ROOT, 'bin', 'k8s-monitor'), ['run', '--once', '--now', LATER], {
    env: { PATH: process.env['PATH'] ?? '', HOME: w.state, ...w.env },
    stdio: 'ignore',
  });
  const ended = once(child, 'close');
  await expect.poll(() => asked(w), { timeout: 30_000 }).toBeGreaterThanOrEqual(2);
  child.kill('SIGKILL');
  await ended;
  expect((await spends(w)).map(({ usd, purpose }) => [usd > 0, purpose])).toEqual([[true, 'cycle']]);
});

function ownTrouble(json: string): string[] {
  const { incidents }: { incidents: { rules: string[]; title: string; status: string }[] } = JSON.parse(json);
  return incidents.filter(({ rules, status }) => rules[0] === 'SELF' && status === 'open').map(({ title }) => title);
}

function monthName(): string {
  return new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(new Date());
}
