import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ClusterInfo } from '../domain/cluster.ts';
import { emptyLedger, LEDGER_VERSION, Ledger } from '../domain/ledger.ts';
import { writeAtomic } from '../platform/atomic-write.ts';
import { codeOf } from '../platform/errors.ts';
import type { Loaded, Store } from './store.ts';

const Version = z.object({ schemaVersion: z.number() });
/** What a cluster is called whose kube-system could not be read. */
const UNKNOWN = 'unknown';

type Stored =
  | { readonly status: 'ok'; readonly ledger: Ledger }
  | { readonly status: 'none' | 'damaged' }
  | { readonly status: 'newer'; readonly version: number };

const NOTHING: Stored = { status: 'none' };

/**
 * Ledgers in a folder: `<state>/clusters/<uid>/ledger.json`. A damaged file is set aside before it is written over;
 * loading alone changes nothing, for a dry run loads too.
 */
export function directoryStore(state: string): Store {
  const damaged = new Set<string>();
  return {
    load: async (cluster) => {
      const own = ledgerPath(state, cluster.uid);
      const stored = cluster.uid === UNKNOWN ? NOTHING : await read(own);
      if (stored.status === 'ok') return { ledger: forCluster(stored.ledger, cluster), writable: true, warning: null };
      if (stored.status === 'newer') return tooNew(own, stored.version, cluster);
      if (stored.status === 'damaged') damaged.add(own);
      const warning = stored.status === 'damaged' ? damagedWarning(own) : null;
      const other = await adopt(state, cluster);
      return { ledger: other ?? emptyLedger({ ...cluster }), writable: true, warning };
    },
    save: async (ledger) => {
      const path = ledgerPath(state, ledger.cluster.uid);
      if (damaged.delete(path)) await rename(path, asidePath(path));
      await writeAtomic(path, `${JSON.stringify(ledger)}\n`);
    },
  };
}

/**
 * A cluster that could not be read has no uid, only the name it was asked for: its last ledger is continued, so that
 * a second blind slot is known to be the second. Once it can be read, what was kept under no uid goes on under its own.
 */
async function adopt(state: string, cluster: ClusterInfo): Promise<Ledger | null> {
  const uids = cluster.uid === UNKNOWN ? await ledgersIn(state) : [UNKNOWN];
  // Only the own ledger must be readable: what else lies in the folder is no fault.
  const stored = await Promise.all(uids.map((uid) => read(ledgerPath(state, uid)).catch(() => NOTHING)));
  const named = stored.flatMap((s) => (s.status === 'ok' && s.ledger.cluster.name === cluster.name ? [s.ledger] : []));
  const last = named.sort((a, b) => lastCycle(b) - lastCycle(a))[0];
  return last === undefined ? null : forCluster(last, cluster);
}

function lastCycle(ledger: Ledger): number {
  return ledger.lastCycle?.at.getTime() ?? 0;
}

/** What this cycle knows of the cluster, and what only earlier ones could learn. */
function forCluster(ledger: Ledger, { uid, name, version }: ClusterInfo): Ledger {
  const known = ledger.cluster;
  return { ...ledger, cluster: { uid: uid === UNKNOWN ? known.uid : uid, name, version: version ?? known.version } };
}

function tooNew(path: string, version: number, cluster: ClusterInfo): Loaded {
  const warning = `${path} was written by a newer version (schema ${version}, this one knows ${LEDGER_VERSION}): it is left alone, and this cycle remembers nothing; update k8s-monitor`;
  return { ledger: emptyLedger({ ...cluster }), writable: false, warning };
}

function damagedWarning(path: string): string {
  return `${path} is damaged: this cycle starts from nothing, open incidents may be told once more; the file is set aside as ${path}.damaged-<id>`;
}

/** Never the name of an older damaged file: somebody may still want that one. */
function asidePath(path: string): string {
  return `${path}.damaged-${randomUUID().slice(0, 8)}`;
}

function ledgerPath(state: string, uid: string): string {
  return join(state, 'clusters', folderName(uid), 'ledger.json');
}

/** `..` and the like stay inside. */
function folderName(uid: string): string {
  return uid.replace(/[^\w.-]/g, '_').replace(/^\.+/, '_') || '_';
}

async function ledgersIn(state: string): Promise<readonly string[]> {
  return (await unlessMissing(readdir(join(state, 'clusters')))) ?? [];
}

async function read(path: string): Promise<Stored> {
  const text = await unlessMissing(readFile(path, 'utf8'));
  if (text === null) return { status: 'none' };
  const raw = parseJson(text);
  const version = Version.safeParse(raw);
  if (version.success && version.data.schemaVersion > LEDGER_VERSION) {
    return { status: 'newer', version: version.data.schemaVersion };
  }
  const parsed = Ledger.safeParse(raw);
  return parsed.success ? { status: 'ok', ledger: parsed.data } : { status: 'damaged' };
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
