import type { Order, OrderScene } from '../../src/cli/actions/incidents-order.ts';
import { lens } from '../../src/cli/report/time.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Orders } from '../../src/domain/orders.ts';
import { LOOKED, type stateWith } from './open-state.ts';

type State = ReturnType<typeof stateWith>;

/** What a command that orders something is given. */
export function sceneOf(...states: readonly State[]): OrderScene {
  const loaded = loadConfig({ flags: {}, env: {}, cwd: import.meta.dirname });
  if (!loaded.ok) throw new Error('the defaults are faulty');
  return { states, values: loaded.values, now: LOOKED, timeZone: 'UTC', seen: lens(LOOKED, 'UTC') };
}

export function faultsOf(order: Order): readonly string[] {
  return 'faults' in order ? order.faults : [];
}

/** What is ordered, and what is said about it. */
export function given(order: Order): { readonly orders: Orders; readonly text: string } {
  if ('faults' in order) throw new Error(order.faults.join('\n'));
  return { orders: order.change?.(order.state.orders) ?? order.state.orders, text: order.lines.join('\n') };
}
