import { MINUTE } from '../../domain/duration.ts';
import type { Finding } from '../../domain/finding.ts';
import { duration } from '../../domain/words.ts';
import type { Pod } from '../../kinds/pod.ts';
import { namespaceOf, refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { held } from './lib/held.ts';
import { isFinished, isGated, isReady, isStarting, unreadyEvidence, unreadySince } from './lib/pod-readiness.ts';
import { ordinalOf, revisionOf } from './lib/stateful.ts';
import { count } from './lib/words.ts';
import { countsOf, isUnobserved } from './lib/workload-replicas.ts';

type Sees = View<'StatefulSet' | 'Pod'>;
type StatefulSet = ObjectOf<'StatefulSet'>;

/** A pod may fall over and get up again; only past this does somebody wait for it. */
const PATIENCE = 5 * MINUTE;

/** A StatefulSet that makes or updates its pods one after the other, and waits for one that doesn't get ready. */
export const statefulSetStalled = defineDetector({
  name: 'statefulset-stalled',
  reads: ['StatefulSet', 'Pod'],
  emits: ['statefulset-stalled'],
  *detect(view) {
    for (const set of view.list('StatefulSet')) {
      if (set.metadata.deletionTimestamp || set.spec?.podManagementPolicy === 'Parallel') continue;
      if (isUnobserved(view.now, set) || !view.complete('Pod', namespaceOf(set))) continue;
      const found = stalled(view, set);
      if (found !== null) yield found;
    }
  },
});

interface Blocking {
  readonly pod: Pod;
  readonly ordinal: number;
  readonly since: Date;
}

function stalled(view: Sees, set: StatefulSet): Finding | null {
  const pods = view.podsOf(refOf(set));
  const blocking = firstBlocking(view, pods);
  // What is beyond the wanted number is on its way out.
  if (blocking === null || blocking.ordinal >= (set.spec?.ordinals?.start ?? 0) + countsOf(set).wanted) return null;
  const { pod, ordinal, since } = blocking;
  const lasted = duration(view.now.getTime() - since.getTime());
  const later = unmade(set, pods, ordinal);
  const behind = heldBack(set, pod, ordinal);
  if (behind === null && later === 0) return null;
  const subject = refOf(set);
  const after =
    later === 0 ? '' : `, and ${count(later, 'more pod')} ${later === 1 ? 'is' : 'are'} not made before it is`;
  return finding('statefulset-stalled', {
    subject,
    owner: subject,
    since,
    reason: behind === null ? 'OrderedReady' : 'ForcedRollback',
    params: { pod: pod.metadata.name, cause: `it has not been ready for ${lasted}${after}${behind?.words ?? ''}` },
    evidence: held(
      subject,
      {
        'status.replicas': set.status?.replicas,
        'spec.replicas': set.spec?.replicas,
        'status.updateRevision': behind === null ? null : set.status?.updateRevision,
      },
      [
        ...(behind === null ? [] : [evidence(refOf(pod), 'metadata.labels.controller-revision-hash', behind.revision)]),
        ...unreadyEvidence([pod]),
      ],
    ),
  });
}

/** The pod of the lowest number that is not ready, once it has had its time. One that is being replaced is on its way. */
function firstBlocking(view: Sees, pods: readonly Pod[]): Blocking | null {
  let first: Blocking | null = null;
  for (const pod of pods) {
    const ordinal = ordinalOf(pod);
    if (ordinal === null || isReady(pod) || isFinished(pod) || (first !== null && first.ordinal <= ordinal)) continue;
    const since = unreadySince(pod) ?? timeOf(pod.metadata.creationTimestamp);
    if (since !== null) first = { pod, ordinal, since };
  }
  if (first === null || first.pod.metadata.deletionTimestamp || isGated(first.pod)) return null;
  const lasted = view.now.getTime() - first.since.getTime();
  return lasted <= PATIENCE || isStarting(view, first.pod) ? null : first;
}

/** How many pods of a higher number are wanted and not there. While an update goes on its pods come and go. */
function unmade(set: StatefulSet, pods: readonly Pod[], ordinal: number): number {
  const { wanted } = countsOf(set);
  const higher = pods.filter((pod) => !isFinished(pod) && (ordinalOf(pod) ?? -1) > ordinal).length;
  const start = set.spec?.ordinals?.start ?? 0;
  const { currentRevision, updateRevision } = set.status ?? {};
  return currentRevision === updateRevision ? Math.max(0, start + wanted - 1 - ordinal - higher) : 0;
}

/**
 * The template was changed, and the controller waits for a pod of another revision to get ready before it touches any:
 * a mended template does not reach the pod that the broken one made.
 */
function heldBack(
  set: StatefulSet,
  pod: Pod,
  ordinal: number,
): { readonly words: string; readonly revision: string } | null {
  const { updateRevision } = set.status ?? {};
  const { type, rollingUpdate } = set.spec?.updateStrategy ?? {};
  const revision = revisionOf(pod);
  if (!updateRevision || revision === null || revision === updateRevision || type === 'OnDelete') return null;
  if (ordinal < (rollingUpdate?.partition ?? 0)) return null;
  return {
    revision,
    words: `; it is of revision ${revision}, and the new template reaches no pod before it gets ready or is deleted`,
  };
}
