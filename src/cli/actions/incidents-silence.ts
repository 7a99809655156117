import { randomBytes } from 'node:crypto';
import { inventoryFile, readInventory } from '../../config/inventory.ts';
import { addSilences } from '../../domain/change-orders.ts';
import type { Silence } from '../../domain/orders.ts';
import type { Service } from '../../domain/service.ts';
import { duration } from '../../domain/words.ts';
import type { RawSilenceFlags } from '../commands/incidents.ts';
import { author, parseEnd, typed } from '../order-flags.ts';
import { matchText } from '../silences-text.ts';
import { FROM_NEXT_CYCLE, faultsIn, giveOrder, type Order, type OrderScene } from './incidents-order.ts';
import { silenceEffect } from './incidents-silence-effect.ts';
import { silenceTarget } from './incidents-silence-target.ts';
import type { ClusterState } from './incidents-state.ts';

/** So that nobody fills the state with them. */
const MOST_SILENCES = 200;

/** `incidents silence`: nothing of it is told until an end, for a reason. */
export function silenceAction(which: string | undefined, flags: RawSilenceFlags): Promise<number> {
  return giveOrder(flags, (scene) => {
    const { services } = readInventory(inventoryFile(scene.values.SERVICES_FILE, process.cwd()));
    return silenceOrder(which, flags, scene, services, `S-${randomBytes(3).toString('hex')}`);
  });
}

export function silenceOrder(
  which: string | undefined,
  flags: RawSilenceFlags,
  scene: Pick<OrderScene, 'states' | 'now' | 'timeZone' | 'seen'>,
  services: readonly Service[],
  id: string,
): Order {
  const { states, now, timeZone } = scene;
  const target = silenceTarget(which, flags, states, services);
  const end = parseEnd(flags, now, timeZone);
  const reason = typed(flags.reason, '--reason');
  const by = author(flags.by);
  if ('fault' in target || 'fault' in end || 'fault' in reason || 'fault' in by) {
    return { faults: faultsIn(target, end, reason, by) };
  }
  const { state, matches } = target.value;
  const told = { until: end.value, reason: reason.value, by: by.value, at: now };
  const silences = matches.map((match): Silence => ({ id, match, ...told }));
  const running = state.orders.silences.filter(({ until }) => until > now);
  if (running.length + silences.length > MOST_SILENCES) {
    return {
      faults: [`${running.length} silences are running, and ${MOST_SILENCES} are the most: end one of them first`],
    };
  }
  return { state, change: addSilences(silences), lines: linesOf(state, silences, scene) };
}

function linesOf(state: ClusterState, silences: readonly Silence[], { now, seen }: Pick<OrderScene, 'now' | 'seen'>) {
  const [first] = silences;
  if (first === undefined) return [];
  const { id, until, by, reason } = first;
  const what = silences.map(({ match }) => matchText(match)).join(', ');
  const end = `${seen.clock(until.toISOString())}, for ${duration(until.getTime() - now.getTime())}`;
  return [
    `Silenced by ${by} until ${end}: ${what} (${reason})`,
    ...silenceEffect(state, silences, now),
    FROM_NEXT_CYCLE,
    `\`k8s-monitor incidents unsilence ${id}\` ends it sooner.`,
  ];
}
