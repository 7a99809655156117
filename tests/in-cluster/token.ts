import { type Cluster, kubectl } from '../e2e/cluster.ts';

/** A token of a ServiceAccount, good for an hour. */
export async function tokenOf(cluster: Cluster, namespace: string, account: string): Promise<string> {
  return (await kubectl(cluster, 'create', 'token', account, '-n', namespace)).trim();
}
