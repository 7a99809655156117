import { MINUTE } from '../../../domain/duration.ts';
import type { Event } from '../../../kinds/cluster.ts';
import type { Terminated } from '../../../kinds/container.ts';
import { timeOf } from '../../../kinds/time.ts';
import type { View } from '../../detector.ts';
import { eventTime } from '../../index-snapshot.ts';
import type { Slot } from './containers.ts';
import { containerEvents, findEvent } from './events.ts';
import { clip, hasAny } from './words.ts';

const SIGKILL_EXIT = 137;
const SIGTERM_EXIT = 143;
/** A probe that failed longer before the end than this did not cause it. */
const PROBE_NEAR = 15 * MINUTE;
const TIMEOUTS = ['deadline exceeded', 'timeout', 'timed out', 'awaiting headers'];

type ProbeName = 'Liveness' | 'Readiness' | 'Startup';

export interface FailedProbe {
  readonly event: Event;
  /** `its readiness probe fails: HTTP probe failed with statuscode: 503` */
  readonly words: string;
}

/** What the kubelet last said about one of these probes of the container. */
export function failedProbe(view: View<'Event'>, slot: Slot, probes: readonly ProbeName[]): FailedProbe | null {
  const events = containerEvents(view, slot);
  for (const probe of probes) {
    const mark = `${probe} probe failed`;
    const found = findEvent(events, 'Unhealthy', (message) => message.startsWith(mark));
    if (found === null) continue;
    const detail = tellingLine(found.message.slice(mark.length).replace(/^:/, ''));
    const words = `its ${probe.toLowerCase()} probe fails${detail === '' ? '' : `: ${detail}`}`;
    return { event: found.event, words };
  }
  return null;
}

/** Commands print whole tables: Vault's says in one row what is wrong, others end with their error. */
function tellingLine(output: string): string {
  if (/^Sealed\s+true\b/m.test(output)) return 'it is sealed';
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return clip(lines.at(-1) ?? '');
}

/** The probe for which the kubelet ended this run; null where nothing says so. */
export function killingProbe(view: View<'Event'>, slot: Slot, ended: Terminated): FailedProbe | null {
  const end = timeOf(ended.finishedAt);
  const killing = findEvent(containerEvents(view, slot), 'Killing', (message) => KILLED.test(message));
  const killed = killing !== null && isNear(killing.event, end) ? killing : null;
  // Without the kubelet's word for it only an end by its signals can be one: a program may also exit in good order.
  if (killed === null && ended.exitCode !== SIGKILL_EXIT && ended.exitCode !== SIGTERM_EXIT) return null;
  const probe = failedProbe(view, slot, ['Liveness', 'Startup']);
  if (probe !== null && isNear(probe.event, end)) return probe;
  const name = killed === null ? null : KILLED.exec(killed.message)?.[1];
  return killed === null || !name ? null : { event: killed.event, words: `its ${name} probe fails` };
}

const KILLED = /failed (liveness|startup) probe/;

function isNear(event: Event, end: Date | null): boolean {
  const seen = eventTime(event);
  return seen === null || end === null || end.getTime() - seen.getTime() <= PROBE_NEAR;
}

/** True where the probe got no answer in time, not a wrong one. */
export function isTimeout({ event }: FailedProbe): boolean {
  return hasAny((event.message ?? '').toLowerCase(), TIMEOUTS);
}
