import { type AgentSet, agentSet } from '../../compose/agent-set.ts';
import { hasModel } from '../../compose/agents.ts';
import { evalAdvisor } from '../../compose/eval-advisor.ts';
import { evalsFolder } from '../../compose/evals-folder.ts';
import { workFolder } from '../../compose/places.ts';
import { openPurse, refusal } from '../../compose/spend.ts';
import { ownBook } from '../../compose/state.ts';
import { faultText } from '../../config/fault.ts';
import type { Values } from '../../config/settings.ts';
import { dollars } from '../../domain/words.ts';
import { estimateCost } from '../../evals/estimate.ts';
import { isReached } from '../../evals/eval-run.ts';
import { lastRunFile, readLastRun, type Saved, saveRun } from '../../evals/last-run.ts';
import { loadEvals } from '../../evals/load-evals.ts';
import { replay } from '../../evals/replay.ts';
import { type EvalsRun, type Replayed, runEvals } from '../../evals/run-evals.ts';
import { agentScores, evalScores } from '../../evals/score.ts';
import { systemClock } from '../../platform/clock.ts';
import type { SpendBook } from '../../record/spend-book.ts';
import { stateFault } from '../../record/state-fault.ts';
import type { RawEvalFlags } from '../commands/agents.ts';
import { CONFIGURATION } from '../exit-codes.ts';
import { showProgress } from '../progress.ts';
import { harmlessJson } from '../report/clean.ts';
import { type StopSwitch, stopSwitch } from '../stop-switch.ts';
import { outputStyle, print, warn } from '../terminal.ts';
import { agentValues } from './agents-common.ts';
import { askedOf, estimateText } from './agents-eval-cost.ts';
import { chosenEvals, type EvalFlags, parseEvalFlags, withModel } from './agents-eval-flags.ts';
import { evalText } from './agents-eval-text.ts';

/** Something was not asked: what is printed is not the whole of it. */
const INCOMPLETE = 1;

/** `agents eval`: recorded incidents, asked anew, and what was right about the answers. */
export async function agentsEvalAction(raw: RawEvalFlags): Promise<number> {
  const flags = parseEvalFlags(raw);
  if ('faults' in flags) return refuse(flags.faults);
  const { values, faults } = withModel(agentValues(raw), raw.model);
  if (faults.length > 0) return refuse(faults);
  const loaded = await loadEvals(evalsFolder(raw.evals, process.cwd()));
  if (loaded.faults.length > 0) return refuse(loaded.faults.map(faultText));
  const chosen = chosenEvals(loaded.evals, raw.only);
  if (chosen.faults.length > 0) return refuse(chosen.faults);
  if (!hasModel(values)) {
    const what = `${chosen.evals.length} recorded incidents are ready to be asked about`;
    const needs = 'set ANTHROPIC_API_KEY, or ANTHROPIC_BASE_URL for a compatible endpoint of your own';
    return refuse([`agents eval asks a model, and there is none: ${needs}; ${what}`]);
  }
  const set = await agentSet(values);
  const broken = set.files.faults.filter(({ agent }) => flags.agents.includes(agent));
  if (broken.length > 0) return refuse(broken.map(faultText));
  const stop = stopSwitch();
  const book = ownBook(values);
  try {
    const evals = await Promise.all(
      chosen.evals.map(async (one) => ({ one, replayed: await replay(one, stop.signal) })),
    );
    return await evaluate({ values, book: book.value, folder: workFolder(values) }, flags, set, evals, stop);
  } catch (error) {
    if (stop.exitCode() === null) throw error;
    return stop.exitCode() ?? 0;
  } finally {
    stop.release();
    await book.close();
  }
}

interface Kept {
  readonly values: Values;
  readonly book: SpendBook;
  /** Of the last run. */
  readonly folder: string;
}

async function evaluate(
  { values, book, folder }: Kept,
  flags: EvalFlags,
  set: AgentSet,
  evals: readonly Replayed[],
  stop: StopSwitch,
): Promise<number> {
  const before = await readLastRun(folder);
  const purse = await openPurse(values, book, 'eval');
  const why = refusal(values, purse);
  if (why !== null) return refuse([why]);
  if (purse.fault !== null) warn([purse.fault]);
  const left = purse.leftUsd;
  if (left !== null && left <= 0) {
    const budget = `the budget of this month (MONTHLY_BUDGET_USD, ${dollars(values.MONTHLY_BUDGET_USD ?? 0)}) is spent`;
    return refuse([`${budget}: nobody was asked; raise it, or wait for the next month`]);
  }
  const estimate = estimateCost(
    evals.map(({ replayed }) => replayed),
    askedOf(set, flags.agents),
    flags.repeat,
  );
  warn([estimateText(estimate, evals.length)]);
  const progress = await showProgress();
  stop.signal.addEventListener('abort', progress.stop, { once: true });
  let run: EvalsRun;
  try {
    const ask = evalAdvisor(values, book, flags.agents, progress.say);
    const { repeat } = flags;
    run = await runEvals({ evals, repeat, ask, budgetUsd: left, onProgress: progress.say, signal: stop.signal });
  } finally {
    progress.stop();
    stop.signal.removeEventListener('abort', progress.stop);
  }
  // Half a run says nothing about the agents.
  if (run.stopped) return stop.exitCode() ?? INCOMPLETE;
  await tell(folder, flags, before, run);
  await keep(folder, before, run);
  warn(run.warnings);
  if (run.missing > 0) warn([`the budget of this month is spent: ${run.missing} of the questions were not asked`]);
  return isComplete(run) ? 0 : INCOMPLETE;
}

async function tell(folder: string, flags: EvalFlags, before: Saved | null, run: EvalsRun): Promise<void> {
  const earlier = before?.outcomes ?? [];
  const agents = agentScores(run.outcomes, earlier);
  const evals = evalScores(run.outcomes, earlier);
  const savedTo = lastRunFile(folder);
  const text = flags.json
    ? `${harmlessJson({ agents, evals, outcomes: run.outcomes, savedTo, warnings: run.warnings })}\n`
    : evalText({ agents, evals, savedTo }, outputStyle());
  await print(text);
}

/** What can't be kept was said all the same. */
async function keep(folder: string, before: Saved | null, { outcomes }: EvalsRun): Promise<void> {
  try {
    await saveRun(folder, before, outcomes, systemClock.now());
  } catch (error) {
    warn([stateFault('keep this run', folder, error)]);
  }
}

/** An agent that could not be reached, or an eval that was not asked, is nobody's wrong answer. */
function isComplete({ outcomes, missing }: EvalsRun): boolean {
  return missing === 0 && outcomes.length > 0 && outcomes.every(isReached);
}

function refuse(faults: readonly string[]): number {
  warn(faults);
  return CONFIGURATION;
}
