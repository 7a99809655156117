import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type TokenUse, TokenUse as Use } from '../domain/agent.ts';
import { writeAtomic } from '../platform/atomic-write.ts';
import { codeOf } from '../platform/errors.ts';
import { Outcome } from './eval-run.ts';

/** The outcomes of earlier runs, the newest of each eval and agent, and what evals cost by day (UTC). */
const Saved = z.object({
  schemaVersion: z.literal(1),
  savedAt: z.iso.datetime(),
  outcomes: z.array(Outcome),
  spend: z.record(z.string(), Use),
});
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

/** What was asked now takes the place of what was saved of the same eval and agent; the rest stays to be compared with. */
export async function saveRun(
  stateDir: string,
  before: Saved | null,
  outcomes: readonly Outcome[],
  used: TokenUse,
  now: Date,
): Promise<void> {
  const asked = new Set(outcomes.map(keyOf));
  const kept = (before?.outcomes ?? []).filter((o) => !asked.has(keyOf(o)));
  const day = now.toISOString().slice(0, 10);
  const earlier = before?.spend[day] ?? { inputTokens: 0, outputTokens: 0, usd: 0 };
  const spend = {
    inputTokens: earlier.inputTokens + used.inputTokens,
    outputTokens: earlier.outputTokens + used.outputTokens,
    usd: earlier.usd + used.usd,
  };
  const saved: Saved = {
    schemaVersion: 1,
    savedAt: now.toISOString(),
    outcomes: [...kept, ...outcomes],
    spend: { ...before?.spend, [day]: spend },
  };
  await writeAtomic(lastRunFile(stateDir), `${JSON.stringify(saved)}\n`);
}

function keyOf({ slug, agent }: Outcome): string {
  return `${slug}/${agent}`;
}
