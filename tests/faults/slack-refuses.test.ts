// Row 23: Slack refuses for good. Somebody else is told at once, and the message waits until somebody has mended it.
import { expect, it } from 'vitest';
import { hooked, outboxOf } from './lib/hooked.ts';
import { twice, watchPosts } from './lib/posts.ts';
import { DOWN, type Fares, street } from './lib/street.ts';
import { at } from './lib/town.ts';

/** Of everything that is asked with this token. */
const OF_TOKEN = ['invalid_auth', 'token_revoked', 'account_inactive', 'missing_scope'];
/** Of one channel, and of one message, whose plain text is refused like its layout. */
const OTHERS = [
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'invalid_blocks',
  'msg_too_long',
  'msg_blocks_too_long',
];
const CODES = [...OF_TOKEN, ...OTHERS];
const nameOf = (code: string) => code.replaceAll('_', '-');

it('row 23: each code that stays: the second channel is told at once, and its own one once it is mended', async () => {
  const names = CODES.map(nameOf);
  const { t, hook } = await hooked({
    objects: street(Object.fromEntries(names.map((name) => [name, DOWN]))),
    channels: names,
    routes: names.map(
      (name) => `{ match: { namespace: ${name} }, to: slack:#${name}, fallback: [slack:#critical, hook] }`,
    ),
  });
  const posts = watchPosts(t.slack, ({ channel }) => {
    const code = CODES.find((one) => channel === `#${nameOf(one)}`);
    return code === undefined ? null : { error: code };
  });
  const { code: exit, report } = await t.cycle({ at: at(10) });
  expect(exit).toBe(1);
  expect(t.slack.messages.map(({ channel }) => channel)).toEqual(CODES.map(() => 'C0CRITICAL1'));
  const told = (status: string) => report.messages.filter(({ delivery }) => delivery.status === status);
  expect(told('sent').map(({ channel }) => channel)).toEqual(CODES.map(() => '#critical'));
  expect(
    told('failed')
      .map(({ channel }) => channel)
      .toSorted(),
  ).toEqual(names.map((name) => `#${name}`).toSorted());
  for (const code of CODES) {
    const own = posts.find(({ channel }) => channel === `#${nameOf(code)}`);
    const copy = posts.find(({ text }) => text.includes(`(instead of #${nameOf(code)}: Slack says ${code}: `));
    expect(copy).toMatchObject({
      channel: '#critical',
      text: expect.stringContaining(`deployment ${nameOf(code)} is`),
    });
    expect((copy?.at ?? Number.POSITIVE_INFINITY) - (own?.at ?? 0)).toBeLessThan(60_000);
  }
  const waiting = await outboxOf(t);
  expect(waiting.map(({ to, refused, copies }) => [to, refused, copies]).toSorted()).toEqual(
    names.map((name) => [`slack:#${name}`, true, ['slack:#critical']]).toSorted(),
  );
  expect(
    waiting.every(({ to, lastError }) => CODES.some((c) => to.endsWith(nameOf(c)) && lastError?.includes(c))),
  ).toBe(true);

  t.slack.behave(null);
  expect((await t.cycle({ at: at(10, 30) })).code).toBe(0);
  const late = t.slack.messages.slice(CODES.length);
  expect(late.map(({ channel }) => channel).toSorted()).toEqual(names.map((name) => `C0${name}`).toSorted());
  expect([twice(t.slack), hook.requests, await outboxOf(t)]).toEqual([[], [], []]);
});

it('row 23: a token that is no good: no channel is left, and the webhook is told', async () => {
  const routes = ['{ to: slack:#standard, fallback: [slack:#critical, hook] }'];
  const { t, hook } = await hooked({ objects: [], routes });
  const fares: Record<string, Fares[string]> = {};
  for (const [i, code] of OF_TOKEN.entries()) {
    fares[nameOf(code)] = DOWN;
    t.holds(street(fares));
    t.slack.behave(() => ({ error: code }));
    expect((await t.cycle({ at: at(10, i) })).code).toBe(1);
    const told = hook.messages.filter(({ text }) => String(text).includes(`deployment ${nameOf(code)} is`));
    expect(told).toMatchObject([{ text: expect.stringContaining(`(instead of #standard: Slack says ${code}: `) }]);
  }
  expect([t.slack.messages, hook.repeated]).toEqual([[], []]);

  t.slack.behave(null);
  const known = hook.messages.length;
  expect((await t.cycle({ at: at(10, 30) })).code).toBe(0);
  for (const code of OF_TOKEN) {
    const own = t.slack.messages.filter(({ text }) => text.includes(`deployment ${nameOf(code)} is`));
    expect(own).toMatchObject([{ channel: 'C0STANDARD1', threadTs: null, text: expect.stringContaining('told late') }]);
  }
  expect([hook.messages.length, twice(t.slack)]).toEqual([known, []]);
});
