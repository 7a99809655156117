import { HOUR, MINUTE } from '../../domain/duration.ts';
import type { Evidence } from '../../domain/finding.ts';
import { type ObjectRef, refText } from '../../domain/object-ref.ts';
import type { Pod } from '../../kinds/pod.ts';
import { refOf } from '../../kinds/refs.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { isJobPod } from './lib/containers.ts';
import { eventEvidence, findEvent, podEvents } from './lib/events.ts';
import { held, heldCondition } from './lib/held.ts';
import { isOwnerShort, OWNER_KINDS } from './lib/owner-short.ts';
import { phrase } from './lib/phrases.ts';
import { isStarting } from './lib/pod-readiness.ts';
import { conditionOf } from './lib/since.ts';

/** Its controller makes a new pod at once; that one may take a moment to find a node. */
const SETTLING = 2 * MINUTE;
const NEWS = HOUR;

/** A pod that had to make room for a more important one, while nothing has taken its place. */
export const preempted = defineDetector({
  name: 'preempted',
  reads: [...OWNER_KINDS, 'Event'],
  emits: ['preempted'],
  *detect(view) {
    const told = new Set<string>();
    for (const pod of view.list('Pod')) {
      const loss = lossOf(pod);
      // A Job starts its pods again by itself.
      if (loss === null || isJobPod(pod) || loss.at === null) continue;
      const age = view.now.getTime() - loss.at.getTime();
      const owner = view.ownerOf(pod);
      if (age < SETTLING || age > NEWS || told.has(refText(owner)) || isReplaced(view, pod, owner)) continue;
      told.add(refText(owner));
      const winner = winnerOf(view, pod);
      const [first, ...rest] = loss.proof;
      yield finding('preempted', {
        subject: refOf(pod),
        owner,
        since: loss.at,
        reason: loss.reason,
        params: { cause: winner?.words ?? loss.words },
        evidence: [first, ...rest, ...(winner?.proof ?? [])],
      });
    }
  },
});

interface Loss {
  readonly reason: string;
  readonly words: string;
  readonly at: Date | null;
  readonly proof: readonly [Evidence, ...Evidence[]];
}

/** The scheduler leaves a condition, the kubelet (for a pod of the system) a reason. */
function lossOf(pod: Pod): Loss | null {
  const isGoing = Boolean(pod.metadata.deletionTimestamp) || pod.status?.phase === 'Failed';
  if (!isGoing) return null;
  const target = conditionOf(pod.status?.conditions, 'DisruptionTarget');
  const subject = refOf(pod);
  if (target?.status === 'True' && target.reason === 'PreemptionByScheduler') {
    return {
      reason: 'PreemptionByScheduler',
      words: 'the scheduler gave its place to a pod of a higher priority',
      at: timeOf(target.lastTransitionTime),
      proof: heldCondition(subject, target),
    };
  }
  const { reason, message } = pod.status ?? {};
  if (pod.status?.phase !== 'Failed' || reason !== 'Preempting') return null;
  const ready = conditionOf(pod.status.conditions, 'Ready');
  return {
    reason: 'Preempting',
    words: phrase(message, 'its node made room for a critical pod'),
    at: timeOf(target?.lastTransitionTime ?? ready?.lastTransitionTime ?? pod.status.startTime),
    proof: held(subject, { 'status.reason': reason, 'status.message': message }),
  };
}

/** A bare pod is replaced by nobody; of another its owner has all it wants, or a new one is on its way up. */
function isReplaced(view: View<(typeof OWNER_KINDS)[number]>, pod: Pod, owner: ObjectRef): boolean {
  if (!isOwnerShort(view, owner)) return true;
  return view.podsOf(owner).some((other) => other !== pod && isStarting(view, other));
}

/** For an hour an event names the pod that took its place, by its uid. */
function winnerOf(
  view: View<'Pod' | 'Event'>,
  pod: Pod,
): { readonly words: string; readonly proof: Evidence[] } | null {
  const found = findEvent(podEvents(view, pod), 'Preempted');
  const uid = /by pod ([0-9a-f-]{36})/.exec(found?.message ?? '')?.[1];
  if (found === null || uid === undefined) return null;
  const winner = view.list('Pod').find((other) => other.metadata.uid === uid);
  if (winner === undefined) return null;
  const proof = [eventEvidence(found.event), evidence(refOf(winner), 'metadata.uid', uid)];
  const name = `${winner.metadata.namespace ?? ''}/${winner.metadata.name}`;
  return { words: `the scheduler gave its place to pod ${name}`, proof };
}
