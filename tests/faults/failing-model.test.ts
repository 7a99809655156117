// A model API that breaks: the message leaves in time with the words of the rules, and says that the model was missing.
import { expect, it } from 'vitest';
import { SETTINGS } from '../../src/config/settings.ts';
import { AGENT_NAMES } from '../../src/domain/agent.ts';
import { type Answer, always, FAIL, inTurn } from '../fakes/messages/script.ts';
import { goodAgents } from '../support/answers.ts';
import { world } from '../support/world.ts';
import { atOnce } from './lib/at-once.ts';
import { byRules, expectRulesOnly, expectSameFacts } from './lib/beside-rules.ts';

/** Seconds; more than the tries take that are made: what leaves later than this was held up. */
const DEADLINE = 30;

/** What the model does, and what the message says of it. */
type Broken = Readonly<Record<string, readonly [Answer, string]>>;

async function expectWithout([answer, says]: Broken[string], most: number, callTimeout: number): Promise<void> {
  const settings = { MODEL_CALL_TIMEOUT_SECONDS: String(callTimeout), MODEL_DEADLINE_SECONDS: String(DEADLINE) };
  const w = await world({ model: always(answer), env: settings });
  const cycle = await w.cycle();
  await expectRulesOnly(w, cycle, says);
  expect(cycle.report.timings['advise']).toBeLessThan(DEADLINE * 1000);
  expect(cycle.report.agents.map(({ status }) => status)).not.toContain('ok');
  expect(cycle.report.incidents[0]?.advice?.without).toBe(says);
  expect(w.messages.requests.length).toBeGreaterThan(0);
  expect(w.messages.requests.length).toBeLessThanOrEqual(most);
}

it('row 13: a model API that answers 500 or 529, or resets the connection, is tried again, and changes no decision', async () => {
  await byRules();
  const broken: Broken = {
    'answers 500': [FAIL.internal, 'server error (500)'],
    'answers 529': [FAIL.overloaded, 'overloaded (529)'],
    'resets the connection': ['reset', 'not reachable'],
  };
  // Two agents try thrice; then nobody asks any more.
  await atOnce(broken, (variant) => expectWithout(variant, 6, 10));
});

it('row 13: a model that hangs is not asked again, and changes no decision', async () => {
  await byRules();
  const broken: Broken = {
    'before its answer': ['hang', 'timed out after 1 s'],
    'behind the headers': [{ hang: 'headers' }, 'timed out after 1 s'],
    'in the middle of its answer': [{ hang: 'body' }, 'timed out after 1 s'],
  };
  await atOnce(broken, (variant) => expectWithout(variant, 2, 1));
});

it('row 13: a model API that nobody listens at changes no decision', async () => {
  const w = await world({ model: goodAgents });
  await w.messages.stop();
  await expectRulesOnly(w, await w.cycle(), 'not reachable');
});

it('row 13: a fault that passes costs nothing but another try', async () => {
  const w = await world({ model: inTurn([FAIL.overloaded, goodAgents]) });
  const cycle = await w.cycle();
  await expectSameFacts(w, cycle);
  const runs = cycle.report.agents.map(({ agent, status, requests }) => [agent, status, requests]);
  expect(runs).toEqual(AGENT_NAMES.map((name) => [name, 'ok', 2]));
  expect(w.slack.messages[0]?.text).not.toContain('without model');
});

it('row 13: messages wait a minute for the model, and it may go on for another one, unless somebody says otherwise', () => {
  expect(SETTINGS.MODEL_DEADLINE_SECONDS.default).toBe('60');
  expect(SETTINGS.MODEL_LATE_SECONDS.default).toBe('60');
});
