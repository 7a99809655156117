import type { Evidence } from '../../../domain/finding.ts';
import type { Event } from '../../../kinds/cluster.ts';
import type { Pod } from '../../../kinds/pod.ts';
import { refOf } from '../../../kinds/refs.ts';
import type { View } from '../../detector.ts';
import { evidence } from '../../finding.ts';
import { eventTime } from '../../index-snapshot.ts';
import type { Slot } from './containers.ts';

/** Events of this very pod, newest first: a StatefulSet gives the next pod the same name. */
export function podEvents(view: View<'Event'>, pod: Pod): readonly Event[] {
  const { uid } = pod.metadata;
  return view.eventsOf(refOf(pod)).filter(({ involvedObject: { uid: about } }) => !about || !uid || about === uid);
}

/** Events that name the container, or no container at all. */
export function containerEvents(view: View<'Event'>, slot: Slot): readonly Event[] {
  return podEvents(view, slot.pod).filter(({ involvedObject: { fieldPath } }) => {
    return !fieldPath || fieldPath.endsWith(`{${slot.name}}`);
  });
}

/** The newest event that satisfies the test, if it has a message. */
export function findEvent(
  events: readonly Event[],
  reason: string,
  says: (message: string) => boolean = () => true,
): { readonly event: Event; readonly message: string } | null {
  for (const event of events) {
    const message = event.message ?? '';
    if (event.reason === reason && message !== '' && says(message)) return { event, message };
  }
  return null;
}

export function eventEvidence(event: Event): Evidence {
  return evidence(refOf(event), 'message', event.message ?? '', eventTime(event));
}
