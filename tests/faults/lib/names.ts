// The names that the monitor's process can look up, and nothing else: a resolver of one's own.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** For the process. `localhost` and addresses are as usual. */
export function onlyNames(names: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const preload = pathToFileURL(join(import.meta.dirname, 'resolver.mjs')).href;
  return { NODE_OPTIONS: `--import=${preload}`, NAMES: JSON.stringify(names) };
}
