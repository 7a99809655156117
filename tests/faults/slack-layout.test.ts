// Row 24: Slack does not take a message as it is. Its words arrive all the same: as plain text, and what is too long in the thread.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scratch } from '../support/cli.ts';
import { SERVICES_TXT } from '../support/outage.ts';
import { world } from '../support/world.ts';
import { twice, watchPosts } from './lib/posts.ts';
import { at, BROKEN, town, WELL } from './lib/town.ts';

const CODES = ['invalid_blocks', 'msg_blocks_too_long', 'msg_too_long'];
const LONGEST = 12_000;
const QUIRKS = 60;

it.each(CODES)('row 24: %s: the same delivery as plain text, at once; edits and replies too', async (code) => {
  const t = await town({ objects: BROKEN });
  const posts = watchPosts(t.slack, ({ hasBlocks }) => (hasBlocks ? { error: code } : null));
  const { code: exit, report } = await t.cycle({ at: at(10) });
  expect([exit, report.messages.map(({ delivery }) => delivery.status)]).toEqual([0, ['sent', 'sent']]);
  for (const channel of ['#critical', '#standard']) {
    const [layout, plain, ...more] = posts.filter((post) => post.channel === channel);
    expect([layout?.hasBlocks, plain?.hasBlocks, more]).toEqual([true, false, []]);
    expect(plain?.id).toBe(layout?.id);
  }
  const told = t.slack.messages.find(({ channel }) => channel === 'C0CRITICAL1');
  expect(told).toMatchObject({ blocks: null, text: expect.stringMatching(/^<!here> \*\[SEV-1\] shop-api is down/) });
  expect(told?.text).toContain('`kubectl -n shop-api describe pod shop-api-0`');
  expect(told?.text).toContain(report.cycle.id);
  expect(t.slack.messages.every(({ text }) => text.length <= LONGEST)).toBe(true);

  t.holds(WELL);
  t.slack.behave(({ args }) => ('blocks' in args ? { error: code } : null));
  expect((await t.cycle({ at: at(11) })).code).toBe(0);
  const [over] = t.slack.messages.filter(({ threadTs }) => threadTs === told?.ts);
  expect(over).toMatchObject({ blocks: null, text: expect.stringContaining('[RESOLVED] shop-api') });
  expect(told).toMatchObject({ edits: 1, text: expect.stringMatching(/^\*\[RESOLVED\] shop-api/) });
  expect(twice(t.slack)).toEqual([]);
});

it.each([null, 'msg_blocks_too_long'])(
  'row 24: longer than a message may be (%s): the rest is in its thread, in order',
  async (code) => {
    const quirks = Array.from({ length: QUIRKS }, (_, i) => `    - Quirk-${i}-: ${'it has its moods, '.repeat(15)}\n`);
    const services = join(scratch(), 'services.txt');
    writeFileSync(services, `${SERVICES_TXT}${quirks.join('')}`);
    const w = await world({ model: null, github: null, env: { SERVICES_FILE: services, SEND_PACE_SECONDS: '0.02' } });
    watchPosts(w.slack, ({ hasBlocks }) => (hasBlocks && code !== null ? { error: code } : null));
    expect((await w.cycle()).code).toBe(0);
    const [first, ...rest] = w.slack.messages;
    expect(rest.length).toBeGreaterThan(1);
    expect(first?.text).toMatch(/\+\d+ more lines in the thread/);
    expect(rest.map(({ threadTs }) => threadTs)).toEqual(rest.map(() => first?.ts));
    const shown = w.slack.messages.map(({ blocks, text }) => (blocks === null ? text : textsIn(blocks)));
    expect(shown.every((text) => text.length <= LONGEST)).toBe(true);
    expect(shown.join('\n').match(/Quirk-\d+-/g)).toEqual(quirks.map((_, i) => `Quirk-${i}-`));
    expect(twice(w.slack)).toEqual([]);
  },
);

/** What people read of blocks. */
function textsIn(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([key, inner]) => (key === 'text' && typeof inner === 'string' ? inner : textsIn(inner)))
    .filter((text) => text !== '')
    .join('\n');
}
