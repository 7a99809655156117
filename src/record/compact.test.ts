import { describe, expect, it } from 'vitest';
import { LOOKED, openIncident, overIncident, stateWith, toldAs, waitingEntry } from '../../tests/support/open-state.ts';
import { DAY, HOUR } from '../domain/duration.ts';
import type { Ledger, LedgerIncident } from '../domain/ledger.ts';
import type { Thread } from '../domain/outbox.ts';
import { type CompactLevel, compact } from './compact.ts';

const since = (ms: number) => new Date(LOOKED.getTime() - ms);
const over = (id: string, ms: number, more: Partial<LedgerIncident> = {}) =>
  overIncident(id, { id, resolvedAt: since(ms), ...more });
const thread = (key: string, ms = 0): Thread => {
  return { key, to: 'slack:#a', ref: `C1 ${key}`, text: 'mysql is down', shown: '', at: since(ms) };
};
function left(ledger: Partial<Ledger>, level: CompactLevel = 'usual') {
  const { incidents, threads, ...rest } = compact(stateWith([], { ledger }).ledger, LOOKED, level);
  return { ...rest, incidents: incidents.map(({ id }) => id), threads: threads.map(({ key }) => key), raw: threads };
}

describe('what is over', () => {
  const incidents = [
    openIncident('ages', { id: 'open', onset: since(400 * DAY), lastSeenAt: since(90 * DAY) }),
    over('young', 2 * HOUR),
    over('day', 29 * DAY),
    over('old', 31 * DAY),
    over('untold', 31 * DAY, { resolvedUntold: true, told: toldAs('SEV-1') }),
  ];

  it('stays 30 days', () => {
    expect(left({ incidents }).incidents).toEqual(['open', 'young', 'day', 'untold']);
  });

  it('stays 3 hours where there is little room', () => {
    expect(left({ incidents }, 'hard').incidents).toEqual(['open', 'young', 'untold']);
  });
});

it('threads go a day after the end, unless a message waits for them', () => {
  const incidents = [
    openIncident('a', { id: 'open' }),
    over('new', 23 * HOUR),
    over('old', 25 * HOUR),
    over('asked', 25 * HOUR),
  ];
  const threads = ['open', 'new', 'old', 'asked'].map((key) => thread(key, 20 * DAY));
  const own = [thread('self:2026-11-21', HOUR), thread('self:2026-11-18', 3 * DAY)];
  const outbox = [waitingEntry({ thread: 'asked', incidentIds: [] })];
  const { threads: kept, outbox: waiting } = left({ incidents, threads: [...threads, ...own], outbox });
  expect(kept).toEqual(['open', 'new', 'asked', 'self:2026-11-21']);
  expect(waiting).toEqual(outbox);
});

it('pauses go when they are over', () => {
  const pauses = { past: since(1), next: new Date(LOOKED.getTime() + 1) };
  expect(left({ pauses }).pauses).toEqual({ next: pauses.next });
});

it('with little room old messages are not edited any more, and only the most restarts are compared', () => {
  const restarts = Object.fromEntries(Array.from({ length: 1200 }, (_, index) => [`pod-${index}/app`, index + 1]));
  const seen = { api: Array.from({ length: 30 }, (_, i) => ({ kind: 'Pod', namespace: null, name: `${i}` })) };
  const parts = { incidents: [openIncident('a', { id: 'open' })], threads: [thread('open')], restarts, seen };
  expect(left(parts).restarts).toEqual(restarts);
  const hard = left(parts, 'hard');
  expect(hard.raw).toEqual([{ ...thread('open'), text: null }]);
  expect([Object.keys(hard.restarts).length, hard.restarts['pod-1199/app'], hard.seen['api']?.length]).toEqual([
    1000, 1200, 20,
  ]); // prettier-ignore
});

describe('trends', () => {
  const calm = 'o'.repeat(24);
  const past = (n: number) => {
    return {
      id: `INC-20261101-${n}`,
      key: 'service:a',
      codes: [],
      title: 'a is down',
      resolvedAt: since(n * HOUR),
      end: null,
    };
  };

  it('of what has been calm for 24 cycles are dropped, and of very many those that are well now', () => {
    const many = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`k${i}`, i % 2 === 0 ? 'rDo' : 'oDD']));
    expect(left({ recent: { a: calm, b: `D${calm.slice(1)}`, c: 'ouo' } }).recent).toEqual({ b: `D${calm.slice(1)}` });
    const { recent } = left({ recent: many });
    expect([Object.keys(recent).length, Object.values(recent).filter((series) => series === 'oDD').length]).toEqual([
      2000, 1500,
    ]);
  });

  it('of listed services stay, by tier, and then of what fails again and again', () => {
    const others = Object.fromEntries(Array.from({ length: 1999 }, (_, i) => [`k${i}`, 'D']));
    const listed = { 'service:low': 'Do', 'service:top': 'Do' };
    const recent = { ...others, ...listed, risk: 'DDoDo' };
    const tiers = [openIncident('low', { tier: 'P3' }), openIncident('top')];
    const kept = Object.keys(left({ recent, incidents: tiers }).recent);
    expect([kept.length, kept.slice(0, 3)]).toEqual([2000, ['service:top', 'service:low', 'risk']]);
  });

  it('look back on five cycles where there is little room, and what is over is known again for less long', () => {
    const recent = { a: 'DoDoDoDo', b: 'Dooooo' };
    const ledger = { recent, past: Array.from({ length: 60 }, (_, n) => past(n)) };
    const hard = left(ledger, 'hard');
    expect([hard.recent, hard.past.length, hard.past[0]?.id]).toEqual([{ a: 'oDoDo' }, 40, 'INC-20261101-0']);
    expect(left(ledger).past).toHaveLength(60);
  });
});
