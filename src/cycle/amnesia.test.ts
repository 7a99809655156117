// Ids that need no memory: the same for the same news in each cycle without one, and never the same for two messages.
import { expect, it } from 'vitest';
import { partsOf } from '../../tests/support/cycles.ts';
import { waitingEntry } from '../../tests/support/open-state.ts';
import { HOUR } from '../domain/duration.ts';
import { emptyLedger } from '../domain/ledger.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import { hasForgotten, lookedUp } from './amnesia.ts';
import { judge } from './judge.ts';

const CLUSTER = { uid: 'unknown', name: 'home', version: null };
const at = (hour: number) => new Date(Date.UTC(2026, 0, 15, hour));
const blind = (hour: number) =>
  judge(partsOf([]), emptyLedger(CLUSTER), { status: 'blind', cluster: CLUSTER, why: 'refused' }, at(hour));

/** A long message in three parts, about whatever that cycle found, under ids of that cycle. */
function parts(hour: number, kind: OutboxEntry['kind'], incidentIds: string[]): OutboxEntry[] {
  return [kind, 'details', 'details'].map((one, i) =>
    waitingEntry({ id: `${hour} ${i}`, kind: one === 'details' ? 'details' : kind, incidentIds }),
  );
}

it.each([
  ['that the cluster could not be read', 'incident' as const, (hour: number) => blind(hour).decided],
  ['anything else', 'digest' as const, () => []],
])('parts of one message, %s, have an id each, and the same in the next try', (_, kind, decidedAt) => {
  const ids = (id: string, hour: number) => {
    const incidentIds = decidedAt(hour).map(({ incident }) => incident.id);
    const all = parts(hour, kind, incidentIds).map((entry) => ({ ...entry, id: `${id} ${entry.id}` }));
    return lookedUp(all, [], blind(hour), CLUSTER).map((entry) => entry.id);
  };
  expect(new Set(ids('a', 10)).size).toBe(3);
  expect(ids('b', 10)).toEqual(ids('a', 10));
});

it('what was stored keeps its id', () => {
  const [stored, fresh] = [waitingEntry({ id: 'stored' }), waitingEntry({ id: 'fresh' })];
  const ids = lookedUp([stored, fresh], [stored], blind(10), CLUSTER).map(({ id }) => id);
  expect([ids[0], ids[1] === 'fresh']).toEqual(['stored', false]);
});

it('a slot that left nothing may have told something', () => {
  const after = (hour: number) =>
    hasForgotten({ lastCycle: { id: 'c', at: at(hour) } }, 12 + at(0).getTime() / HOUR, HOUR);
  expect([12, 11, 10].map(after)).toEqual([false, false, true]);
  expect(hasForgotten({ lastCycle: null }, 0, HOUR)).toBe(true);
});
