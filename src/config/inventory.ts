import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Service } from '../domain/service.ts';
import { codeOf, messageOf } from '../platform/errors.ts';
import type { ConfigFault } from './fault.ts';
import { parseServices } from './services.ts';

/** The inventory as it could be read. */
export interface Inventory {
  readonly file: string;
  readonly services: readonly Service[];
  readonly faults: readonly ConfigFault[];
  /** The text, to keep a good copy of; null when there was none. */
  readonly text: string | null;
}

const REFERENCE = 'docs/reference/services.txt';

/** The file a run uses: the named one, else the reference inventory of the working directory or of the program. */
export function inventoryFile(named: string | null, cwd: string): string {
  if (named !== null) return named;
  return existsSync(join(cwd, REFERENCE)) ? REFERENCE : join(import.meta.dirname, '..', REFERENCE);
}

/** Reads services.txt. A file that is missing or holds no service is a fault, never an empty inventory in silence. */
export function readInventory(file: string): Inventory {
  try {
    const text = readFileSync(file, 'utf8');
    return { file, text, ...parseServices(text, file) };
  } catch (error) {
    const why = codeOf(error) === 'ENOENT' ? 'is not there' : `can't be read (${codeOf(error) || messageOf(error)})`;
    const message = `${why}; name your inventory with --services or SERVICES_FILE`;
    return { file, text: null, services: [], faults: [{ file, line: 0, column: 0, message }] };
  }
}
