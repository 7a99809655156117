// Keys and models that somebody has to mend: no decision changes, and whoever runs the monitor is told once a day.
import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Answer, always } from '../fakes/messages/script.ts';
import { goodAgents, WORDS } from '../support/answers.ts';
import { type World, world } from '../support/world.ts';
import { atOnce } from './lib/at-once.ts';
import { byRules, expectRulesOnly, expectSameFacts } from './lib/beside-rules.ts';
import { selfDecided, selfTold } from './lib/own-trouble.ts';

const HAIKU = 'claude-haiku-4-5-20251001';
const NEXT = 'claude-haiku-5-5';

/** From the hour after the first cycle on: told at eleven, not at twelve, and again after a day. */
async function expectToldDaily(w: World, says: string): Promise<void> {
  expect(selfTold(w)).toEqual([]);
  const next = await w.cycle({ at: '2026-11-18T11:00:00Z' });
  expect(selfDecided(next)).toEqual(['SEV-3 notify new #standard']);
  const later = await w.cycle({ at: '2026-11-18T12:00:00Z' });
  expect(selfDecided(later)).toEqual(['SEV-3 hold unchanged #standard']);
  const [told, ...more] = selfTold(w);
  expect(more).toEqual([]);
  expect(told).toMatchObject({ channel: 'C0STANDARD1', threadTs: null });
  expect(told?.text).toContain(`[SEV-3] Trouble with the model: ${says}`);
  expect(told?.text).not.toContain('<!here>');
  expect(w.slack.messages).toHaveLength(2);
  const nextDay = await w.cycle({ at: '2026-11-19T11:00:00Z' });
  expect(selfDecided(nextDay)).toEqual(['SEV-3 notify reminder #standard']);
  expect(selfTold(w).map(({ threadTs }) => threadTs)).toEqual([null, null]);
}

it('row 14: a key or an account that is refused is not tried again, and told to the operator once a day', async () => {
  await byRules();
  const refused: Readonly<Record<string, readonly [Answer, string]>> = {
    401: [{ fail: 401, message: 'invalid x-api-key' }, 'API key refused (401)'],
    403: [{ fail: 403, message: 'no access' }, 'account may not be used (403)'],
  };
  await atOnce(refused, async ([answer, says]) => {
    const w = await world({ model: always(answer) });
    await expectRulesOnly(w, await w.cycle(), says);
    expect(w.messages.requests).toHaveLength(1);
    await expectToldDaily(w, says);
    // Nothing new to ask about: what is known to be refused is not tried each hour.
    expect(w.messages.requests).toHaveLength(1);
  });
});

it('row 14: what else is wrong with the monitoring on that day is a reply to it', async () => {
  const w = await world({ model: always({ fail: 401 }) });
  await w.cycle();
  await w.cycle({ at: '2026-11-18T11:00:00Z' });
  writeFileSync(w.env['SERVICES_FILE'] ?? '', '');
  await w.cycle({ at: '2026-11-18T12:00:00Z' });
  const [first, other, ...more] = selfTold(w);
  expect(more).toEqual([]);
  expect(first?.threadTs).toBeNull();
  expect(first?.text).toContain('Trouble with the model: API key refused (401)');
  expect(other).toMatchObject({ channel: 'C0STANDARD1', threadTs: first?.ts });
  expect(other?.text).toContain('services.txt cannot be used');
});

it('row 14: a retired model is asked once, the next Haiku answers, and the operator is told to write it down', async () => {
  const w = await world({ model: goodAgents, retired: [HAIKU] });
  const cycle = await w.cycle();
  await expectSameFacts(w, cycle);
  expect(w.messages.requests.map(({ body }) => body?.['model'])).toEqual([HAIKU, NEXT, NEXT, NEXT, NEXT]);
  expect(cycle.report.agents.map(({ status, model }) => [status, model])).toEqual(Array(4).fill(['ok', NEXT]));
  expect(w.slack.messages[0]?.text).toContain(WORDS.headline);
  expect(w.slack.messages[0]?.text).not.toContain('without model');
  await expectToldDaily(w, `model ${HAIKU} is gone (404), ${NEXT} is asked instead`);
  expect(selfTold(w)[0]?.text).toContain(`Write ${NEXT} into the agents' files`);
});

it('row 14: when the next Haiku is gone too nobody looks for a third one', async () => {
  const w = await world({ model: goodAgents, retired: [HAIKU, NEXT] });
  await expectRulesOnly(w, await w.cycle(), `model ${NEXT} is gone (404)`);
  expect(w.messages.requests.map(({ body }) => body?.['model'])).toEqual([HAIKU, NEXT]);
  const next = await w.cycle({ at: '2026-11-18T11:00:00Z' });
  expect(selfDecided(next)).toEqual(['SEV-3 notify new #standard']);
  expect(selfTold(w)[0]?.text).toContain(`[SEV-3] Trouble with the model: model ${NEXT} is gone (404)`);
});
