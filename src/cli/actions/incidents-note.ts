import { addNote } from '../../domain/change-orders.ts';
import type { RawOrderFlags } from '../commands/incidents.ts';
import { author, typed } from '../order-flags.ts';
import { findIncident } from './incidents-find.ts';
import { faultsIn, giveOrder, type Order, type OrderScene } from './incidents-order.ts';

/** So that nobody fills the state with notes. */
const MOST_NOTES = 50;

/** `incidents note`: what people found out, kept with the incident. */
export function noteAction(which: string, words: readonly string[], flags: RawOrderFlags): Promise<number> {
  return giveOrder(flags, (scene) => noteOrder(which, words, flags, scene));
}

export function noteOrder(
  which: string,
  words: readonly string[],
  flags: Pick<RawOrderFlags, 'by'>,
  { states, now }: OrderScene,
): Order {
  const found = findIncident(states, which);
  const text = typed(words.join(' '), 'a note');
  const by = author(flags.by);
  if ('fault' in found || 'fault' in text || 'fault' in by) return { faults: faultsIn(found, text, by) };
  const { state, incident } = found.value;
  const before = state.orders.notes.filter(({ incidentId }) => incidentId === incident.id).length;
  if (before >= MOST_NOTES) {
    return {
      faults: [`${incident.id} has ${before} notes already, and no more are kept: write where you keep reports`],
    };
  }
  return {
    state,
    change: addNote({ incidentId: incident.id, text: text.value, by: by.value, at: now }),
    lines: [
      `Noted by ${by.value} on ${incident.id}: ${text.value}`,
      `\`k8s-monitor incidents show ${incident.id}\` shows it; nobody is told.`,
    ],
  };
}
