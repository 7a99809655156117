// The wall clock of the monitor's machine, for a test to set.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { scratch } from '../../support/cli.ts';

interface WallClock {
  /** For the process whose clock it is. */
  readonly env: Readonly<Record<string, string>>;
  /** From here on it is off by so many milliseconds, also in a process that runs. */
  readonly shift: (ms: number) => void;
}

export function wallClock(): WallClock {
  const file = join(scratch(), 'offset');
  const preload = pathToFileURL(join(import.meta.dirname, 'shifted-clock.mjs')).href;
  const shift = (ms: number) => writeFileSync(file, String(ms));
  shift(0);
  return { env: { NODE_OPTIONS: `--import=${preload}`, CLOCK_FILE: file }, shift };
}
