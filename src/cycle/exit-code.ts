import type { Report } from '../domain/report.ts';
import { atLeast } from '../domain/severity.ts';
import type { RunOptions } from './options.ts';

/**
 * 0 done, 1 a gap first seen in this cycle or a message that did not get through (0 with `--exit-zero`), 2 configuration, 3 cluster not
 * readable, 10 `--fail-on` reached.
 */
export function exitCode(
  report: Report,
  newGaps: boolean,
  configurationFault: boolean,
  { failOn, exitZero }: Pick<RunOptions, 'failOn' | 'exitZero'>,
): number {
  if (report.cycle.outcome === 'failed') return 3;
  if (configurationFault) return 2;
  const reached =
    failOn !== undefined &&
    report.incidents.some((i) => i.status === 'open' && !isWell(i) && atLeast(i.severity, failOn));
  if (reached) return 10;
  const waits = report.messages.some((m) => m.delivery.status === 'failed' || m.delivery.status === 'queued');
  return (newGaps || waits) && !exitZero ? 1 : 0;
}

/** It comes and goes, and is well at the moment. */
function isWell({ state, findings }: Report['incidents'][number]): boolean {
  return state === 'ok' && findings.length === 0;
}
