// Row 22: Slack has the message, and nobody hears of it. It is looked for before it is sent again.
import { expect, it } from 'vitest';
import { type Post, twice, watchPosts } from './lib/posts.ts';
import { started } from './lib/started.ts';
import { at, BROKEN, type Town, town, WELL } from './lib/town.ts';

/** A third of it for one request: enough for an answer that comes. */
const PATIENCE = { SLACK_DEADLINE_SECONDS: '4' };
/** All a bot needs but reading back what it said. */
const SPEAKS_ONLY = { scopes: ['chat:write', 'channels:read', 'groups:read'] };
const FIRST = ['#critical', '#standard'];
const channelsOf = (posts: readonly Post[]) => posts.map(({ channel }) => channel).toSorted();
/** All but what the monitor says of a run that was killed. */
const ofShops = <T extends { readonly text: string }>(all: readonly T[]): readonly T[] =>
  all.filter(({ text }) => !text.includes('the run before was killed'));

/** What follows is told in the threads of the messages that were looked for. */
async function healsInThreads(t: Town): Promise<void> {
  const first = ofShops(t.slack.messages).map(({ ts }) => ts);
  t.holds(WELL);
  expect((await t.cycle({ at: at(11) })).code).toBe(0);
  const replies = ofShops(t.slack.messages).slice(first.length);
  expect(replies.map(({ text }) => /\[RESOLVED\]/.test(text))).toEqual([true, true]);
  expect(new Set(replies.map(({ threadTs }) => threadTs))).toEqual(new Set(first));
  expect(twice(t.slack)).toEqual([]);
}

it.each(['accept-then-hang', 'accept-then-reset'] as const)(
  'row 22: %s: looked for by its delivery id, in channels and in threads, and not sent again',
  async (reply) => {
    const t = await town({ objects: BROKEN, env: PATIENCE });
    const posts = watchPosts(t.slack, () => reply);
    const { code, report } = await t.cycle();
    expect([code, report.messages.map(({ delivery }) => delivery.status)]).toEqual([0, ['sent', 'sent']]);
    expect([channelsOf(posts), t.slack.messages.length]).toEqual([FIRST, 2]);

    await healsInThreads(t);
    expect(posts.map(({ isReply }) => isReply)).toEqual([false, false, true, true]);
  },
);

/** Killed while Slack, which has the messages, holds its answers; then the next run. */
async function killedInBetween(t: Town): Promise<readonly Post[]> {
  const held = Promise.withResolvers<void>();
  const posts = watchPosts(t.slack, () => {
    if (posts.length === 2) held.resolve();
    return 'accept-then-hang';
  });
  const run = started(t.env, ['--now', at(10), '--no-model']);
  await held.promise;
  run.signal('SIGKILL');
  expect((await run.over).signal).toBe('SIGKILL');
  expect(channelsOf(posts)).toEqual(FIRST);
  return posts;
}

it('row 22: killed while Slack held the answer: the next run finds its messages and sends nothing', async () => {
  const t = await town({ objects: BROKEN, env: PATIENCE });
  const before = await killedInBetween(t);
  const posts = watchPosts(t.slack);
  const { code, report } = await t.cycle({ at: at(10, 5) });
  expect([code, ofShops(posts), ofShops(t.slack.messages).length]).toEqual([0, [], before.length]);
  expect(new Set(report.messages.map(({ delivery }) => delivery.status))).toEqual(new Set(['sent']));
  await healsInThreads(t);
});

it.each(['accept-then-hang', 'accept-then-reset'] as const)(
  'row 22: %s, and nobody may look: at most one duplicate, with the same delivery id',
  async (reply) => {
    const t = await town({ objects: BROKEN, slack: SPEAKS_ONLY, env: { SLACK_DEADLINE_SECONDS: '8' } });
    watchPosts(t.slack, ({ time }) => (time === 1 ? reply : null));
    expect((await t.cycle()).code).toBe(0);
    await atMostOnceMore(t);
  },
);

it('row 22: killed, and nobody may look: at most one duplicate, with the same delivery id', async () => {
  const t = await town({ objects: BROKEN, slack: SPEAKS_ONLY, env: PATIENCE });
  await killedInBetween(t);
  t.slack.behave(null);
  expect((await t.cycle({ at: at(10, 5) })).code).toBe(0);
  await atMostOnceMore(t);
});

async function atMostOnceMore(t: Town): Promise<void> {
  const ids = () => ofShops(t.slack.messages).map(({ metadata }) => metadata?.event_payload['delivery_id']);
  expect([ids().length, new Set(ids()).size]).toEqual([4, 2]);
  await t.cycle({ at: at(10, 10) });
  expect(ids()).toHaveLength(4);
}
