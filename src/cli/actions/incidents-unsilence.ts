import { endSilence } from '../../domain/change-orders.ts';
import type { RawOrderFlags } from '../commands/incidents.ts';
import { listed } from '../report/words.ts';
import { matchText } from '../silences-text.ts';
import { FROM_NEXT_CYCLE, giveOrder, type Order, type OrderScene } from './incidents-order.ts';

const MOST_NAMED = 8;

/** `incidents unsilence`: what was silenced under an id is told again. */
export function unsilenceAction(which: string, flags: RawOrderFlags): Promise<number> {
  return giveOrder(flags, (scene) => unsilenceOrder(which, scene));
}

export function unsilenceOrder(which: string, { states, now }: Pick<OrderScene, 'states' | 'now'>): Order {
  const running = states.flatMap((state) =>
    state.orders.silences.filter(({ until }) => until > now).map((silence) => ({ state, silence })),
  );
  const wanted = which.trim().toLowerCase();
  const ended = running.filter(({ silence }) => silence.id.toLowerCase() === wanted);
  const [first] = ended;
  if (first === undefined) {
    const ids = [...new Set(running.map(({ silence }) => silence.id))];
    const known = ids.length === 0 ? 'none is running' : `running: ${listed(ids, MOST_NAMED)}`;
    return { faults: [`no silence is called "${which}"; ${known} (k8s-monitor incidents list --silences)`] };
  }
  const { state, silence } = first;
  const what = ended.map((each) => matchText(each.silence.match)).join(', ');
  return {
    state,
    change: endSilence(silence.id),
    lines: [`Ended: ${silence.id}, ${what} (${silence.by}: ${silence.reason})`, FROM_NEXT_CYCLE],
  };
}
