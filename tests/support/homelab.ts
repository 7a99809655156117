import { join } from 'node:path';
import { readSnapshot } from '../../src/collect/snapshot-file.ts';
import { readInventory } from '../../src/config/inventory.ts';

/** A recording and the reference inventory, as a cycle gets them. */
export async function sourcesOf(recording: string) {
  const snapshot = await readSnapshot(recording, { now: new Date(0), firstNamespaces: [] });
  const { services } = readInventory(join(import.meta.dirname, '../../docs/reference/services.txt'));
  return { snapshot, services };
}
