// What did not get through waits: the next cycle tells it, as the same delivery, and only once.
import { expect, it } from 'vitest';
import type { Reply } from '../fakes/slack/types.ts';
import { type World, world } from '../support/world.ts';

const at = (hour: number) => `2026-11-18T${hour}:00:00Z`;

/** A world without a model, whose Slack fares as `slack` says at the time. */
async function withSlack(slack: { now: (method: string) => Reply }): Promise<World> {
  const script = ({ method }: { readonly method: string }) => slack.now(method);
  return world({ model: null, slack: { script }, env: { SLACK_DEADLINE_SECONDS: '6' } });
}

const posts = (w: World) =>
  w.slack.requests.flatMap(({ method, args }) =>
    method === 'chat.postMessage' ? [[args['channel'], JSON.stringify(args['metadata'] ?? null)] as const] : [],
  );

it('a message that Slack refuses is a fault of this cycle, and told by the next', async () => {
  const slack: { now: (method: string) => Reply } = { now: () => ({ error: 'is_archived' }) };
  const w = await withSlack(slack);
  const refused = await w.cycle();
  expect(refused.code).toBe(1);
  expect(refused.report.messages[0]?.delivery).toMatchObject({
    status: 'failed',
    detail: expect.stringContaining('the channel is archived; unarchive it'),
  });
  // No time mends it: it is tried once, and so is a copy where somebody else would read it.
  const [own, copy, ...more] = posts(w);
  expect([own?.[0], copy?.[0], more]).toEqual(['#critical', '#standard', []]);
  expect(own?.[1]).toContain('delivery_id');
  expect(copy?.[1]).not.toBe(own?.[1]);

  slack.now = () => null;
  const next = await w.cycle({ at: at(11) });
  expect([next.code, next.report.messages.map(({ delivery }) => delivery.status)]).toEqual([0, ['sent']]);
  expect(w.slack.messages.map(({ channel }) => channel)).toEqual(['C0CRITICAL1']);
  expect(posts(w).slice(2)).toEqual([own]);

  expect((await w.cycle({ at: at(12) })).report.decisions.map(({ reason }) => reason)).toEqual(['unchanged']);
  expect(w.slack.messages).toHaveLength(1);
});

it('a message whose answer never came is looked for, and not sent twice', async () => {
  let time = 0;
  const w = await withSlack({
    now: (method) => (method === 'chat.postMessage' && ++time === 1 ? 'accept-then-reset' : null),
  });
  const { report } = await w.cycle();
  expect(report.messages[0]?.delivery.status).toBe('sent');
  expect([w.slack.messages.length, posts(w).length]).toEqual([1, 1]);
});
