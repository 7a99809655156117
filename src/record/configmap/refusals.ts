import { LEDGER_VERSION } from '../../domain/ledger.ts';
import { UNKNOWN } from '../folder-home.ts';
import { HEAD_VERSION } from './head.ts';
import type { StoredLedger } from './load-ledger.ts';

/** Why nothing may be written over it: a newer program wrote it. */
export function tooNew(namespace: string, { map, head }: StoredLedger, version: number): string {
  // Without a head it is the head that nobody here can read.
  const known = head === null ? HEAD_VERSION : LEDGER_VERSION;
  return `the ledger in the ConfigMap ${namespace}/${map.name} was written by a newer version (schema ${version}, this one knows ${known}): it is left alone, and this cycle remembers nothing; update k8s-monitor`;
}

/** Why nothing may be written over it: it is the state of another cluster. Null when it is ours, or nobody knows. */
export function otherCluster(namespace: string, { map, head, ledger }: StoredLedger, uid: string): string | null {
  const known = ledger?.cluster ?? head?.cluster ?? { uid: UNKNOWN, name: '' };
  if (known.uid === uid || known.uid === UNKNOWN || uid === UNKNOWN) return null;
  return `the ConfigMap ${namespace}/${map.name} holds the state of another cluster (${known.name}, ${known.uid}): it is left alone, and this cycle remembers nothing; give each cluster a state of its own with --state or STATE_DIR`;
}
