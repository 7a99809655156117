// The same town with its state in a folder, and in ConfigMaps.
import { mapTown, PLACE } from './in-configmaps.ts';
import { lockIn } from './lock.ts';
import { type Town, type TownOptions, town } from './town.ts';

export interface Hall extends Town {
  /** Run id of whoever holds the lease; null: nobody. */
  readonly holder: () => string | null;
}

export const HALLS: Readonly<Record<string, (options: TownOptions) => Promise<Hall>>> = {
  'a folder': async (options) => {
    const t = await town(options);
    const holder = (): string | null => {
      const lock = lockIn(t.state);
      return lock === null || lock.released ? null : lock.owner.runId;
    };
    return { ...t, holder };
  },
  [PLACE]: async (options) => {
    const t = await mapTown(options);
    return { ...t, holder: () => String(t.lease()['holderIdentity'] ?? '').split('/')[0] || null };
  },
};
