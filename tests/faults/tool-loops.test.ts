// A model that calls tools and never answers: steps, calls and tokens have an end, and the message says so.
import { expect, it } from 'vitest';
import type { Asked, Script } from '../fakes/messages/script.ts';
import { READ_COMMIT, READ_INIT_LOG } from '../support/answers.ts';
import { type World, world } from '../support/world.ts';
import { atOnce } from './lib/at-once.ts';
import { byRules, expectRulesOnly } from './lib/beside-rules.ts';

const ENDLESS = 'called tools without an end';
const READERS = ['k8s-analyzer', 'github-reviewer'];
/** What the collector itself read of logs in this outage. */
const OWN_LOGS = 1;
/** Of agents/*.md. */
const MOST_TURNS = 5;

/** Whatever it is told, and whether it may or not. */
const calling =
  (calls: (asked: Asked) => Extract<Awaited<ReturnType<Script>>, { tools: unknown }>['tools']): Script =>
  (asked) => ({ tools: calls(asked), unchecked: true });
const log = (tailLines: number) => ({ ...READ_INIT_LOG, input: { ...READ_INIT_LOG.input, tailLines } });
const logsRead = ({ api }: World) => api.asked.filter(({ resource }) => resource === 'pods/log').length - OWN_LOGS;

/** How it loops, and how many logs that may make us read. */
const LOOPS: Readonly<Record<string, readonly [Script, number]>> = {
  'the same call again and again': [calling(() => [READ_INIT_LOG]), 1],
  'another call each time': [calling(({ n }) => [log(400 - n)]), MOST_TURNS - 1],
  'a tool of each server': [calling(({ agent }) => [agent === 'github-reviewer' ? READ_COMMIT : READ_INIT_LOG]), 1],
  'tools that do not exist': [calling(() => [{ name: 'mcp__kubernetes__delete_pod', input: { pod: 'shop' } }]), 0],
};

it('row 18: a model that calls tools without an end is stopped after its turns, and the message says so', async () => {
  await byRules();
  await atOnce(LOOPS, async ([model, most]) => {
    const w = await world({ model });
    const cycle = await w.cycle();
    await expectRulesOnly(w, cycle, ENDLESS);
    expect(cycle.report.agents.map(({ status }) => status)).toEqual(Array(4).fill('budget'));
    for (const { agent, requests } of cycle.report.agents)
      expect(requests, agent).toBeLessThanOrEqual(READERS.includes(agent) ? MOST_TURNS : 1);
    // It was told that the next answer has to be one.
    const last = w.messages.requests.findLast(({ asked }) => asked?.agent === 'k8s-analyzer')?.asked;
    expect(last).toMatchObject({ mayCallTools: false });
    expect(JSON.stringify(last?.messages.at(-1))).toContain('No more tool calls: answer now');
    expect(logsRead(w)).toBe(most);
    expect(w.api.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});

it('row 18: sixty calls in one turn are eight, and all of them together stay inside the tokens of an incident', async () => {
  await byRules();
  const model = calling(({ n }) => Array.from({ length: 60 }, (_, i) => log(n * 60 + i)));
  const w = await world({ model });
  const cycle = await w.cycle();
  const budget = 'k8s-analyzer: too long for the budget of tokens; ';
  const others = `github-reviewer, escalation-manager, slack-notifier: ${ENDLESS}`;
  await expectRulesOnly(w, cycle, budget + others);
  expect(cycle.report.usage.inputTokens).toBeLessThan(30_000);
  expect(logsRead(w)).toBe(2 * 8);
  const told = w.messages.requests.flatMap(({ asked }) => asked?.results ?? []).map(({ text }) => text);
  expect(told).toContain('Not called: at most 8 calls at a time.');
});
