import { emptyLedger } from '../domain/ledger.ts';
import { NO_ORDERS } from '../domain/orders.ts';
import type { StateStore } from './state-store.ts';
import { UNLOCKED } from './unlocked.ts';

const NOTHING = 'nothing is kept without a state folder: name one with --state or STATE_DIR';

/** For a replay without state: every cycle is the first one, and leaves no trace. */
export function noState(): StateStore {
  return {
    place: 'nowhere',
    open: async (cluster) => ({
      status: 'open',
      session: {
        ledger: emptyLedger({ ...cluster }),
        orders: NO_ORDERS,
        writable: false,
        warning: null,
        ...UNLOCKED,
      },
    }),
    look: async () => ({ states: [], damaged: [] }),
    order: async () => {
      throw new Error(NOTHING);
    },
    writeRecord: async () => {},
    listRecords: async () => ({ cycles: [], damaged: [], total: 0 }),
    readRecord: async () => ({ problem: NOTHING }),
    readTranscripts: async () => ({ transcripts: [] }),
  };
}
