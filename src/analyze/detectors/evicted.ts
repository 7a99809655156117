import { HOUR } from '../../domain/duration.ts';
import { type ObjectRef, refText } from '../../domain/object-ref.ts';
import type { Pod } from '../../kinds/pod.ts';
import { refOf } from '../../kinds/refs.ts';
import { earliest, timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { evictionCause } from './lib/causes.ts';
import { containersOf, isJobPod } from './lib/containers.ts';
import { evictionWords } from './lib/eviction-words.ts';
import { isOwnerShort, OWNER_KINDS } from './lib/owner-short.ts';
import { turned } from './lib/since.ts';

/** Evicted pods lie about for weeks; longer than this ago they are no news. */
const NEWS = HOUR;

/** A pod its node threw out, while its owner still misses it: one finding per owner. */
export const evicted = defineDetector({
  name: 'evicted',
  reads: OWNER_KINDS,
  emits: ['evicted'],
  *detect(view) {
    for (const { pod, owner, at } of newestPerOwner(view)) {
      if (!isOwnerShort(view, owner)) continue;
      const subject = refOf(pod);
      const said = pod.status?.message ?? '';
      yield finding('evicted', {
        subject,
        owner,
        since: at ?? view.now,
        reason: 'Evicted',
        params: { cause: evictionWords(said) },
        evidence: [
          evidence(subject, 'status.reason', 'Evicted', at),
          ...(said === '' ? [] : [evidence(subject, 'status.message', said, at)]),
        ],
        cause: evictionCause(said, pod.spec?.nodeName),
      });
    }
  },
});

interface Eviction {
  readonly pod: Pod;
  readonly owner: ObjectRef;
  readonly at: Date | null;
}

function newestPerOwner(view: View<'Pod'>): Iterable<Eviction> {
  const newest = new Map<string, Eviction>();
  for (const pod of view.list('Pod')) {
    const { phase, reason } = pod.status ?? {};
    if (phase !== 'Failed' || reason !== 'Evicted' || pod.metadata.deletionTimestamp || isJobPod(pod)) continue;
    const at = evictedAt(pod);
    // Without a time of its own it is news only if the pod itself is that young.
    const age =
      view.now.getTime() -
      (at ?? timeOf(pod.status?.startTime) ?? timeOf(pod.metadata.creationTimestamp) ?? view.now).getTime();
    if (age > NEWS) continue;
    const owner = view.ownerOf(pod);
    const key = refText(owner);
    const before = newest.get(key);
    if (before === undefined || (before.at ?? 0) < (at ?? 0)) newest.set(key, { pod, owner, at });
  }
  return newest.values();
}

function evictedAt(pod: Pod): Date | null {
  const ends = [...containersOf(pod)].map(({ status }) => timeOf(status.state?.terminated?.finishedAt));
  return turned(pod, 'DisruptionTarget', 'True') ?? turned(pod, 'Ready', 'False') ?? earliest(...ends);
}
