// Days on which the clocks change, and the day that is there every four years: what waits for business hours leaves once, on time.
import { expect, it } from 'vitest';
import { app } from '../support/cycles-objects.ts';
import { type World, world } from '../support/world.ts';
import { type Run, runWith, selfIn } from './lib/run-with.ts';
import { NAMESPACES } from './lib/town.ts';

const negative = /(?<![\w.:-])-\d+(?:\.\d+)? ?(?:ms|s|min|h|d)\b/;

/** cart, which nobody listed, crashes since that time: a SEV-3. */
async function waiting(since: string, env: Readonly<Record<string, string>>): Promise<World> {
  const objects = [...NAMESPACES, ...app('shop-api', ['ok'], new Date(0)), ...app('cart', ['crash'], new Date(since))];
  return world({
    model: null,
    github: null,
    api: { objects, logs: {} },
    env: { BUSINESS_TZ: 'Europe/Berlin', ...env },
  });
}

const slot = (w: World, at: string) => runWith(w, at, { RUN_ID: `slot-${at}` });
const verdict = ({ report }: Run) => report.decisions.map(({ verdict, reason, until }) => [verdict, reason, until]);

it.each([
  ['the clocks go back', '2026-10-23T16:00:00Z', '2026-10-26T07:59:00Z', '2026-10-26T08:00:00Z'],
  ['the clocks go forward', '2026-03-27T17:00:00Z', '2026-03-30T06:59:00Z', '2026-03-30T07:00:00Z'],
])(
  'row 42: over a weekend on which %s a SEV-3 waits for nine o’clock in Berlin, once',
  async (_, friday, early, nine) => {
    const w = await waiting(friday, {});
    const evening = new Date(Date.parse(friday) + 10 * 60_000).toISOString();
    const until = nine.replace('Z', '.000Z');
    expect(verdict(await runWith(w, evening))).toEqual([['hold', 'outside-hours', until]]);
    expect(verdict(await runWith(w, early))).toEqual([['hold', 'outside-hours', until]]);
    expect(w.slack.messages).toEqual([]);
    expect(verdict(await runWith(w, nine))).toEqual([['notify', 'new', null]]);
    expect(verdict(await runWith(w, nine.replace(':00:00', ':30:00')))).toEqual([['hold', 'unchanged', null]]);
    expect(w.slack.messages).toHaveLength(1);
    expect(w.slack.messages[0]?.text).not.toMatch(negative);
  },
);

it('row 42: the hour that is there twice is open twice, told once, and no slot is missed in it', async () => {
  const hours = { BUSINESS_HOURS: '02:00-03:00', BUSINESS_DAYS: 'Sun' };
  const w = await waiting('2026-10-25T00:10:00Z', hours);
  // 01:30, 02:30 in summer time, 02:30 in winter time, 03:30.
  const times = ['2026-10-24T23:30:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00Z'];
  const runs: Run[] = [];
  for (const time of times) runs.push(await slot(w, time));
  expect(runs.map((run) => verdict(run).map(([, reason]) => reason))).toEqual([
    ['outside-hours'],
    ['new'],
    ['unchanged'],
    ['unchanged'],
  ]);
  expect(runs.flatMap(selfIn)).toEqual([]);
  expect(w.slack.messages).toHaveLength(1);
});

it('row 42: opening at an hour that is not there that day opens when it would have been', async () => {
  const w = await waiting('2026-03-29T00:10:00Z', { BUSINESS_HOURS: '02:30-06:00', BUSINESS_DAYS: 'Sun' });
  const opening = '2026-03-29T01:30:00.000Z';
  expect(verdict(await runWith(w, '2026-03-29T00:30:00Z'))).toEqual([['hold', 'outside-hours', opening]]);
  expect(verdict(await runWith(w, '2026-03-29T01:30:00Z'))).toEqual([['notify', 'new', null]]);
});

it('row 42: the leap day is a day as any other', async () => {
  const w = await waiting('2028-02-28T21:00:00Z', {});
  const night = await slot(w, '2028-02-28T22:00:00Z');
  expect(verdict(night)).toEqual([['hold', 'outside-hours', '2028-02-29T08:00:00.000Z']]);
  const leap = await slot(w, '2028-02-29T10:00:00Z');
  expect(selfIn(leap)[0]?.title).toBe('no cycle ran from 00:00 to 11:00 GMT+1 (11 missed)');
  expect(leap.report.incidents.map(({ id }) => id).sort()).toEqual(['INC-20280228-001', 'INC-20280229-001']);
  const next = await slot(w, '2028-03-01T11:00:00Z');
  expect(selfIn(next)[0]?.title).toBe('no cycle ran from 29 Feb 2028, 12:00 to 1 Mar 2028, 12:00 GMT+1 (24 missed)');
  expect(w.slack.messages.filter(({ text }) => text.includes('cart'))).toHaveLength(1);
  for (const { text } of w.slack.messages) expect(text).not.toMatch(negative);
});
