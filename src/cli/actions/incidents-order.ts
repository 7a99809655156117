import { prune } from '../../domain/muted.ts';
import type { Orders } from '../../domain/orders.ts';
import { systemClock } from '../../platform/clock.ts';
import { CONFIGURATION } from '../exit-codes.ts';
import type { Parsed } from '../order-flags.ts';
import { hang, pen } from '../report/layout.ts';
import { type Lens, lens } from '../report/time.ts';
import { outputStyle, print, warn } from '../terminal.ts';
import { type ClusterState, type StateFlags, type StateInUse, withState } from './incidents-state.ts';

/** What an order is made from. */
export interface OrderScene extends Pick<StateInUse, 'states' | 'values'> {
  readonly now: Date;
  readonly timeZone: string;
  readonly seen: Lens;
}

/** What is ordered, and what that means, for whoever ordered it; or what is wrong with it. */
export type Order =
  | { readonly faults: readonly string[] }
  | {
      readonly state: ClusterState;
      /** Null: there is nothing to write down. */
      readonly change: ((orders: Orders) => Orders) | null;
      readonly lines: readonly string[];
    };

/** Whoever orders has seen what the last cycle saw, also where the clock here is behind that of the cluster. */
export function orderedAt(now: Date, { lastSeenAt }: { readonly lastSeenAt: Date }): Date {
  return now < lastSeenAt ? lastSeenAt : now;
}

/** A running cycle has read the orders at its start. */
export const FROM_NEXT_CYCLE = 'It counts from the next cycle on; `k8s-monitor run --once` runs one now.';

/** Finds out what is ordered, writes it down, and says what happens now. */
export function giveOrder(flags: StateFlags, decide: (scene: OrderScene) => Order): Promise<number> {
  return withState(flags, async ({ store, states, values }) => {
    const now = systemClock.now();
    const style = outputStyle();
    const { timeZone } = style;
    const order = decide({ states, values, now, timeZone, seen: lens(now, timeZone) });
    if ('faults' in order) {
      warn(order.faults);
      return CONFIGURATION;
    }
    const { change, state } = order;
    const { cluster, incidents } = state.ledger;
    if (change !== null) await store.order(cluster.uid, (orders) => change(prune(orders, now, incidents)));
    const p = pen(style.width, style.color);
    await print(`${order.lines.flatMap((line) => hang(p, '', line)).join('\n')}\n`);
    return 0;
  });
}

/** All that is wrong with what was typed. */
export function faultsIn(...parsed: readonly Parsed<unknown>[]): readonly string[] {
  return parsed.flatMap((each) => ('fault' in each ? [each.fault] : []));
}
