import { closeSync, existsSync, openSync, readSync } from 'node:fs';
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

/** Bytes. Ten thousand services with their notes are less. */
const LARGEST = 8 << 20;
const REFERENCE = 'docs/reference/services.txt';

/** The file a run uses: the named one, else the reference inventory of the working directory or of the program. */
export function inventoryFile(named: string | null, cwd: string): string {
  if (named !== null) return named;
  return existsSync(join(cwd, REFERENCE)) ? REFERENCE : join(import.meta.dirname, '..', REFERENCE);
}

/** Reads services.txt. A file that is missing or holds no service is a fault, never an empty inventory in silence. */
export function readInventory(file: string): Inventory {
  try {
    const bytes = readBeginning(file, LARGEST + 1);
    if (bytes.length > LARGEST) return unusable(file, `is larger than ${LARGEST >> 20} MiB`);
    const text = bytes.toString('utf8');
    return { file, text, ...parseServices(text, file) };
  } catch (error) {
    const code = codeOf(error);
    return unusable(file, code === 'ENOENT' ? 'is not there' : `can't be read (${code || messageOf(error)})`);
  }
}

function unusable(file: string, why: string): Inventory {
  const message = `${why}; name your inventory with --services or SERVICES_FILE`;
  return { file, text: null, services: [], faults: [{ file, line: 0, column: 0, message }] };
}

/** What is no inventory may be endless. */
function readBeginning(file: string, most: number): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(most);
    let length = 0;
    for (let read = 1; read > 0 && length < most; length += read)
      read = readSync(descriptor, buffer, length, most - length, null);
    return buffer.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}
