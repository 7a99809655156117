// Looks over the shoulder of the monitor's process: whom it connects to, and which programs it starts.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { scratch } from './cli.ts';

const Entry = z.union([
  z.strictObject({ connect: z.string() }),
  z.strictObject({ lookup: z.string() }),
  z.strictObject({ spawn: z.array(z.string()) }),
]);

export interface Watched {
  /** For the process that is watched. */
  readonly env: Readonly<Record<string, string>>;
  /** `host:port` of each connection, and each name that was looked up. */
  readonly hosts: () => readonly string[];
  /** Each program with its arguments. */
  readonly programs: () => readonly (readonly string[])[];
}

export function watched(): Watched {
  const file = join(scratch(), 'watched.jsonl');
  const preload = pathToFileURL(join(import.meta.dirname, 'watch-process.mjs')).href;
  const entries = () =>
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .trim()
          .split('\n')
          .map((line) => Entry.parse(JSON.parse(line)))
      : [];
  return {
    env: { NODE_OPTIONS: `--import=${preload}`, WATCH_FILE: file },
    hosts: () => entries().flatMap((one) => ('connect' in one ? [one.connect] : 'lookup' in one ? [one.lookup] : [])),
    programs: () => entries().flatMap((one) => ('spawn' in one ? [one.spawn] : [])),
  };
}
