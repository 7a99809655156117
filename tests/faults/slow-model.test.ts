// A model that is slower than the message may wait: the rules' words leave, and what it says late is edited in.
import { expect, it } from 'vitest';
import { always, type Script } from '../fakes/messages/script.ts';
import { ANALYSIS, goodAgents, READ_INIT_LOG, WORDS } from '../support/answers.ts';
import { outage } from '../support/outage.ts';
import { type WorldOptions, world } from '../support/world.ts';
import { argsOf, expectLeftWithout, expectSameFacts } from './lib/beside-rules.ts';
import { halfOutage } from './lib/half-outage.ts';

const STILL = 'the agents are still at it; what they find is edited in';
/** A call may take as long as it likes: only the deadline of all ends the waiting. */
const waiting = (late: number) => ({
  MODEL_CALL_TIMEOUT_SECONDS: '60',
  MODEL_DEADLINE_SECONDS: '1',
  MODEL_LATE_SECONDS: String(late),
  CHANGES_DEADLINE_SECONDS: '2',
});

/** A model that says nothing before Slack was given the message for this channel, and what Slack has to be for it. */
function silentUntilTold(place: string): Pick<WorldOptions, 'model' | 'slack'> {
  const told = Promise.withResolvers<void>();
  return {
    model: async (asked) => {
      await told.promise;
      return goodAgents(asked);
    },
    slack: {
      script: ({ method, args }) => {
        if (method === 'chat.postMessage' && args['channel'] === place) told.resolve();
        return null;
      },
    },
  };
}

it('row 13: a model that is late: its words are edited into the message, and stay there', async () => {
  const w = await world({ ...silentUntilTold('#critical'), env: waiting(30) });
  const cycle = await w.cycle();
  await expectSameFacts(w, cycle);
  await expectLeftWithout(w, STILL);
  const [edit, ...more] = argsOf(w, 'chat.update');
  expect(more).toEqual([]);
  expect(edit?.['ts']).toBe(w.slack.messages[0]?.ts);
  for (const shown of [String(edit?.['text']), JSON.stringify(edit?.['blocks'])]) {
    for (const words of [WORDS.headline, ANALYSIS.cause.text, WORDS.impact, 'down for 6 min [P0-DOWN]'])
      expect(shown).toContain(words);
    // Who was called once is not called again.
    for (const words of ['without model', 'still at it', '<!here>']) expect(shown).not.toContain(words);
  }
  expect(cycle.report.incidents[0]?.advice).toMatchObject({ without: null, cause: { text: ANALYSIS.cause.text } });

  const next = await w.cycle({ at: '2026-11-18T11:00:00Z' });
  expect(next.report.decisions).toMatchObject([{ verdict: 'hold', reason: 'unchanged' }]);
  expect(w.slack.messages).toHaveLength(1);
  expect(w.slack.messages[0]?.text).toContain('open for 1 h 6 min');
  expect(w.slack.messages[0]?.text).toContain(WORDS.headline);
});

it('row 13: what got worse is told in the critical channel in time, and there the late words follow', async () => {
  const { objects: down = [], logs = {} } = outage();
  const objects = [...halfOutage()];
  const w = await world({ ...silentUntilTold('#critical'), api: { objects, logs }, env: waiting(30) });
  const first = await w.cycle({ args: ['--no-model'] });
  expect(first.report.incidents).toMatchObject([{ severity: 'SEV-2' }]);
  objects.splice(0, objects.length, ...down);
  const { report } = await w.cycle({ at: '2026-11-18T10:20:00Z' });
  expect(report.decisions).toMatchObject([{ severity: 'SEV-1', verdict: 'notify', reason: 'worse' }]);
  const told = argsOf(w, 'chat.postMessage').map(({ channel, text }) => [channel, text]);
  const left = 'without model:* the agents are still at it; what they find is in the record of this cycle';
  expect(told).toEqual([
    ['#standard', expect.not.stringContaining('model')],
    ['#critical', expect.stringContaining(left)],
  ]);
  const [before, now] = w.slack.messages;
  expect(now?.text).toContain(WORDS.headline);
  expect(now?.text).toContain(ANALYSIS.cause.text);
  expect(now?.text).not.toContain('without model');
  // The first message keeps its words, and says what became of it.
  expect(before?.text).toContain('now SEV-1, told in #critical');
  expect(before?.text).not.toContain(ANALYSIS.cause.text);
});

const lookingThenSilent: Script = ({ turn }) => (turn === 0 ? { tools: [READ_INIT_LOG] } : 'hang');
const logs = (reply: 'hang' | { readonly status: number; readonly delayMs: number }): WorldOptions['api'] => ({
  script: ({ resource, query }) => (resource === 'pods/log' && query.get('container') === 'migrate' ? reply : null),
});

it.each<[string, Script, WorldOptions['api']]>([
  ['never answers', always('hang'), {}],
  ['never answers after a slow tool', lookingThenSilent, logs({ status: 500, delayMs: 500 })],
  ['waits for a tool that hangs', lookingThenSilent, logs('hang')],
])('row 13: a model that %s is waited for until the two deadlines, and no longer', async (_, model, api) => {
  const w = await world({ model, api: { ...outage(), ...api }, env: waiting(1) });
  const cycle = await w.cycle();
  await expectSameFacts(w, cycle);
  await expectLeftWithout(w, STILL);
  // The first one held the message up, the second one nothing but the end of the cycle.
  const { advise = 0, notify = 0, 'late advice': late = 0 } = cycle.report.timings;
  expect(advise).toBeGreaterThan(950);
  expect(advise + notify + late).toBeGreaterThan(1900);
  expect(advise + notify + late).toBeLessThan(10_000);
  // Then somebody has to know that nothing more comes.
  expect(w.slack.messages).toMatchObject([{ edits: 1 }]);
  expect(w.slack.messages[0]?.text).toContain('*without model:* timed out after 2 s');
  expect(w.slack.messages[0]?.text).not.toContain('still at it');
});

it('row 13: nor do GitHub and the model together hold the message up for longer than their two deadlines', async () => {
  const w = await world({ model: always('hang'), github: { script: () => ({ kind: 'hang' }) }, env: waiting(1) });
  const { report } = await w.cycle();
  const { correlate = 0, advise = 0 } = report.timings;
  expect(correlate).toBeGreaterThan(1950);
  expect(correlate + advise).toBeLessThan(10_000);
  const [post, ...more] = argsOf(w, 'chat.postMessage');
  expect(more).toEqual([]);
  for (const part of ['[SEV-1]', 'changes could not be read (reading the changes took longer than 2 s)', STILL])
    expect(post?.['text']).toContain(part);
  expect(w.slack.messages).toMatchObject([{ channel: 'C0CRITICAL1', edits: 1 }]);
});
