// A model that costs more than somebody allows, and one that asks for patience.
import { expect, it } from 'vitest';
import { type Answer, always, FAIL, inTurn } from '../fakes/messages/script.ts';
import { ANALYSIS, goodAgents } from '../support/answers.ts';
import { world } from '../support/world.ts';
import { atOnce } from './lib/at-once.ts';
import { argsOf, byRules, expectLeftWithout, expectRulesOnly, expectSameFacts } from './lib/beside-rules.ts';
import { selfDecided, selfTold } from './lib/own-trouble.ts';

type Limits = Readonly<Record<string, readonly [Answer, string]>>;

/** Limits follow the time it is, whatever time is judged. */
const today = new Date();
const inTenDays = new Date(today.getTime() + 10 * 24 * 3600_000);
const nextMonth = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1));
const day = (date: Date): string =>
  `${date.getUTCDate()} ${date.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' })} ${date.getUTCFullYear()}`;
const ownLimit: Answer = {
  fail: 400,
  message: `You have reached your specified API usage limits. You will regain access on ${inTenDays.toISOString().slice(0, 10)} at 00:00 UTC.`,
};

it('row 15: a spend cap is not tried again, and said to the day it ends', async () => {
  await byRules();
  const limits: Limits = {
    'the limit one set oneself, a 400': [ownLimit, `spend limit reached, until ${day(inTenDays)}`],
    'the cap of the tier, a 429 without Retry-After': [
      FAIL.tierSpendCap,
      `spend limit reached, until ${day(nextMonth)}`,
    ],
    'no credit, a 402': [FAIL.credit, 'account may not be used (402)'],
  };
  await atOnce(limits, async ([answer, says]) => {
    const w = await world({ model: always(answer) });
    await expectRulesOnly(w, await w.cycle(), says);
    expect(w.messages.requests).toHaveLength(1);
    const next = await w.cycle({ at: '2026-11-18T11:00:00Z' });
    expect(selfDecided(next)).toEqual(['SEV-3 notify new #standard']);
    expect(selfTold(w).map(({ text }) => text.split('\n')[0])).toEqual([`*[SEV-3] Trouble with the model: ${says}*`]);
    expect(w.messages.requests).toHaveLength(1);
  });
});

const hour = (fail: number): Answer => ({ fail, message: 'later', retryAfter: 3600 });

it('row 16: a model that asks for an hour is not waited for, and not asked again in this cycle', async () => {
  await byRules();
  const patience: Limits = {
    429: [hour(429), 'rate limited (429)'],
    529: [hour(529), 'overloaded (529)'],
    500: [hour(500), 'server error (500)'],
  };
  await atOnce(patience, async ([answer, says]) => {
    const w = await world({ model: always(answer) });
    const cycle = await w.cycle();
    await expectRulesOnly(w, cycle, says);
    expect(w.messages.requests).toHaveLength(1);
    // It passes by itself: nobody has to mend anything.
    expect(selfDecided(await w.cycle({ at: '2026-11-18T11:00:00Z' }))).toEqual([]);
    expect(cycle.report.agents[0]?.detail).toMatch(/asked to wait 3600 s, only [\d.]+ s are left/);
  });
});

it('row 16: what fits is waited for as asked', async () => {
  const w = await world({ model: inTurn([{ fail: 429, retryAfter: 1 }, goodAgents]) });
  const cycle = await w.cycle();
  await expectSameFacts(w, cycle);
  const [first, second] = w.messages.requests.map(({ atMs }) => atMs);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(950);
  expect(w.slack.messages[0]?.text).toContain(ANALYSIS.cause.text);
});

it('row 16: what does not fit before the message holds it up no longer, and is edited in', async () => {
  let asked = 0;
  const w = await world({
    model: (question) => (asked++ === 0 ? { fail: 429, retryAfter: 3 } : goodAgents(question)),
    env: { MODEL_DEADLINE_SECONDS: '1', MODEL_LATE_SECONDS: '30' },
  });
  await expectSameFacts(w, await w.cycle());
  await expectLeftWithout(w, 'the agents are still at it; what they find is edited in');
  expect(argsOf(w, 'chat.update')).toMatchObject([{ text: expect.stringContaining(ANALYSIS.cause.text) }]);
});
