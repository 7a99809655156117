import { expect, it } from 'vitest';
import { addAck, addNote, addResolve, addRetries, addSilences, endSilence } from './change-orders.ts';
import { NO_ORDERS } from './orders.ts';

const NOW = new Date('2026-11-21T03:00:00Z');
const LATER = new Date('2026-11-21T07:00:00Z');
const by = { by: 'ana', at: NOW };
const move = { id: 'S-1', match: { service: 'mysql' }, until: LATER, reason: 'a move', ...by };

it('a silence ends at once, all parts of it', () => {
  const other = { ...move, id: 'S-2' };
  const parts = [move, { ...move, match: { fingerprint: 'service:vault' } }, other];
  const ended = endSilence('S-1')(addSilences(parts)(NO_ORDERS));
  expect(ended.silences).toEqual([other]);
  expect(endSilence('S-1')(ended)).toEqual(ended);
});

it('the last ack and the last resolve of an incident count, and all notes', () => {
  const ack = { incidentId: 'INC-1', severity: 'SEV-2', ...by } as const;
  const again = { ...ack, by: 'ben' };
  expect(addAck(again)(addAck(ack)(NO_ORDERS)).acks).toEqual([again]);
  const resolve = { incidentId: 'INC-1', reason: 'mended', ...by };
  const other = { ...resolve, incidentId: 'INC-2' };
  expect(addResolve(resolve)(addResolve(other)(addResolve(resolve)(NO_ORDERS))).resolves).toEqual([other, resolve]);
  const note = { incidentId: 'INC-1', text: 'the disk is full', ...by };
  expect(addNote(note)(addNote(note)(NO_ORDERS)).notes).toEqual([note, note]);
});

it('a retry is asked for once', () => {
  const first = addRetries(['a', 'b'], NOW)(NO_ORDERS);
  expect(addRetries(['b'], LATER)(first).retries).toEqual([
    { entryId: 'a', at: NOW },
    { entryId: 'b', at: LATER },
  ]);
});
