import { addRetries } from '../../domain/change-orders.ts';
import { destinationName } from '../../domain/destination.ts';
import type { OutboxEntry } from '../../domain/outbox.ts';
import type { RawRetryFlags } from '../commands/outbox.ts';
import type { Parsed } from '../order-flags.ts';
import { inOrder, shortId } from '../outbox-text.ts';
import { count, listed } from '../report/words.ts';
import { onlyState } from './incidents-find.ts';
import { faultsIn, giveOrder, type Order, type OrderScene } from './incidents-order.ts';
import type { ClusterState } from './incidents-state.ts';

const MOST_NAMED = 8;

/** `outbox retry`: what was refused, or waits, is tried by the next cycle. */
export function retryAction(which: string | undefined, flags: RawRetryFlags): Promise<number> {
  return giveOrder(flags, (scene) => retryOrder(which, flags, scene));
}

export function retryOrder(
  which: string | undefined,
  { all = false }: { readonly all?: true | false },
  { states, now }: Pick<OrderScene, 'states' | 'now'>,
): Order {
  if ((which === undefined) === !all) return { faults: ['say which message is tried again: its id, or --all'] };
  const found = which === undefined ? allOf(states) : oneOf(which, states);
  if ('fault' in found) return { faults: faultsIn(found) };
  const { state, entries } = found.value;
  const ids = entries.map(({ id }) => id);
  if (ids.length === 0) return { state, change: null, lines: ['Nothing to try again: every message has arrived.'] };
  return {
    state,
    change: addRetries(ids, now),
    lines: [
      `Tried again by the next cycle: ${listed(entries.map(nameOf), MOST_NAMED)}`,
      '`k8s-monitor run --once` runs one now. What was refused needs its mend first: `k8s-monitor outbox list` names it.',
    ],
  };
}

interface Found {
  readonly state: ClusterState;
  readonly entries: readonly OutboxEntry[];
}

function allOf(states: readonly ClusterState[]): Parsed<Found> {
  const state = onlyState(states);
  return 'fault' in state ? state : { value: { state: state.value, entries: inOrder(state.value.ledger.outbox) } };
}

/** By the beginning of its id, as it is listed. */
function oneOf(which: string, states: readonly ClusterState[]): Parsed<Found> {
  const wanted = which.trim().toLowerCase();
  const all = states.flatMap((state) => state.ledger.outbox.map((entry) => ({ state, entry })));
  const found = all.filter(({ entry }) => wanted !== '' && entry.id.toLowerCase().startsWith(wanted));
  const [first] = found;
  if (first === undefined) {
    const names = all.map(({ entry }) => shortId(entry.id));
    const known = all.length === 0 ? 'every message has arrived' : `there are ${listed(names, MOST_NAMED)}`;
    return { fault: `no message is called "${which}"; ${known}` };
  }
  if (found.length === 1) return { value: { state: first.state, entries: [first.entry] } };
  return { fault: `"${which}" is the beginning of ${count(found.length, 'message')}: write more of it` };
}

function nameOf({ id, kind, to }: OutboxEntry): string {
  return `${shortId(id)} (${kind} to ${destinationName(to)})`;
}
