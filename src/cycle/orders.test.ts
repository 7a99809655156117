// What people ordered counts for the outage they ordered it about, and for no other one.
import { describe, expect, it } from 'vitest';
import { monitor } from '../../tests/support/cycles.ts';
import { app } from '../../tests/support/cycles-objects.ts';
import { service } from '../../tests/support/service.ts';
import { later } from '../../tests/support/trouble.ts';
import { MINUTE } from '../domain/duration.ts';
import { NO_ORDERS, type Orders } from '../domain/orders.ts';

const ID = 'INC-20260115-001';
const by = { incidentId: ID, by: 'ana' };
// A Thursday.
const at = (hour: number, minute = 0) => new Date(Date.UTC(2026, 0, 15, hour, minute));
const down = app('api', ['crash'], later(-10 * MINUTE, at(9)));
/** Well, and restarted a moment ago. */
const fresh = (hour: number) => app('api', ['ok'], later(-MINUTE, at(hour)), { restarts: 2 });
const well = app('api', ['ok'], at(1));
const resolved = (hour: number, minute: number): Orders => ({
  ...NO_ORDERS,
  resolves: [{ ...by, reason: 'took it out', at: at(hour, minute) }],
});

describe('a person says that it is over', () => {
  const orders = resolved(10, 5);
  const open = () => {
    const run = monitor([service('api')]);
    for (const hour of [9, 10]) run({ at: at(hour), objects: down });
    return run;
  };

  it('and it is not seen again: the next cycle ends it, though it was well for no time yet', () => {
    expect(open()({ at: at(11), objects: fresh(11), orders }).lines).toEqual(['SEV-1 001 notify resolved #crit']);
  });

  it('and it is seen after that: the word is spent', () => {
    const run = open();
    expect(run({ at: at(11), objects: down, orders }).lines).toEqual(['SEV-1 001 hold unchanged #crit']);
    expect(run({ at: at(12), objects: fresh(12), orders }).lines).toEqual(['SEV-1 001 hold better #crit']);
  });

  it('nothing ends that could not be read', () => {
    const run = open();
    const blind = run({ at: at(11), objects: null, orders });
    expect(blind.lines).toContain('SEV-1 001 hold unchanged #crit');
    const hidden = { objects: well.slice(0, 1), coverage: { Pod: 'partial' }, orders } as const;
    expect(run({ at: at(11, 30), ...hidden }).lines).toContain('SEV-1 001 hold unchanged #crit');
    expect(run({ at: at(12), objects: fresh(12), orders }).lines).toContain('SEV-1 001 notify resolved #crit');
  });
});

it('an ack that came when it was over already holds back no outage after it', () => {
  const run = monitor([service('api')]);
  run({ at: at(9), objects: down });
  run({ at: at(10), objects: well });
  const orders: Orders = { ...NO_ORDERS, acks: [{ ...by, severity: 'SEV-1', at: later(10_000, at(10)) }] };
  expect(run({ at: at(11), objects: down, orders }).lines).toEqual(['SEV-1 001 notify new #crit']);
  expect(run({ at: at(14), objects: down, orders }).lines).toEqual(['SEV-1 001 notify reminder #crit']);
});

it('an ack of an incident that a lost ledger took along says nothing of another one with its id', () => {
  const run = monitor([service('api')]);
  const orders: Orders = { ...NO_ORDERS, acks: [{ ...by, severity: 'SEV-1', at: at(8) }] };
  expect(run({ at: at(9), objects: down, orders }).lines).toEqual(['SEV-1 001 notify new #crit']);
});
