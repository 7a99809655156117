import { faultText } from '../../config/fault.ts';
import type { OutputFormat, RunOptions } from '../../cycle/options.ts';
import { MINUTE, SECOND } from '../../domain/duration.ts';
import { SCHEMA_VERSION } from '../../domain/report.ts';
import { duration } from '../../domain/words.ts';
import { systemClock } from '../../platform/clock.ts';
import { ConfigError } from '../../platform/errors.ts';
import { CONFIGURATION } from '../exit-codes.ts';
import { explain } from '../explain.ts';
import { showProgress } from '../progress.ts';
import { harmlessJson } from '../report/clean.ts';
import { renderReport } from '../report/render.ts';
import { parseRunFlags, type RawRunFlags, type RunFlags } from '../run-flags.ts';
import { settings } from '../settings.ts';
import { type StopSwitch, stopSwitch } from '../stop-switch.ts';
import { outputStyle, printWithin, warn, writeLine } from '../terminal.ts';

/** `run`: one cycle, or one after the other until somebody stops it. */
export async function runAction(raw: RawRunFlags): Promise<number> {
  const parsed = parseRunFlags(raw);
  if ('faults' in parsed) {
    warn(parsed.faults);
    return CONFIGURATION;
  }
  const stop = stopSwitch();
  try {
    return parsed.flags.once ? await oneCycle(parsed.flags, stop) : await cycles(parsed.flags, stop);
  } catch (error) {
    // Whatever breaks off when it is told to stop is no fault.
    if (stop.exitCode() === null) throw error;
    return stop.exitCode() ?? 0;
  } finally {
    stop.release();
  }
}

async function oneCycle(flags: RunFlags, stop: StopSwitch): Promise<number> {
  const { options, contexts, output, messages } = flags;
  const progress = await showProgress();
  stop.signal.addEventListener('abort', progress.stop, { once: true });
  try {
    // A message counts as told only where somebody may read it.
    const onMessage = (line: string) => writeLine(line, output);
    if (contexts !== undefined) {
      const { severalCycles } = await import('./run-several.ts');
      const hooks = { onProgress: progress.say, onMessage, signal: stop.signal };
      return await severalCycles(flags, contexts, hooks, stop, progress.stop);
    }
    const { runOnce } = await import('../../compose/run-once.ts');
    const { outputPatienceMs } = settings({ config: options.config });
    const result = await runOnce(options, { onProgress: progress.say, onMessage, signal: stop.signal });
    if (result.status === 'skipped') {
      progress.stop();
      await saySkipped(result.holder, output, outputPatienceMs);
      return stop.exitCode() ?? result.exitCode;
    }
    const { report, saysRecord } = result;
    const asLine = `${harmlessJson(report, 0)}\n`;
    const text =
      saysRecord && output === 'json' ? '' : await renderReport(report, output, { ...outputStyle(), messages });
    progress.stop();
    const isRead = await printWithin(saysRecord ? text + asLine : text, outputPatienceMs);
    warn([...result.faults.map(faultText), ...result.notKept, ...(isRead ? [] : [UNREAD])]);
    return stop.exitCode() ?? result.exitCode;
  } finally {
    progress.stop();
    stop.signal.removeEventListener('abort', progress.stop);
  }
}

const UNREAD = 'nobody reads the standard output: the report was left out of it, and is in the record of this cycle';

/** JSON readers get JSON, people a line. */
async function saySkipped(holder: string, output: OutputFormat, patienceMs: number): Promise<void> {
  const line = `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, skipped: holder })}\n`;
  if (output === 'json') await printWithin(line, patienceMs);
  warn([`skipped: ${holder} is at work on this cluster`]);
}

/** One cycle at once, then one at every full interval of the clock; a cycle never begins before the last one ended. */
async function cycles(flags: RunFlags, stop: StopSwitch): Promise<number> {
  const intervalMs = flags.options.intervalMs ?? settings({ config: flags.options.config }).intervalMs;
  const options: RunOptions = { ...flags.options, intervalMs };
  warn([`a cycle every ${duration(intervalMs)} until stopped (Ctrl-C); --once runs a single one`]);
  for (let first = true; ; first = false) {
    try {
      await oneCycle({ ...flags, options }, stop);
    } catch (error) {
      // What can't work at the start never will. Later, a file may be half written while somebody edits it.
      if (stop.signal.aborted || (first && error instanceof ConfigError)) throw error;
      warn(explain(error).lines);
    }
    const pause = untilNextSlot(systemClock.now().getTime(), intervalMs);
    warn([`next cycle in ${duration(pause)}`]);
    await systemClock.sleep(pause, stop.signal);
  }
}

/** Slots stand on the clock (every full hour), so that a restart doesn't shift them. */
export function untilNextSlot(nowMs: number, intervalMs: number): number {
  const pause = intervalMs - (nowMs % intervalMs);
  // A timer that fires a moment early must not run the same slot twice.
  return pause < Math.min(10 * SECOND, intervalMs / 10, MINUTE) ? pause + intervalMs : pause;
}
