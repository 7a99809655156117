// The oracle of the month has to see what it is there for: each of these months is wrong in one thing.
import { expect, it } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import type { Accepted } from '../fakes/slack/types.ts';
import { decision, incident, report } from '../support/report.ts';
import { type Diary, emptyDiary, noteArrivals, noteCycle } from './lib/month-diary.ts';
import { totalsOf } from './lib/month-oracle.ts';
import type { Hour, SlackFault } from './lib/month-plan.ts';

const ID = 'INC-20261102-001';
type Reason = 'new' | 'worse' | 'scope' | 'reminder' | 'resolved';

const hour = (n: number, slack: SlackFault | null, down: Date | null): Hour => ({
  n,
  at: new Date(Date.UTC(2026, 10, 2, n)),
  faults: down === null ? {} : { 'shop-api': { how: 'down', since: down } },
  lostNodes: {},
  slack,
  api: null,
  isModelDown: false,
  isMissed: false,
  kill: null,
  isDamaged: false,
});

interface Lived {
  readonly decides?: Reason;
  readonly slack?: SlackFault;
  /** What Slack takes in this hour. */
  readonly says?: readonly string[];
  /** The machine was too slow to tell it in time. */
  readonly isSlow?: true;
  /** The run before was killed and tried again. */
  readonly isSameHour?: true;
  /** Since when a P0 is down. */
  readonly down?: Date;
}

function problemsOf(...hours: readonly Lived[]): readonly string[] {
  const diary: Diary = emptyDiary();
  const messages: Accepted[] = [];
  let n = -1;
  for (const { decides, slack = null, says = [], isSlow, isSameHour, down = null } of hours) {
    if (!isSameHour) n += 1;
    const now = hour(n, slack, down);
    const decisions =
      decides === undefined ? [] : [decision({ incidentId: ID, verdict: 'notify', reason: decides, channel: '#c' })];
    const one = report({
      incidents: [incident({ id: ID, key: `service:${down === null ? 'api' : 'shop-api'}`, status: 'open' })],
      decisions,
      messages: isSlow ? [LATE] : [],
    });
    noteCycle(diary, now, { code: 0, stdout: JSON.stringify(one), stderr: '', ms: 1 });
    messages.push(...says.map((said, i) => accepted(`${said}\n${ID} · cycle c`, `${n}.${i}`)));
    noteArrivals(diary, now, messages);
  }
  return totalsOf(diary, 0, []).problems;
}

const LATE: Report['messages'][number] = {
  channel: '#c',
  kind: 'incident',
  incidentIds: [ID],
  text: '',
  delivery: { status: 'failed', detail: 'post_message was stopped: no time is left' },
};

function accepted(said: string, ts: string): Accepted {
  const metadata = { event_type: 'k8s_monitor', event_payload: { delivery_id: `d${ts}` } };
  return { channel: 'C1', ts, threadTs: null, said, text: said, blocks: null, metadata, broadcast: false, edits: 0 };
}

const NEW = '[SEV-2] api is down';
const STILL = '[SEV-2] STILL OPEN: api is down';
const WORSE = '[SEV-1] WORSE: api is down';
const OVER = '[RESOLVED] api is down';

it('finds nothing wrong with a month in which everything was told', () => {
  const told = problemsOf(
    { decides: 'new', says: [NEW] },
    { decides: 'worse', says: [WORSE] },
    { decides: 'reminder', says: [STILL] },
    { decides: 'resolved', says: [OVER] },
  );
  expect(told).toEqual([]);
});

it('sees that the first message was dropped, whatever follows', () => {
  const lost = [`LOST: hour 0: ${ID} new`];
  expect(problemsOf({ decides: 'new' }, {}, {}, { decides: 'reminder', says: [STILL] })).toEqual(lost);
  expect(problemsOf({ decides: 'new' }, { decides: 'worse', says: [WORSE] })).toEqual(lost);
  expect(problemsOf({ decides: 'new' }, { decides: 'resolved', says: [OVER] })).toContain(lost[0]);
  expect(problemsOf({ decides: 'new' })).toEqual(lost);
});

it('sees that worse, or wider, was dropped', () => {
  const first = { decides: 'new', says: [NEW] } as const;
  expect(problemsOf(first, { decides: 'worse' }, { decides: 'reminder', says: [STILL] })).toEqual([
    `LOST: hour 1: ${ID} worse`,
  ]);
  expect(problemsOf(first, { decides: 'scope' }, { decides: 'resolved', says: [OVER] })).toEqual([
    `LOST: hour 1: ${ID} scope`,
  ]);
});

it('wants to hear of an outage that lasts, unless it flaps and was never called over', () => {
  const [first, again] = [1, 9].map((n) => ({ down: new Date(Date.UTC(2026, 10, 2, n)) }));
  const told = { ...first, decides: 'new', says: ['[SEV-1] shop-api is down'] } as const;
  const lost = expect.stringMatching(/^LOST: the outage of shop-api .+ was seen 2 times and never told$/);
  expect(problemsOf({ ...first }, { ...first })).toEqual([lost]);
  expect(problemsOf(told, { ...first }, {}, { ...again }, { ...again })).toEqual([]);
  const over = { decides: 'resolved', says: ['[RESOLVED] shop-api is down'] } as const;
  expect(problemsOf(told, { ...first }, over, { ...again }, { ...again })).toEqual([lost]);
});

it('wants no end of what is back in the same hour, and wants to hear that it is back', () => {
  const first = { decides: 'new', says: [NEW] } as const;
  const [ends, back] = [{ decides: 'resolved' }, { decides: 'new', isSameHour: true }] as const;
  expect(problemsOf(first, ends, { ...back, says: [NEW] })).toEqual([]);
  expect(problemsOf(first, ends, { decides: 'new', says: [NEW] })).toEqual([`LOST: hour 1: ${ID} resolved`]);
  expect(problemsOf({ decides: 'resolved' }, back)).toContain(`LOST: hour 0: ${ID} new`);
});

it('wants it in the first hour in which Slack works, and not later', () => {
  const down = { decides: 'new', slack: 'unavailable' } as const;
  expect(problemsOf(down, { slack: 'revoked' }, { says: [`${NEW} (told late)`] })).toEqual([]);
  expect(problemsOf(down, {}, { says: [NEW] })).toEqual([`LOST: hour 0: ${ID} new`]);
  const slow = { isSlow: true } as const;
  expect(problemsOf(down, slow, { says: [NEW] })).toEqual([]);
  expect(problemsOf(down, slow, slow, slow, { says: [NEW] })).toEqual([`LOST: hour 0: ${ID} new`]);
});

it.each([
  ['a digest', '[SEV-1] 3 messages about 2 incidents could not be delivered from 01:00 to 03:00'],
  ['a storm', '[SEV-1] 12 incidents at once: 2 SEV-1, 10 SEV-2'],
  ['what was told together', `${WORSE}\nEarlier, not told: 01:00 ${NEW}`],
  ['what was over before anybody could be told', `${OVER} (was never told in time: found 01:00, over 02:00)`],
])('%s that names it tells it too', (_what, said) => {
  expect(problemsOf({ decides: 'new', slack: 'refused' }, { says: [said] })).toEqual([]);
});
