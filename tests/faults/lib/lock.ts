// The lease of a state folder, as it lies there.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { seal } from '../../../src/record/sealed.ts';

const Lock = z.looseObject({
  owner: z.looseObject({ runId: z.string(), pid: z.number() }),
  step: z.string().nullable(),
  released: z.boolean(),
});
type Lock = z.infer<typeof Lock>;

/** The newest of the one cluster; null: nobody has held it. */
export function lockIn(state: string): Lock | null {
  try {
    return read(newest(state));
  } catch {
    // Not yet, or just being replaced.
    return null;
  }
}

/** As if its process had been in another container, where nobody sees that it is dead. Nothing, where there is no lock. */
export function moveElsewhere(state: string): void {
  if (lockIn(state) === null) return;
  const path = newest(state);
  const { sha256: _, ...lock } = read(path);
  writeFileSync(path, seal({ ...lock, owner: { ...lock.owner, host: 'another-container' } }));
}

function newest(state: string): string {
  const folder = join(state, 'clusters', 'cluster-1');
  const names = readdirSync(folder).filter((name) => /^lock-\d+\.json$/.test(name));
  return join(folder, names.sort().at(-1) ?? '');
}

function read(path: string): Lock {
  return Lock.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** The step that the run is in; null: none is at work. */
export function stepOf(state: string): string | null {
  const lock = lockIn(state);
  return lock === null || lock.released ? null : lock.step;
}
