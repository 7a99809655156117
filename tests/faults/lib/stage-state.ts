// The state of a stage, read as the program's own commands read it.
import { readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { findCredentials } from '../../../src/collect/credentials.ts';
import { openLink } from '../../../src/collect/http.ts';
import { objectWrites } from '../../../src/collect/object-writes.ts';
import type { Ledger } from '../../../src/domain/ledger.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { configMapStore } from '../../../src/record/configmap/configmap-store.ts';
import { folderStore } from '../../../src/record/folder-store.ts';
import { type Stage, WHERE } from './stage.ts';

export interface StoredState {
  /** Null: nothing was kept yet. */
  readonly ledger: Ledger | null;
  readonly damaged: readonly string[];
}

const OPTIONS = { clock: systemClock, leaseMs: 1000, callTimeoutMs: 10_000 };

export async function stateOf(stage: Stage): Promise<StoredState> {
  if (stage.store === 'folder') return only(await folderStore(stage.state, OPTIONS).look());
  const nobody = { context: null, home: null, serviceHost: null, servicePort: null };
  const link = openLink(findCredentials({ kubeconfig: stage.kubeconfig, ...nobody }));
  try {
    return only(await configMapStore(objectWrites(link, OPTIONS), WHERE, OPTIONS).look());
  } finally {
    link.close();
  }
}

function only({ states, damaged }: Awaited<ReturnType<ReturnType<typeof folderStore>['look']>>): StoredState {
  const more = states.length > 1 ? [`there are ${states.length} ledgers`] : [];
  return { ledger: states[0]?.ledger ?? null, damaged: [...damaged, ...more] };
}

/** Files that a killed process left half written. */
export function litterIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return entries.filter((entry) => entry.endsWith('.tmp'));
}

/** Two hours pass for them: nobody writes them any more. */
export function ageLitter(folder: string): void {
  for (const entry of litterIn(folder)) {
    const path = join(folder, entry);
    const then = statSync(path).mtimeMs / 1000 - 7200;
    utimesSync(path, then, then);
  }
}
