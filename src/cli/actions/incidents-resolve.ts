import { addResolve } from '../../domain/change-orders.ts';
import type { RawReasonFlags } from '../commands/incidents.ts';
import { author, typed } from '../order-flags.ts';
import { findIncident } from './incidents-find.ts';
import { faultsIn, giveOrder, type Order, type OrderScene, orderedAt } from './incidents-order.ts';

/** `incidents resolve`: a person says that it is over; a cycle that still sees it knows better. */
export function resolveAction(which: string, flags: RawReasonFlags): Promise<number> {
  return giveOrder(flags, (scene) => resolveOrder(which, flags, scene));
}

export function resolveOrder(which: string, flags: Pick<RawReasonFlags, 'by' | 'reason'>, scene: OrderScene): Order {
  const found = findIncident(scene.states, which);
  const reason = typed(flags.reason, '--reason');
  const by = author(flags.by);
  if ('fault' in found || 'fault' in reason || 'fault' in by) return { faults: faultsIn(found, reason, by) };
  const { state, incident } = found.value;
  const { id, severity, title, resolvedAt } = incident;
  if (resolvedAt !== null) {
    return { faults: [`${id} is over already, since ${scene.seen.clock(resolvedAt.toISOString())}`] };
  }
  return {
    state,
    change: addResolve({ incidentId: id, reason: reason.value, by: by.value, at: orderedAt(scene.now, incident) }),
    lines: [
      `Over, says ${by.value}: ${id} ${severity}, ${title}`,
      `The next cycle ends it, unless it still sees it; \`k8s-monitor run --once\` runs one now.`,
    ],
  };
}
