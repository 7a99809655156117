import { runSeveral } from '../../compose/run-several.ts';
import { faultText } from '../../config/fault.ts';
import type { CycleHooks } from '../../cycle/options.ts';
import { explain } from '../explain.ts';
import { clusterEnd, severalText, worstExit } from '../report/several.ts';
import type { RunFlags } from '../run-flags.ts';
import { settings } from '../settings.ts';
import type { StopSwitch } from '../stop-switch.ts';
import { outputStyle, printWithin, warn } from '../terminal.ts';

const UNREAD =
  'nobody reads the standard output: the reports were left out of it, and are in the records of these cycles';

/** One cycle of each context and one report; the exit code is the worst of them. */
export async function severalCycles(
  { options, output, messages }: RunFlags,
  contexts: readonly string[],
  hooks: CycleHooks,
  stop: StopSwitch,
  over: () => void,
): Promise<number> {
  const { outputPatienceMs } = settings({ config: options.config });
  const { runs, unheard } = await runSeveral(options, contexts, hooks);
  const ends = runs.map(clusterEnd);
  const text = await severalText(ends, output, { ...outputStyle(), messages });
  over();
  const isRead = await printWithin(text, outputPatienceMs);
  const own = runs.flatMap((run) => {
    if (run.status === 'broke') return explain(run.error).lines.map((line) => `${run.context}: ${line}`);
    if (run.status !== 'ran') return [`${run.context}: ${clusterEnd(run).why}`];
    const { result } = run;
    if (result.status === 'skipped') return [`${run.context}: skipped: ${result.holder} is at work on this cluster`];
    return [...result.faults.map(faultText), ...result.notKept];
  });
  // Most files are those of all of them.
  warn([...new Set(own), ...(unheard === null ? [] : [unheard]), ...(isRead ? [] : [UNREAD])]);
  return stop.exitCode() ?? worstExit(ends);
}
