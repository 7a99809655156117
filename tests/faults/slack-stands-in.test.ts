// Row 23: who is told instead, when Slack refuses for good, and for how long.
import { expect, it } from 'vitest';
import { cli } from '../support/cli.ts';
import { hooked } from './lib/hooked.ts';
import { watchPosts } from './lib/posts.ts';
import { DOWN, street, streetEnv } from './lib/street.ts';
import { at, town } from './lib/town.ts';

it('row 23: by default each of the two channels stands in for the other, once, and both hear of the end', async () => {
  const t = await town({ objects: street({ 'shop-api': DOWN }), env: streetEnv() });
  watchPosts(t.slack, ({ channel }) => (channel === '#critical' ? { error: 'not_in_channel' } : null));
  expect((await t.cycle({ at: at(10) })).code).toBe(1);
  expect(t.news()).toEqual([
    expect.stringMatching(/^#standard: @here \*\[SEV-1\] shop-api is down.* \(instead of #critical: /),
  ]);
  expect((await t.cycle({ at: at(10, 30) })).code).toBe(1);
  expect(t.news()).toEqual(['#standard: *[SEV-3] 1 message could not be delivered to #critical*']);
  const listed = (await cli(['outbox', 'list'], t.env)).stdout.replaceAll(/\s+/g, ' ');
  expect(listed).toContain('type /invite and its name in the channel · went to #standard instead');

  t.slack.behave(null);
  expect((await t.cycle({ at: at(11) })).code).toBe(0);
  expect(t.news()[0]).toMatch(/^#critical: @here \*\[SEV-1\] shop-api is down.* \(told late: /);
  t.holds(street({}));
  await t.cycle({ at: at(11, 30) });
  expect(t.news().toSorted()).toEqual([
    expect.stringContaining('↳ #critical: *[RESOLVED] shop-api'),
    expect.stringContaining('↳ #standard: *[RESOLVED] shop-api'),
  ]);
});

it('row 23: what stands in is asked too long or hangs: the next one is told, within a minute', async () => {
  const routes = ['{ to: slack:#standard, fallback: [slack:#critical, hook] }'];
  const { t, hook } = await hooked({ objects: street({ cart: DOWN }), routes, env: { SLACK_DEADLINE_SECONDS: '1.5' } });
  for (const [i, reply] of (['hang', { status: 429, headers: { 'retry-after': '70' } }] as const).entries()) {
    const posts = watchPosts(t.slack, ({ channel }) => (channel === '#standard' ? { error: 'is_archived' } : reply));
    const { code, ms } = await t.cycle({ at: at(10), env: { STATE_DIR: `${t.state}/${i}` } });
    expect([code, ...new Set(posts.map(({ channel }) => channel))]).toEqual([1, '#standard', '#critical']);
    expect(hook.requests).toHaveLength(i + 1);
    expect(ms).toBeLessThan(60_000);
  }
});
