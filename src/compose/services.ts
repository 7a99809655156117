import { join } from 'node:path';
import { faultText } from '../config/fault.ts';
import { type Inventory, readInventory } from '../config/inventory.ts';
import type { Notice } from '../domain/incident.ts';
import { selfNotice } from '../escalate/notices.ts';
import { writeAtomic } from '../platform/atomic-write.ts';

export interface ServicesInUse {
  readonly inventory: Inventory;
  /** What has to be told about the file. */
  readonly troubles: readonly Notice[];
  /** False when nothing usable was found: everything is unlisted. */
  readonly usable: boolean;
}

/** The last inventory that could be read, next to the state. */
const LAST_GOOD = 'services.last-good.txt';
const SHOWN = 5;

/**
 * The inventory of this cycle. A file that can't be used at all is replaced by the last good copy; single entries that
 * can't be read are treated as P0 by the parser. Either way it is told.
 */
export function servicesInUse(file: string, stateDir: string | null): ServicesInUse {
  const inventory = readInventory(file);
  if (inventory.faults.length === 0) return { inventory, troubles: [], usable: true };
  const faults = inventory.faults.map(faultText);
  const shown = faults.length > SHOWN ? [...faults.slice(0, SHOWN), `and ${faults.length - SHOWN} more`] : faults;
  if (inventory.services.length > 0) {
    const detail = `${shown.join('; ')}. Entries that cannot be read are treated as P0`;
    return {
      inventory,
      troubles: [selfNotice('services', `${file} has ${faults.length} fault(s)`, detail)],
      usable: true,
    };
  }
  const copy = stateDir === null ? null : readInventory(join(stateDir, LAST_GOOD));
  if (copy !== null && copy.services.length > 0) {
    const detail = `${shown.join('; ')}. The last good copy is used instead`;
    const troubles = [selfNotice('services', `${file} cannot be used`, detail)];
    return { inventory: { ...copy, file, faults: inventory.faults }, troubles, usable: true };
  }
  const detail = `${shown.join('; ')}. Without an inventory every fault counts as unlisted`;
  return { inventory, troubles: [selfNotice('services', `${file} cannot be used`, detail)], usable: false };
}

export async function keepGoodCopy(inventory: Inventory, stateDir: string): Promise<void> {
  if (inventory.faults.length === 0 && inventory.text !== null)
    await writeAtomic(join(stateDir, LAST_GOOD), inventory.text);
}
