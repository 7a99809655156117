import pLimit from 'p-limit';
import type { Counsel } from '../agents/advisor.ts';
import type { TokenUse } from '../domain/agent.ts';
import { NO_USE, sumUse } from '../domain/spend.ts';
import { dollars } from '../domain/words.ts';
import { type Outcome, outcomeOf } from './eval-run.ts';
import type { Eval } from './load-evals.ts';
import type { Replay } from './replay.ts';

const AT_ONCE = 2;

/** Asks the agents about one replayed incident, with its recording behind their tools. */
export type Ask = (one: Eval, replayed: Replay, signal: AbortSignal) => Promise<Counsel>;

export interface Replayed {
  readonly one: Eval;
  readonly replayed: Replay;
}

export interface RunOptions {
  readonly evals: readonly Replayed[];
  readonly repeat: number;
  readonly ask: Ask;
  /** Dollars that may be spent; null: no limit. */
  readonly budgetUsd: number | null;
  readonly onProgress: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface EvalsRun {
  readonly outcomes: readonly Outcome[];
  /** Of all that was asked, graded or not. */
  readonly used: TokenUse;
  /** Evals that nobody was asked about, because the budget was spent. */
  readonly missing: number;
  /** The signal ended it: what was asked until then is here, and paid for. */
  readonly stopped: boolean;
  /** For people. */
  readonly warnings: readonly string[];
}

/** Asks about every eval, two at a time. Rejects where nobody can be asked at all; the signal only ends it early. */
export async function runEvals({ evals, repeat, ask, budgetUsd, onProgress, signal }: RunOptions): Promise<EvalsRun> {
  const limit = pLimit(AT_ONCE);
  const warnings = new Set<string>();
  let used = NO_USE;
  let done = 0;
  let missing = 0;
  let broken = false;

  const once = async ({ one, replayed }: Replayed, attempt: number): Promise<readonly Outcome[]> => {
    if (signal.aborted || broken) return [];
    if (budgetUsd !== null && used.usd >= budgetUsd) {
      missing += 1;
      return [];
    }
    const counsel = await ask(one, replayed, signal);
    used = sumUse([used, ...counsel.runs]);
    done += 1;
    onProgress(`${done} of ${evals.length * repeat} asked, ${dollars(used.usd)} so far`);
    for (const warning of counsel.warnings) warnings.add(warning);
    return counsel.runs.flatMap((run) => {
      const advice = counsel.advice.find((a) => a.incidentId === run.incidentId);
      return advice === undefined ? [] : (outcomeOf(one, run, advice, attempt) ?? []);
    });
  };

  const safely = async (each: Replayed, attempt: number): Promise<readonly Outcome[]> => {
    try {
      return await once(each, attempt);
    } catch (error) {
      if (signal.aborted) return [];
      // What fails for one fails for all: no further question is paid for.
      broken = true;
      throw error;
    }
  };

  const rounds = Array.from({ length: repeat }, (_, index) => index + 1);
  const jobs = rounds.flatMap((attempt) => evals.map((each) => limit(() => safely(each, attempt))));
  const outcomes = (await Promise.all(jobs)).flat();
  return { outcomes, used, missing, stopped: signal.aborted, warnings: [...warnings] };
}
