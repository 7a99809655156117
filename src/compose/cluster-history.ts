import type { ClusterAccess } from '../collect/cluster-access.ts';
import { clusterHistory } from '../correlate/cluster/changes.ts';
import type { ClusterRead } from '../correlate/cluster/read.ts';
import type { ClusterHistory } from '../correlate/cluster-history.ts';
import type { Snapshot } from '../kinds/snapshot.ts';
import { ReadError } from '../platform/errors.ts';
import type { Source } from './reading.ts';

/** What the cluster tells of changes, asked where the cycle read: the link of a live cluster, or the recording. */
export function historyOf({ access }: Pick<Source, 'access'>): (snapshot: Snapshot) => ClusterHistory {
  const read = readOf(access);
  return (snapshot) => clusterHistory({ snapshot, read });
}

function readOf(access: ClusterAccess): ClusterRead {
  return {
    list: (kind, namespace, labelSelector, signal) => access.list({ kind, namespace, labelSelector }, signal),
    configWrites: async (namespace, signal) => {
      signal.throwIfAborted();
      if (access.changedAt === undefined) throw new ReadError('error', 'not in the recording');
      return access.changedAt(namespace, signal);
    },
  };
}
