import { describe, expect, it } from 'vitest';
import { ago, LOOKED, openIncident, overIncident } from '../../tests/support/open-state.ts';
import { DAY, HOUR, MINUTE } from '../domain/duration.ts';
import type { Ledger, LedgerIncident, PastIncident } from '../domain/ledger.ts';
import { NO_ORDERS, type Orders } from '../domain/orders.ts';
import { pastIncidents } from './past.ts';
import { withCycle } from './recent.ts';
import { isFlapping, trendsOf } from './trend.ts';

const KEY = 'service:mysql';
const mysql = openIncident('mysql', { codes: ['oom-crash-loop: OOMKilled', 'not-ready'] });
/** A cycle every `minutes`, the last one when somebody looks. */
const every = (minutes: number) => Array.from({ length: 24 }, (_, i) => ago((23 - i) * minutes * MINUTE));
const texts = (series: string, past: readonly PastIncident[] = [], incident = mysql, minutes = 10) =>
  trendsOf(incident, { recent: { [KEY]: series }, recentAt: every(minutes), past: [...past] }).map(({ text }) => text);
const flaps = (incident: LedgerIncident, recent: Ledger['recent'], minutes = 10) =>
  isFlapping(incident, { recent, recentAt: every(minutes) });

describe('what comes and goes', () => {
  it.each([
    ['DoDoD', ['flapping: 3 times down in the last 40 min']],
    ['oooDDDooooodDddooooDoooo', ['flapping: 3 times down in the last 3 h 20 min']],
    ['DrdoioD', ['flapping: 4 times down, degraded or impaired in the last 1 h']],
    // An outage that lasts for longer is one, whatever was before it.
    ['DoDoDDDDDDDDDDDDDDDDDDDD', []],
    // Nor is it what came and went long ago.
    ['DoDoDooooooooooooooooooo', []],
    // Nobody knows what was between.
    ['DuDuD', []],
    ['DoD', []],
    ['rororor', []],
    ['DDDDDD', []],
  ])('%s', (series, expected) => {
    expect(texts(series)).toEqual(expected);
    expect(flaps(mysql, { [KEY]: series })).toBe(expected.length > 0);
  });

  it('is asked of each member, and told of what is open only', () => {
    const member = { ...(mysql.members[0] ?? fail()), key: 'service:api' };
    const both = { ...mysql, members: [...mysql.members, member] };
    expect(flaps(both, { 'service:api': 'DoDoDo' })).toBe(true);
    expect(flaps(mysql, { 'service:api': 'DoDoDo' })).toBe(false);
    expect(texts('DoDoD', [], { ...mysql, status: 'resolved' })).toEqual([]);
  });
});

describe('how close together counts, and not how many cycles ago', () => {
  it.each([
    [45, true],
    [46, false],
    [360, false],
  ])('every %d minutes', (minutes, expected) => {
    expect(flaps(mysql, { [KEY]: 'DoDoD' }, minutes)).toBe(expected);
    expect(texts('DoDoD', [], mysql, minutes)).toHaveLength(Number(expected));
  });

  it('what no time is known of does not', () => {
    expect(isFlapping(mysql, { recent: { [KEY]: 'DoDoD' }, recentAt: every(10).slice(-4) })).toBe(false);
  });

  it('what is well at the moment says so, and since when', () => {
    const well = { since: ago(70 * MINUTE), last: ago(10 * MINUTE), back: null };
    const trends = (state: LedgerIncident['state']) => texts('DoDoDoo', [], { ...mysql, state, well });
    expect(trends('ok')).toEqual(['flapping: 3 times down in the last 1 h; well at the moment, since 02:16 UTC']);
    expect(trends('unknown')).toEqual(['flapping: 3 times down in the last 1 h']);
  });
});

describe('what gets worse', () => {
  it.each([
    ['oooddDDD', ['getting worse: degraded → down, for 3 cycles']],
    ['orridD', ['getting worse: at-risk → impaired → degraded → down, in this cycle']],
    ['oduuD', ['getting worse: degraded → down, in this cycle']],
    ['DdoidD', ['getting worse: impaired → degraded → down, in this cycle']],
    ['oooD', []],
    ['Ddd', []],
    ['dDDDDDD', []],
    ['dDo', []],
    ['', []],
  ])('%s', (series, expected) => {
    expect(texts(series)).toEqual(expected);
  });
});

describe('what was there before', () => {
  const past = (parts: Partial<PastIncident> = {}): PastIncident => {
    const end = { by: 'person', text: 'raised the limit to 1Gi' } as const;
    const codes = ['oom-crash-loop: OOMKilled', 'unready'];
    return {
      id: 'INC-20261031-003',
      key: KEY,
      codes,
      title: 'mysql is down',
      resolvedAt: ago(21 * DAY),
      end,
      ...parts,
    };
  };

  it('is named with how it ended', () => {
    expect(texts('D', [past()])).toEqual([
      'same as INC-20261031-003 3 weeks ago, which ended with: raised the limit to 1Gi',
    ]);
    const culprit = { by: 'change', text: 'commit 1a2b3c4' } as const;
    expect(texts('D', [past({ end: culprit, resolvedAt: ago(3 * DAY) })])).toEqual([
      'same as INC-20261031-003 3 days ago, which commit 1a2b3c4 very likely broke',
    ]);
    expect(texts('D', [past({ end: null, resolvedAt: ago(8 * HOUR) })])).toEqual(['same as INC-20261031-003 7 h ago']);
  });

  it('of several the newest that somebody wrote about', () => {
    const newer = past({ id: 'INC-20261115-001', resolvedAt: ago(6 * DAY), end: null });
    expect(texts('D', [newer, past()])).toEqual([
      'same as INC-20261031-003 3 weeks ago (2 times in 35 days), which ended with: raised the limit to 1Gi',
    ]);
    expect(texts('D', [past({ end: null }), newer])).toEqual([
      'same as INC-20261115-001 6 days ago (2 times in 35 days)',
    ]);
  });

  it('is not another fault, another root, itself, or what came later', () => {
    expect(texts('D', [past({ codes: ['image-pull'] })])).toEqual([]);
    // The same code with another word of Kubernetes, and what it was before.
    expect(texts('D', [past({ codes: ['oom-crash-loop: Error'] })])).toEqual([]);
    expect(texts('D', [past({ codes: ['not-ready'] })])).toEqual([]);
    expect(texts('D', [past({ key: 'service:api' })])).toEqual([]);
    expect(texts('D', [past({ id: mysql.id })])).toEqual([]);
    expect(texts('D', [past({ resolvedAt: LOOKED })])).toEqual([]);
    const { codes, ...unknown } = mysql;
    expect(texts('D', [past()], unknown)).toEqual([]);
  });
});

describe('what is kept of what is over', () => {
  const keep = (
    incidents: readonly LedgerIncident[],
    orders: Partial<Orders> = {},
    before: readonly PastIncident[] = [],
  ) => pastIncidents({ incidents: [...incidents], past: [...before] }, { ...NO_ORDERS, ...orders }, LOOKED);
  const over = overIncident('mysql', { codes: ['oom-crash-loop'], culprit: 'commit 1a2b3c4' });
  const by = { incidentId: over.id, by: 'ana', at: ago(24 * HOUR) };

  it('is the word of who said so, else the change; a note says nothing of how it ended', () => {
    const [one] = keep([over]);
    expect(one).toEqual({
      ...{ id: over.id, key: KEY, codes: ['oom-crash-loop'], title: over.title, resolvedAt: over.resolvedAt },
      end: { by: 'change', text: 'commit 1a2b3c4' },
    });
    const notes = [
      { ...by, text: 'looking' },
      { ...by, text: 'limit\nraised' },
    ];
    expect(keep([over], { notes })[0]?.end).toEqual({ by: 'change', text: 'commit 1a2b3c4' });
    const resolves = [{ ...by, reason: 'node\nreplaced' }];
    expect(keep([over], { notes, resolves })[0]?.end).toEqual({ by: 'person', text: 'node replaced' });
    expect(keep([overIncident('mysql')])[0]?.end).toBeNull();
  });

  it('holds no secret and is short, whoever wrote it', () => {
    const resolves = [{ ...by, reason: `password=Sup3rS3cretValue! ${'x'.repeat(1000)}` }];
    const text = keep([over], { resolves })[0]?.end?.text ?? '';
    expect(text).not.toContain('Sup3rS3cretValue');
    expect(text.length).toBeLessThanOrEqual(200);
  });

  it('outlives the incident and the order, for 35 days', () => {
    const [one] = keep([over], { resolves: [{ ...by, reason: 'raised' }] });
    expect(keep([over], {}, one ? [one] : [])[0]?.end?.text).toBe('raised');
    const of = (days: number) => keep([], {}, one ? [{ ...one, resolvedAt: ago(days * DAY) }] : []).length;
    expect([of(34), of(36)]).toEqual([1, 0]);
  });

  it('is nothing of what is open again, joined another one, or was trouble of the monitoring', () => {
    const [one] = keep([over]);
    expect(keep([{ ...over, status: 'open', resolvedAt: null }], {}, one ? [one] : [])).toEqual([]);
    expect(keep([{ ...over, state: 'down', rationale: 'joined INC-20261119-002' }])).toEqual([]);
    expect(keep([{ ...over, key: 'gap:list pods' }])).toEqual([]);
  });

  it('is of listed services before that of the rest, of which at most 200 are kept, the newest', () => {
    const many = Array.from({ length: 250 }, (_, i) => {
      const key = `object:Pod/a/p${i}`;
      return overIncident('mysql', { id: `INC-20261101-${i + 100}`, key, resolvedAt: ago((i + 1) * HOUR) });
    });
    const kept = keep([...many, overIncident('mysql', { resolvedAt: ago(30 * DAY) })]);
    expect([kept.length, kept[0]?.id, kept.at(-2)?.id, kept.at(-1)?.key]).toEqual([
      ...[201, 'INC-20261101-100', 'INC-20261101-299', KEY],
    ]);
  });

  it('knows two incidents by one id apart', () => {
    const other = overIncident('api');
    expect(keep([over, other]).map(({ key }) => key)).toEqual([KEY, 'service:api']);
  });
});

it('what is not seen is ok only where it could be read, and what was calm for 24 cycles is forgotten', () => {
  const recent = { a: 'D', b: 'D', c: `D${'o'.repeat(23)}` };
  expect(withCycle(recent, [], (key) => key !== 'b')).toEqual({ a: 'Do', b: 'Du' });
});

function fail(): never {
  throw new Error('the incident has a member');
}
