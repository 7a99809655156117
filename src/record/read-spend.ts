import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ledger } from '../domain/ledger.ts';
import { codeOf } from '../platform/errors.ts';

/** What the agents used for one cluster, by UTC day (`2026-11-21`). */
export interface ClusterSpend {
  readonly uid: string;
  readonly name: string;
  readonly spend: Ledger['spend'];
}

export interface SpendRead {
  readonly clusters: readonly ClusterSpend[];
  /** Ledgers that can't be read, each with the reason: what they hold is missing from every sum. */
  readonly problems: readonly string[];
}

/** Only this is read of a ledger, so that a newer one's sums can be told as long as they look the same. */
const Part = Ledger.pick({ cluster: true, spend: true });

/** The spend of all clusters in a state folder. No folder means that nothing was spent. Throws when the folder itself can't be read. */
export async function readSpend(stateDir: string): Promise<SpendRead> {
  const folder = join(stateDir, 'clusters');
  const reads = await Promise.all((await namesIn(folder)).map((name) => readOne(join(folder, name, 'ledger.json'))));
  return {
    clusters: reads.flatMap((read) => (read !== null && 'spend' in read ? [read] : [])),
    problems: reads.flatMap((read) => (read !== null && 'problem' in read ? [read.problem] : [])),
  };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

async function readOne(path: string): Promise<ClusterSpend | { readonly problem: string } | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    // A folder without a ledger, or a file that somebody put there.
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return null;
    return { problem: `${path} cannot be read: ${codeOf(error)}; its cost is not in the sums` };
  }
  const parsed = Part.safeParse(parseJson(text));
  if (!parsed.success) return { problem: `${path} is damaged; its cost is not in the sums` };
  const { cluster, spend } = parsed.data;
  return { uid: cluster.uid, name: cluster.name, spend };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
