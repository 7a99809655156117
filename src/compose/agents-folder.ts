import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const SHIPPED = join(import.meta.dirname, '..', 'agents');

/** The folder of the agents: as set; where the default `./agents` is not in the working directory, the one the program came with. */
export function agentsFolder(setting: string, cwd: string): string {
  const own = resolve(cwd, setting);
  return setting === DEFAULT && !existsSync(own) ? shippedAgents() : own;
}

const DEFAULT = './agents';

/** Beside dist/ when bundled; two folders up when run from the sources. */
function shippedAgents(): string {
  return existsSync(SHIPPED) && !SHIPPED.endsWith(join('src', 'agents'))
    ? SHIPPED
    : join(import.meta.dirname, '..', '..', 'agents');
}
