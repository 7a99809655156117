import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ClusterInfo } from '../domain/cluster.ts';
import type { Ledger } from '../domain/ledger.ts';
import { codeOf } from '../platform/errors.ts';
import { loadLedger, type StoredLedger } from './folder-ledger.ts';

/** What a cluster is called whose kube-system could not be read. */
export const UNKNOWN = 'unknown';

/** The folder of a cluster, and what it goes on with. */
export interface Home {
  readonly folder: string;
  readonly stored: StoredLedger;
  /** What is stored, or what was kept while the cluster had no uid; null: nothing. */
  readonly ledger: Ledger | null;
  /** The folder that this ledger was kept in while the cluster had no uid; null: it is this one. */
  readonly adopted: string | null;
}

/**
 * A cluster that could not be read has no uid, only the name and the server it was asked for: its last ledger is continued, so that a second blind
 * slot is known to be the second. Once it can be read, what was kept under no uid goes on under its own. Throws the file system's error.
 */
export async function homeOf(state: string, cluster: ClusterInfo): Promise<Home> {
  const folder = cluster.uid === UNKNOWN ? await lastFolder(state, cluster) : clusterFolder(state, cluster.uid);
  const stored = await loadLedger(folder);
  // Where there was a ledger once, what was kept without a uid is older than that, however damaged it is.
  const isNew = stored.highest === 0 && stored.ledger === null && stored.newer === null && stored.damaged.length === 0;
  const adopted = isNew && cluster.uid !== UNKNOWN ? await withoutUid(state, cluster) : null;
  const ledger = stored.ledger ?? adopted?.ledger ?? null;
  const known = ledger === null ? null : forCluster(ledger, cluster);
  return { folder, stored, ledger: known, adopted: adopted?.folder ?? null };
}

export function clusterFolder(state: string, uid: string): string {
  return join(state, 'clusters', folderName(uid));
}

/** The folders of all clusters; none before the first cycle. Throws the file system's error. */
export async function clusterFolders(state: string): Promise<readonly string[]> {
  const folder = join(state, 'clusters');
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => !entry.isFile()).map(({ name }) => join(folder, name));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** What this cycle knows of the cluster, and what only earlier ones could learn. */
export function forCluster(ledger: Ledger, { uid, name, version, server }: ClusterInfo): Ledger {
  const known = ledger.cluster;
  // An address that nobody answered at says nothing of where the cluster is.
  const where = uid === UNKNOWN ? (known.server ?? server) : (server ?? known.server);
  const cluster = { uid: uid === UNKNOWN ? known.uid : uid, name, version: version ?? known.version };
  return { ...ledger, cluster: where === undefined ? cluster : { ...cluster, server: where } };
}

/** Every k3s calls its context `default`: where both servers are known, they count too. */
export function isSameName(a: Pick<ClusterInfo, 'name' | 'server'>, b: Pick<ClusterInfo, 'name' | 'server'>): boolean {
  return a.name === b.name && (a.server === undefined || b.server === undefined || a.server === b.server);
}

export function lastCycle(ledger: Ledger): number {
  return ledger.lastCycle?.at.getTime() ?? 0;
}

async function lastFolder(state: string, cluster: ClusterInfo): Promise<string> {
  const { name } = cluster;
  const found = (await Promise.all((await clusterFolders(state)).map((folder) => namedIn(folder, { name })))).flat();
  const same = found.filter(({ ledger }) => isSameName(ledger.cluster, cluster));
  const [last] = same.sort((a, b) => lastCycle(b.ledger) - lastCycle(a.ledger));
  if (last !== undefined) return last.folder;
  // Its address may have changed while it was down: the only cluster of this name that was ever read is rather it than another one.
  const [only, ...others] = found.filter(({ folder }) => !isBlindFolder(folder));
  if (only !== undefined && others.length === 0) return only.folder;
  const usual = clusterFolder(state, UNKNOWN);
  const { server } = cluster;
  const other = server === undefined ? null : (await loadLedger(usual).catch(() => null))?.ledger;
  return other ? clusterFolder(state, `${UNKNOWN}-${server}`) : usual;
}

/** It holds what was kept of a cluster without a uid. */
export function isBlindFolder(folder: string): boolean {
  const name = basename(folder);
  return name === UNKNOWN || name.startsWith(`${UNKNOWN}-`);
}

async function withoutUid(state: string, cluster: ClusterInfo): Promise<Named | null> {
  const blind = (await clusterFolders(state)).filter(isBlindFolder);
  const found = (await Promise.all(blind.map((folder) => namedIn(folder, cluster)))).flat();
  return found.sort((a, b) => lastCycle(b.ledger) - lastCycle(a.ledger))[0] ?? null;
}

interface Named {
  readonly folder: string;
  readonly ledger: Ledger;
}

/** Only the own ledger must be readable: what else lies in the folder is no fault. */
async function namedIn(folder: string, cluster: Pick<ClusterInfo, 'name' | 'server'>): Promise<Named[]> {
  const stored = await loadLedger(folder).catch(() => null);
  const ledger = stored?.ledger ?? null;
  return ledger !== null && isSameName(ledger.cluster, cluster) ? [{ folder, ledger }] : [];
}

/** `..` and the like stay inside. */
function folderName(uid: string): string {
  return uid.replace(/[^\w.-]/g, '_').replace(/^\.+/, '_') || '_';
}
