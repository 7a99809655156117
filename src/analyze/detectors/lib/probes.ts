import type { Event } from '../../../kinds/cluster.ts';
import type { View } from '../../detector.ts';
import type { Slot } from './containers.ts';
import { containerEvents, findEvent } from './events.ts';
import { clip } from './words.ts';

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
