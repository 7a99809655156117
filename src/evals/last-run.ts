import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomic } from '../platform/atomic-write.ts';
import { codeOf } from '../platform/errors.ts';
import { isReached, Outcome } from './eval-run.ts';

/** An outcome of an earlier run, and when that was. */
export const SavedOutcome = Outcome.extend({ at: z.iso.datetime() });
export type SavedOutcome = z.infer<typeof SavedOutcome>;

/** The outcomes of earlier runs, the newest of each eval and agent. */
const Saved = z.object({ schemaVersion: z.literal(1), outcomes: z.array(SavedOutcome) });
export type Saved = z.infer<typeof Saved>;

/** Where the last run is kept: `<state>/evals/last.json`. */
export function lastRunFile(stateDir: string): string {
  return join(stateDir, 'evals', 'last.json');
}

/** Null: nothing was saved, or nobody understands it any more; the next run replaces it. */
export async function readLastRun(stateDir: string): Promise<Saved | null> {
  try {
    return Saved.safeParse(JSON.parse(await readFile(lastRunFile(stateDir), 'utf8'))).data ?? null;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * What was answered now takes the place of what was saved of the same eval and agent; the rest stays to be compared with. Who could not be
 * reached has not answered: what the agent did before still stands.
 */
export async function saveRun(
  stateDir: string,
  before: Saved | null,
  outcomes: readonly Outcome[],
  now: Date,
): Promise<void> {
  const answered = outcomes.filter(isReached);
  if (answered.length === 0) return;
  const replaced = new Set(answered.map(keyOf));
  const kept = (before?.outcomes ?? []).filter((o) => !replaced.has(keyOf(o)));
  const at = now.toISOString();
  const saved: Saved = { schemaVersion: 1, outcomes: [...kept, ...answered.map((o) => ({ ...o, at }))] };
  await writeAtomic(lastRunFile(stateDir), `${JSON.stringify(saved)}\n`);
}

function keyOf({ slug, agent }: Outcome): string {
  return `${slug}/${agent}`;
}
