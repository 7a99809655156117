import { join } from 'node:path';
import type { Ledger } from '../domain/ledger.ts';
import { parseLedger } from './ledger-codec.ts';
import { type NumberedFile, numberedFiles } from './numbered-files.ts';
import { readCapped } from './read-capped.ts';

export const LEDGER = 'ledger';
/** Generations that stay. */
export const KEEP_LEDGERS = 3;
/** Above this nothing is written, so what is larger is none of ours. Bytes. */
export const LARGEST_LEDGER = 32 * 1024 * 1024;
/** What version 1 wrote; it counts as the generation before the first. */
const OLD_LAYOUT = 'ledger.json';
/** A run that writes may prune what a reader has just found. */
const LOOKS = 3;

export interface Damage {
  readonly path: string;
  /** For people: `cut off or changed`. */
  readonly why: string;
}

export interface StoredLedger {
  /** The newest that can be read; null: none. */
  readonly ledger: Ledger | null;
  /** Its generation. */
  readonly number: number;
  /** The highest generation there ever was. */
  readonly highest: number;
  readonly newer: { readonly path: string; readonly version: number } | null;
  /** Those after it that can't be read, the newest first. */
  readonly damaged: readonly Damage[];
}

/** What is stored in a cluster's folder. Changes nothing. Throws the file system's error. */
export async function loadLedger(folder: string): Promise<StoredLedger> {
  for (let looks = 1; ; looks += 1) {
    const { highest, files } = await numberedFiles(folder, LEDGER);
    const old = { number: 0, path: join(folder, OLD_LAYOUT) };
    const found = await newestOf(highest <= KEEP_LEDGERS ? [...files, old] : files);
    const nothing = found.ledger === null && found.newer === null && found.damaged.length === 0;
    if (!nothing || files.length === 0 || looks === LOOKS) return { ...found, highest };
  }
}

async function newestOf(files: readonly NumberedFile[]): Promise<Omit<StoredLedger, 'highest'>> {
  const damaged: Damage[] = [];
  for (const { number, path } of files) {
    const read = await readCapped(path, LARGEST_LEDGER);
    if (read.status === 'missing') continue;
    const parsed = read.status === 'ok' ? parseLedger(read.text) : read;
    if (parsed.status === 'ok') return { ledger: parsed.ledger, number, newer: null, damaged };
    if (parsed.status === 'newer') {
      return { ledger: null, number, newer: { path, version: parsed.version }, damaged };
    }
    damaged.push({ path, why: parsed.why });
  }
  return { ledger: null, number: 0, newer: null, damaged };
}
