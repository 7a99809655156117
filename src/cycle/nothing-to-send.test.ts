// A cycle that has nothing to send with: what is owed stays owed; where nobody is to be told, nothing piles up.
import { expect, it } from 'vitest';
import { partsOf } from '../../tests/support/cycles.ts';
import { app } from '../../tests/support/cycles-objects.ts';
import { entryOf } from '../../tests/support/outbox.ts';
import { scriptedSink, trouble } from '../../tests/support/scripted-sink.ts';
import { service } from '../../tests/support/service.ts';
import { snapshotOf } from '../../tests/support/view.ts';
import { emptyLedger, type Ledger } from '../domain/ledger.ts';
import { NO_ORDERS, type Orders } from '../domain/orders.ts';
import { fixedClock } from '../platform/clock.ts';
import { noState } from '../record/no-state.ts';
import type { Parts } from './parts.ts';
import { runCycle } from './run-cycle.ts';

// Of a Thursday.
const at = (hour: number) => new Date(Date.UTC(2026, 0, 15, hour));
const SINCE = new Date('2026-01-15T09:50:00Z');
const DOWN = trouble('connection refused');

/** A monitor whose state lasts; `sending` of each cycle says what there is to send with. */
function monitor(before: Partial<Ledger> = {}) {
  let ledger: Ledger = { ...emptyLedger({ uid: 'test-cluster', name: 'test', version: null }), ...before };
  let orders: Orders = NO_ORDERS;
  const kept: Ledger[] = [];
  const state: Parts['state'] = {
    ...noState(),
    order: async (_, change) => {
      orders = change(orders);
    },
    open: async () => ({
      status: 'open',
      session: {
        ...{ ledger, orders, writable: true, warning: null, unfinished: null },
        at: async () => {},
        held: async () => true,
        save: async (next) => {
          ledger = next;
          kept.push(next);
        },
        release: async () => {},
      },
    }),
  };
  const cycle = async (hour: number, sending: Partial<Parts['sending']>, what: 'crash' | 'ok' = 'crash') => {
    const usual = partsOf([service('api')]);
    const objects = app('api', [what], SINCE);
    const ended = await runCycle({
      ...usual,
      clock: fixedClock(at(hour)),
      read: async () => ({ status: 'read', snapshot: snapshotOf(objects, { now: at(hour) }) }),
      state,
      // No time for a second try: this clock stands still.
      sending: { ...usual.sending, messageDeadlineMs: 200, ...sending },
    });
    if (ended.status === 'skipped') throw new Error('nobody else is at work');
    return ended.report.messages.map(({ text, delivery }) => `${delivery.status} ${text.split('\n')[0]}`);
  };
  const ask = (entryId: string) => {
    orders = { ...orders, retries: [{ entryId, at: at(9) }] };
  };
  return { cycle, ask, kept, ledger: () => ledger, orders: () => orders };
}

const slack = (answer?: () => typeof DOWN) =>
  scriptedSink('slack', { clock: fixedClock(at(10)), ...(answer === undefined ? {} : { answer }) });
const through = (sink: ReturnType<typeof slack>) => ({ sinks: new Map([['slack', sink]]), wanted: true });

it('what waits is kept when the token is missing, is said to be not sent, and arrives once it is back', async () => {
  const { cycle, ledger } = monitor();
  await cycle(10, through(slack(() => DOWN)));
  expect(ledger().outbox).toHaveLength(1);
  const told = await cycle(11, { sinks: null });
  expect(told.filter((line) => !line.startsWith('queued'))).toEqual([]);
  expect(told.join('\n')).toContain('messages cannot be sent');
  expect(ledger().outbox.map(({ to, lastError }) => [to, lastError !== null])).toEqual([
    ['slack:#crit', true],
    ['slack:#std', true],
  ]);
  const back = slack();
  await cycle(12, through(back));
  expect(back.accepted.filter(({ to }) => to === 'slack:#crit').map(({ severity }) => severity)).toEqual(['SEV-1']);
  expect(ledger().outbox).toEqual([]);
});

it('what begins and ends while there is nothing to send with is told as well', async () => {
  const { cycle } = monitor();
  // A file that can't be used may have named somebody.
  await cycle(10, { sinks: null, wanted: true });
  await cycle(11, { sinks: null, wanted: true }, 'ok');
  const back = slack();
  await cycle(12, through(back), 'ok');
  expect(back.accepted.map(({ text }) => text).join('\n')).toContain('found 10:00 UTC, over 11:00 UTC');
});

it('where nobody is to be told, news is shown once, nothing waits, and nobody is nagged', async () => {
  const { cycle, kept, ledger } = monitor();
  expect(await cycle(10, { sinks: null })).toEqual([expect.stringMatching(/^not-sent @here \[SEV-1\]/)]);
  expect(await cycle(11, { sinks: null })).toEqual([]);
  expect(kept.every(({ outbox }) => outbox.length === 0)).toBe(true);
  expect(ledger().incidents).toMatchObject([{ told: { as: 'shown' } }]);
});

it('what was only shown is news for the first sink there is', async () => {
  const { cycle, ledger } = monitor();
  await cycle(10, { sinks: null });
  const first = slack();
  await cycle(11, through(first));
  expect(first.accepted.map(({ kind, to }) => `${kind} ${to}`)).toEqual(['incident slack:#crit']);
  expect(ledger().incidents).toMatchObject([{ told: { as: 'owed' } }]);
});

it('an order to try again counts for one try', async () => {
  const stuck = entryOf({ id: 'stuck', to: 'slack:#std', incidentIds: ['INC-9'], refused: true, attempts: 3 });
  const { cycle, ask, orders } = monitor({ outbox: [stuck] });
  ask('stuck');
  await cycle(10, { sinks: null }, 'ok');
  expect(orders().retries).toHaveLength(1);
  await cycle(11, through(slack(() => DOWN)), 'ok');
  expect(orders().retries).toEqual([]);
});
