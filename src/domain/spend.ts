import { z } from 'zod';
import type { TokenUse } from './agent.ts';

/** What a model was asked for. `replay`: a recording was judged, and that was no dry run. */
export const PURPOSES = ['cycle', 'dry-run', 'replay', 'eval'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** One paid answer of a model: a line of the spend files. All spend is this, whatever it was for. */
export const Spend = z.object({
  /** Of the system's clock: a bill knows no `--now`, and no time of a recording. */
  at: z.iso.datetime(),
  purpose: z.enum(PURPOSES),
  cluster: z.object({ uid: z.string(), name: z.string() }),
  model: z.string(),
  // A negative amount would make the budget grow.
  inputTokens: z.number().nonnegative(),
  outputTokens: z.number().nonnegative(),
  usd: z.number().nonnegative(),
});
export type Spend = z.infer<typeof Spend>;

export const NO_USE: TokenUse = { inputTokens: 0, outputTokens: 0, usd: 0 };

export function sumUse(uses: readonly TokenUse[]): TokenUse {
  return uses.reduce(
    (total, use) => ({
      inputTokens: total.inputTokens + use.inputTokens,
      outputTokens: total.outputTokens + use.outputTokens,
      usd: total.usd + use.usd,
    }),
    NO_USE,
  );
}

/** `2026-11-21`, in UTC. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** `2026-11`, in UTC: the budget is one of such a month. */
export function monthOf(date: Date): string {
  return date.toISOString().slice(0, 7);
}
