import { listCycles, readCycle, writeCycle } from './cycle-log.ts';
import { clusterFolder } from './folder-home.ts';
import { look } from './folder-look.ts';
import { openFolder } from './folder-open.ts';
import type { FolderOptions } from './folder-options.ts';
import { changeOrders } from './folder-orders.ts';
import type { StateStore } from './state-store.ts';
import { readTranscripts, writeTranscripts } from './transcripts.ts';

/**
 * State in a folder. Of each cluster, in `clusters/<uid>/`: generations of its ledger (`ledger-000124.json`, three stay), of what people
 * ordered (`orders-000007.json`) and of its lease (`lock-000005.json`). Records and transcripts of all in `cycles/`.
 */
export function folderStore(state: string, options: FolderOptions): StateStore {
  return {
    place: state,
    open: (cluster, run, dry) => openFolder({ state, cluster, run, dry }, options),
    look: () => look(state),
    order: (uid, change) => changeOrders(clusterFolder(state, uid), change, options.link),
    writeRecord: async (report, transcripts) => {
      // The record goes last: who finds it finds all that belongs to it.
      await writeTranscripts(state, report.cycle.id, transcripts);
      await writeCycle(state, report);
    },
    listRecords: (limit) => listCycles(state, limit),
    readRecord: (which) => readCycle(state, which),
    readTranscripts: (cycleId) => readTranscripts(state, cycleId),
  };
}
