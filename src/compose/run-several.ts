import type { CycleHooks, RunOptions, RunResult } from '../cycle/options.ts';
import { systemClock } from '../platform/clock.ts';
import { deadlineIn } from '../platform/deadline.ts';
import { ConfigError } from '../platform/errors.ts';
import { parseStatePlace } from '../record/state-place.ts';
import { turns } from './beside.ts';
import { heartbeatOf } from './heartbeat.ts';
import { runOnce, settingsOf } from './run-once.ts';
import { sameInventory } from './services.ts';
import { sharedHeartbeat } from './several-heartbeat.ts';
import { silentOf } from './silent.ts';

/** What became of one of several clusters. */
export type ClusterRun = { readonly context: string } & (
  | { readonly status: 'ran'; readonly result: RunResult }
  /** No cycle came about: its context can't be used, or a fault of our own. */
  | { readonly status: 'broke'; readonly error: unknown }
  /** We were told to stop before its turn. */
  | { readonly status: 'not-begun' }
  /** The others took all the time there is. */
  | { readonly status: 'no-time' }
);

interface SeveralRuns {
  /** In the order they were asked for. */
  readonly runs: readonly ClusterRun[];
  /** Why the outside check did not hear of it; null: it did, or there is none. */
  readonly unheard: string | null;
}

/** Cycles at the same time: one that hangs leaves the other lane to the rest, and memory holds two clusters at most. */
const LANES = 2;
/** Beside them, of clusters that did not answer: they fill no memory, and most of their time is spent on waiting. */
const SILENT_LANES = 4;

/**
 * One whole cycle for each context: what happens to one of them is its own, but CYCLE_DEADLINE_SECONDS is for all of them. Throws a
 * ConfigError only for what concerns all of them.
 */
export async function runSeveral(
  options: RunOptions,
  contexts: readonly string[],
  hooks: CycleHooks,
): Promise<SeveralRuns> {
  const values = settingsOf(options);
  if (parseStatePlace(values.STATE_DIR).kind === 'configmap') throw new ConfigError(NEEDS_FOLDER);
  const clash = sameInventory(values, contexts);
  if (clash !== null) throw new ConfigError(clash);
  const whole = options.dryRun ? null : heartbeatOf(values, hooks.signal);
  const heartbeat = whole === null ? null : sharedHeartbeat(whole, contexts);
  const deadline = deadlineIn(values.CYCLE_DEADLINE_SECONDS, 'the cycles of all clusters', systemClock, hooks.signal);
  const inTurn = turns(systemClock);
  const began = options.now ?? systemClock.now();
  const run = async (context: string): Promise<ClusterRun> => {
    const own = heartbeat?.of(context) ?? null;
    if (deadline.signal.aborted) {
      const status = hooks.signal.aborted ? 'not-begun' : 'no-time';
      await own?.fail('no cycle began');
      return { context, status };
    }
    try {
      const beside = { inTurn, began, heartbeat: own, leftMs: deadline.leftMs };
      const result = await runOnce({ ...options, context }, { ...hooks, signal: deadline.signal }, beside);
      return { context, status: 'ran', result };
    } catch (error) {
      await own?.fail('no cycle came about');
      return { context, status: 'broke', error };
    }
  };
  try {
    const silent = await silentOf(options, contexts, { ...hooks, signal: deadline.signal });
    const first = await Promise.all([
      inLanes(
        LANES,
        contexts.filter((context) => !silent.has(context)),
        run,
      ),
      inLanes(
        SILENT_LANES,
        contexts.filter((context) => silent.has(context)),
        run,
      ),
    ]);
    const byContext = new Map(first.flat().map((one) => [one.context, one]));
    // Two that nobody can tell apart, as neither answers, are one at a time; and so are two names of one cluster.
    const runs: ClusterRun[] = [];
    for (const context of contexts) {
      const one = byContext.get(context);
      if (one !== undefined) runs.push(isSkipped(one) && !deadline.signal.aborted ? await run(context) : one);
    }
    return { runs, unheard: (await heartbeat?.end()) ?? null };
  } finally {
    deadline.end();
  }
}

const NEEDS_FOLDER =
  'several clusters in one go need a folder for the state: ConfigMaps hold that of their own cluster; name one with --state or STATE_DIR';

function isSkipped(run: ClusterRun): boolean {
  return run.status === 'ran' && run.result.status === 'skipped';
}

async function inLanes<T, R>(lanes: number, all: readonly T[], work: (one: T) => Promise<R>): Promise<readonly R[]> {
  const done: R[] = [];
  const left = [...all];
  const lane = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) done.push(await work(next));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return done;
}
