// The ledgers of a state folder as files, for whoever damages them.
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../../support/cli.ts';

/** The folder of the one cluster of town.ts. */
export function clusterFolder(state: string): string {
  return join(state, 'clusters', 'cluster-1');
}

/** Paths of the generations, the newest first. */
export function generations(state: string): readonly string[] {
  const folder = clusterFolder(state);
  const names = readdirSync(folder).filter((name) => /^ledger-\d+\.json$/.test(name));
  return names
    .sort()
    .reverse()
    .map((name) => join(folder, name));
}

/** What was set aside, with its bytes. */
export function setAside(state: string): readonly Buffer[] {
  const folder = clusterFolder(state);
  const names = readdirSync(folder).filter((name) => name.includes('.damaged-'));
  return names.map((name) => readFileSync(join(folder, name)));
}

/** The same state in another folder. */
export function copyOf(state: string): string {
  const copy = scratch();
  cpSync(state, copy, { recursive: true });
  return copy;
}

/** Puts other bytes in place of the newest `count` generations, and gives back what was put there. */
export function damage(state: string, change: (bytes: Buffer) => Buffer, count = 1): readonly Buffer[] {
  return generations(state)
    .slice(0, count)
    .map((path) => {
      const bad = change(readFileSync(path));
      writeFileSync(path, bad);
      return bad;
    });
}

/** One bit, the same for the same seed. */
export function flipped(bytes: Buffer, seed: number): Buffer {
  const copy = Buffer.from(bytes);
  const bit = Math.imul(seed + 1, 2_654_435_761) >>> 0;
  const at = bit % copy.length;
  copy.writeUInt8(copy.readUInt8(at) ^ (1 << (bit % 8)), at);
  return copy;
}

export function fileNames(state: string): readonly string[] {
  return readdirSync(clusterFolder(state)).sort();
}
