// What did not get through is not told: the next cycle tells it, as the same delivery, and only once.
import { expect, it } from 'vitest';
import type { Reply } from '../fakes/slack/types.ts';
import { type World, world } from '../support/world.ts';

const at = (hour: number) => `2026-11-18T${hour}:00:00Z`;

/** A world without a model, whose Slack fares as `slack` says at the time. */
async function withSlack(slack: { now: (method: string) => Reply }): Promise<World> {
  const script = ({ method }: { readonly method: string }) => slack.now(method);
  return world({ model: null, slack: { script }, env: { SLACK_DEADLINE_SECONDS: '6' } });
}

const ids = (w: World) =>
  w.slack.requests.flatMap(({ method, args }) =>
    method === 'chat.postMessage' ? [JSON.stringify(args['metadata'] ?? null)] : [],
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
  // No time mends it: it is tried once.
  expect(ids(w)).toHaveLength(1);

  slack.now = () => null;
  const next = await w.cycle({ at: at(11) });
  expect([next.code, next.report.decisions.map(({ reason }) => reason)]).toEqual([0, ['new']]);
  expect(w.slack.messages).toHaveLength(1);
  expect(ids(w)[1]).toBe(ids(w)[0]);
  expect(ids(w)[0]).toContain('delivery_id');

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
  expect(w.slack.messages).toHaveLength(1);
});
