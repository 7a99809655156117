import { SECOND } from '../domain/duration.ts';
import { warn } from './terminal.ts';

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;
type StopName = keyof typeof EXIT_CODES;

/** How long a cycle may take to come to an end. */
const GRACE_MS = 10 * SECOND;

export interface StopSwitch {
  readonly signal: AbortSignal;
  /** Null while nobody asked to stop. */
  readonly exitCode: () => number | null;
  readonly release: () => void;
}

/** The first Ctrl-C or SIGTERM lets the cycle come to an end; the second one, or ten seconds, ends the process. */
export function stopSwitch(graceMs = GRACE_MS): StopSwitch {
  const controller = new AbortController();
  let stoppedBy: StopName | null = null;
  const onSignal = (name: NodeJS.Signals): void => {
    release();
    stoppedBy = name === 'SIGINT' ? 'SIGINT' : 'SIGTERM';
    warn([`stopping${name === 'SIGINT' ? ' (Ctrl-C again to end at once)' : ''}`]);
    // Without our handlers the signal has its usual effect.
    setTimeout(() => process.kill(process.pid, name), graceMs).unref();
    controller.abort(new Error(`stopped by ${name}`));
  };
  const release = (): void => {
    process.removeListener('SIGINT', onSignal);
    process.removeListener('SIGTERM', onSignal);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    exitCode: () => (stoppedBy === null ? null : EXIT_CODES[stoppedBy]),
    release,
  };
}
