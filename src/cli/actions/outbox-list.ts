import { systemClock } from '../../platform/clock.ts';
import type { RawOutboxFlags } from '../commands/outbox.ts';
import { CONFIGURATION } from '../exit-codes.ts';
import { inOrder, outboxText } from '../outbox-text.ts';
import { harmlessJson } from '../report/clean.ts';
import { outputFault } from '../run-flags.ts';
import { outputStyle, print, warn } from '../terminal.ts';
import { nothingYet } from './incidents-list.ts';
import { withState } from './incidents-state.ts';

/** `outbox list`: messages that were decided and have not arrived. */
export async function listAction(flags: RawOutboxFlags): Promise<number> {
  const wrong = outputFault(flags.output);
  if (wrong.length > 0) {
    warn(wrong);
    return CONFIGURATION;
  }
  return withState(flags, async ({ states, store }) => {
    if (flags.output === 'json') {
      const clusters = states.map(({ ledger, orders }) => {
        const { cluster, lastCycle, outbox, pauses } = ledger;
        return { cluster, lastCycle, pauses, entries: inOrder(outbox), retries: orders.retries };
      });
      await print(`${harmlessJson(clusters)}\n`);
    } else {
      await print(states.length === 0 ? nothingYet(store.place) : outboxText(states, systemClock.now(), outputStyle()));
    }
    return 0;
  });
}
