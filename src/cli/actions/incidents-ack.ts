import { addAck, addNote } from '../../domain/change-orders.ts';
import { silencedUntil } from '../../domain/muted.ts';
import type { RawAckFlags } from '../commands/incidents.ts';
import { author, typed } from '../order-flags.ts';
import { findIncident } from './incidents-find.ts';
import { FROM_NEXT_CYCLE, faultsIn, giveOrder, type Order, type OrderScene, orderedAt } from './incidents-order.ts';

/** `incidents ack`: somebody works on it; reminders end until it gets worse. */
export function ackAction(which: string, flags: RawAckFlags): Promise<number> {
  return giveOrder(flags, (scene) => ackOrder(which, flags, scene));
}

export function ackOrder(which: string, flags: Pick<RawAckFlags, 'by' | 'note'>, scene: OrderScene): Order {
  const { states, now, seen } = scene;
  const found = findIncident(states, which);
  const by = author(flags.by);
  const note = typed(flags.note ?? 'none', '--note');
  if ('fault' in found || 'fault' in by || 'fault' in note) return { faults: faultsIn(found, by, note) };
  const { state, incident } = found.value;
  const { id, severity, title, resolvedAt } = incident;
  if (resolvedAt !== null) {
    return { faults: [`${id} is over since ${seen.clock(resolvedAt.toISOString())}: there is nothing to acknowledge`] };
  }
  const who = { incidentId: id, by: by.value, at: orderedAt(now, incident) };
  const ack = addAck({ ...who, severity });
  const noted = flags.note === undefined ? null : addNote({ ...who, text: note.value });
  const before = state.orders.acks.find(({ incidentId }) => incidentId === id);
  const worse = severity === 'SEV-1' ? '' : 'gets worse, ';
  const silenced = silencedUntil({ ...incident, fingerprints: [] }, state.orders.silences, now) !== null;
  return {
    state,
    change: (orders) => ack(noted === null ? orders : noted(orders)),
    lines: [
      `Acknowledged by ${by.value}: ${id} ${severity}, ${title}`,
      ...(before === undefined ? [] : [`It takes the place of the ack of ${before.by}.`]),
      `Nobody is reminded of it any more, until it ${worse}hits another service or is over.`,
      ...(silenced ? ['It is silenced as well: of that nothing is told at all.'] : []),
      FROM_NEXT_CYCLE,
    ],
  };
}
