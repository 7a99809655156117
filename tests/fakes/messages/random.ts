// Chance that is the same in every run.
import { createHash } from 'node:crypto';

export interface Random {
  /** A whole number from 0 to below `end`. */
  below(end: number): number;
  hex(length: number): string;
}

export function randomOf(...seeds: readonly (string | number | null)[]): Random {
  let state = createHash('sha256').update(seeds.join('\u0000')).digest().readUInt32LE(0);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return { below, hex: (length) => Array.from({ length }, () => below(16).toString(16)).join('') };
}
