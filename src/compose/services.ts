import { join } from 'node:path';
import { faultText } from '../config/fault.ts';
import { type Inventory, readInventory } from '../config/inventory.ts';
import type { Values } from '../config/settings.ts';
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

/** In the name of the file: each context has its own. */
const CONTEXT = '{context}';

/** Where the inventory is, and where its good copies are kept: with a file for each context each has its own. */
export function inventoryOf(
  { SERVICES_FILE: file, K3S_CONTEXT: context }: Pick<Values, 'SERVICES_FILE' | 'K3S_CONTEXT'>,
  folder: string | null,
): { readonly file: string | null; readonly copies: string | null } {
  if (file === null || context === null || !file.includes(CONTEXT)) return { file, copies: folder };
  const name = nameOf(context);
  return { file: file.replaceAll(CONTEXT, name), copies: folder === null ? null : join(folder, 'inventories', name) };
}

/** A context may be called `arn:aws:eks:…:cluster/shop`, and `..` leads nowhere. */
function nameOf(context: string): string {
  return context.replace(/[^\w.-]/g, '_').replace(/^\.+/, '_');
}

/** Why these contexts can't have an inventory each, for people; null: they can. */
export function sameInventory({ SERVICES_FILE: file }: Pick<Values, 'SERVICES_FILE'>, contexts: readonly string[]) {
  if (file === null || !file.includes(CONTEXT)) return null;
  // A disk may take `Home` and `home` for one.
  const groups = [...Map.groupBy(contexts, (context) => nameOf(context).toLowerCase()).values()];
  const same = groups.find((group) => group.length > 1);
  if (same === undefined) return null;
  const name = file.replaceAll(CONTEXT, nameOf(same[0] ?? ''));
  return `the contexts ${same.join(' and ')} would share the inventory ${name}: rename one of them (kubectl config rename-context)`;
}

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
