import { describe, expect, it } from 'vitest';
import { monitor, partsOf } from '../../tests/support/cycles.ts';
import { app } from '../../tests/support/cycles-objects.ts';
import { service } from '../../tests/support/service.ts';
import { later } from '../../tests/support/trouble.ts';
import { snapshotOf } from '../../tests/support/view.ts';
import { HOUR, MINUTE } from '../domain/duration.ts';
import { emptyLedger, type Ledger } from '../domain/ledger.ts';
import { NO_ORDERS, type Orders } from '../domain/orders.ts';
import { judge } from './judge.ts';
import { remember } from './remember.ts';

const start = new Date('2026-01-15T00:00:00Z');
const hour = (n: number) => later(n * HOUR, start);
const minute = (n: number) => later(n * MINUTE, start);
const ID = 'INC-20260115-001';

interface Look {
  readonly down: boolean;
  /** Since when, by the API: minutes. */
  readonly since?: number;
  readonly orders?: Partial<Orders>;
}

/** A P0 on a clock of minutes. */
function p0() {
  const run = monitor([service('api')]);
  return (n: number, { down, since = n - 12, orders = {} }: Look) =>
    run({
      at: minute(n),
      objects: app('api', [down ? 'crash' : 'ok'], minute(since)),
      orders: { ...NO_ORDERS, ...orders },
    });
}

/** Down at 0, 10 and 20 minutes, each time for seconds, and well in between. */
function flapping() {
  const look = p0();
  const results = [0, 5, 10, 15, 20, 25].map((n) => look(n, { down: n % 10 === 0 }));
  return { look, results };
}

describe('what comes and goes', () => {
  it('is told over and new twice, and then stays open', () => {
    const { look, results } = flapping();
    expect(results.map(({ messages }) => messages.map(({ kind }) => kind).join())).toEqual([
      ...['incident', 'resolved', 'incident', 'resolved', 'incident', ''],
    ]);
    const blips = [30, 45, 60, 75, 90, 105].map((n) => look(n, { down: n % 30 === 0, since: n - 1 }).lines);
    expect(new Set(blips.flat())).toEqual(new Set(['SEV-1 001 hold unchanged #crit', 'SEV-1 001 hold better #crit']));
  });

  it('says so in its messages', () => {
    const { results } = flapping();
    expect(results[4]?.messages[0]?.text).toContain('Trend: flapping: 3 times down in the last 20 min');
  });

  it('is told at once when it is back and stays, as loud as the first time', () => {
    const { look } = flapping();
    for (const n of [30, 45]) look(n, { down: false });
    expect(look(60, { down: true, since: 59 }).lines).toEqual(['SEV-1 001 hold unchanged #crit']);
    const { lines, messages } = look(65, { down: true, since: 59 });
    expect(lines).toEqual(['SEV-1 001 notify reminder #crit']);
    expect(messages[0]?.text).toMatch(/^@here \[SEV-1\] BACK AGAIN: api is down/);
    expect(messages[0]?.text).toContain(
      'Was well: 2026-01-15 00:25 UTC until 2026-01-15 00:45 UTC, now it is down again',
    );
    expect([messages[0]?.thread, messages[0]?.broadcast]).toEqual([ID, true]);
    // Once for each time.
    for (const n of [70, 120, 240]) expect(look(n, { down: true, since: 59 }).messages).toEqual([]);
    const reminder = look(245, { down: true, since: 59 }).messages[0]?.text;
    expect(reminder).toMatch(/^\[SEV-1\] STILL OPEN: api is down/);
  });

  it('is told in the first cycle that sees it when it has been down for a quarter of an hour by then', () => {
    const { look } = flapping();
    look(30, { down: false });
    expect(look(60, { down: true, since: 46 }).lines).toEqual(['SEV-1 001 hold unchanged #crit']);
    look(75, { down: false });
    expect(look(105, { down: true, since: 90 }).lines).toEqual(['SEV-1 001 notify reminder #crit']);
  });

  it('is not the outage that somebody has acknowledged once it was well', () => {
    const { look } = flapping();
    const orders = { acks: [{ incidentId: ID, severity: 'SEV-1' as const, by: 'ana', at: minute(21) }] };
    for (let n = 30; n <= 180; n += 30) look(n, { down: false, orders });
    expect(look(185, { down: true, since: 184, orders }).lines).toEqual(['SEV-1 001 hold unchanged #crit']);
    const { lines, messages } = look(190, { down: true, since: 184, orders });
    expect([lines, messages[0]?.text.slice(0, 27)]).toEqual([
      ['SEV-1 001 notify reminder #crit'],
      '@here [SEV-1] BACK AGAIN: a',
    ]);
    const again = { acks: [{ incidentId: ID, severity: 'SEV-1' as const, by: 'ana', at: minute(191) }] };
    for (const n of [195, 400]) {
      expect(look(n, { down: true, since: 184, orders: again }).messages).toEqual([]);
    }
  });

  it('is not said to be well where it could not be read', () => {
    const run = monitor([service('api')]);
    for (const n of [0, 5, 10, 15, 20, 25])
      run({ at: minute(n), objects: app('api', [n % 10 === 0 ? 'crash' : 'ok'], minute(n - 12)) });
    const { incidents } = run({ at: minute(30), objects: null }).ledger;
    expect(incidents.find(({ id }) => id === ID)?.state).toBe('unknown');
  });

  it('says that it is well at the moment, and is down anew when it is back', () => {
    const { look, results } = flapping();
    const [well] = results[5]?.ledger.incidents ?? [];
    expect([well?.status, well?.state, well?.well]).toEqual([
      ...['open', 'ok', { since: minute(25), last: minute(25), back: null }],
    ]);
    const [unread] = look(30, { down: false }).ledger.incidents;
    expect(unread?.well).toEqual({ since: minute(25), last: minute(30), back: null });
    const [back] = look(40, { down: true, since: 39 }).ledger.incidents;
    expect([back?.state, back?.members[0]?.downSince, back?.reopenedAt]).toEqual(['down', minute(39), minute(40)]);
  });

  it('is over once it has been well for three hours, and is told so once', () => {
    const { look } = flapping();
    const calm = [80, 140, 199, 200, 260].map((n) => look(n, { down: false }));
    expect(calm.map(({ lines }) => lines)).toEqual([
      ['SEV-1 001 hold better #crit'],
      ['SEV-1 001 hold better #crit'],
      ['SEV-1 001 hold better #crit'],
      ['SEV-1 001 notify resolved #crit'],
      [],
    ]);
  });

  it('is over at once when a person says so', () => {
    const { look } = flapping();
    const resolves = [{ incidentId: ID, reason: 'mended', by: 'ana', at: minute(28) }];
    expect(look(30, { down: false, orders: { resolves } }).lines).toEqual(['SEV-1 001 notify resolved #crit']);
  });

  it('is not what fails every six hours: each end is told', () => {
    const run = monitor([service('api')]);
    const kinds = Array.from({ length: 24 }, (_, n) => {
      const objects = app('api', [n % 6 === 0 ? 'crash' : 'ok'], later(-20 * MINUTE, hour(n)));
      return run({ at: hour(n), objects }).messages.map(({ kind }) => kind);
    });
    expect(kinds.flat()).toEqual(Array.from({ length: 4 }, () => ['incident', 'resolved']).flat());
  });
});

it('cycles that cannot read the cluster leave what is known as it was', () => {
  const run = monitor([service('api')]);
  const down = run({ at: hour(0), objects: app('api', ['crash'], later(-20 * MINUTE, hour(0))) });
  const blind = run({ at: hour(1), objects: null });
  expect([down.ledger.recent, blind.ledger.recent]).toEqual([{ 'service:api': 'D' }, { 'service:api': 'D' }]);
});

it('of one cluster under two names a round leaves one letter, the last', () => {
  const parts = { ...partsOf([service('api')]), roundBegan: hour(1) };
  const look = (ledger: Ledger, at: Date, word: 'crash' | 'ok') => {
    const snapshot = snapshotOf(app('api', [word], later(-20 * MINUTE, at)), { now: at });
    return remember(ledger, judge(parts, ledger, { status: 'read', snapshot }, at), 'cycle');
  };
  const before = look(emptyLedger({ uid: 'a', name: 'a', version: 'v1' }), hour(0), 'crash');
  const first = look(before, later(MINUTE, hour(1)), 'ok');
  const second = look(first, later(2 * MINUTE, hour(1)), 'crash');
  expect([before, first, second].map(({ recent }) => recent['service:api'])).toEqual(['D', 'Do', 'DD']);
  expect(second.recentAt).toEqual([hour(0), later(2 * MINUTE, hour(1))]);
});
