// The most memory that a process of the monitor ever held.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { scratch } from '../../support/cli.ts';

interface PeakMemory {
  /** For the process that is measured. */
  readonly env: Readonly<Record<string, string>>;
  /** Of the last process that ended. */
  readonly bytes: () => number;
}

export function peakMemory(): PeakMemory {
  const file = join(scratch(), 'peak');
  const preload = pathToFileURL(join(import.meta.dirname, 'note-peak.mjs')).href;
  return {
    env: { NODE_OPTIONS: `--import=${preload}`, PEAK_FILE: file },
    bytes: () => Number(readFileSync(file, 'utf8')),
  };
}
