import { MINUTE } from '../../domain/duration.ts';
import type { Evidence } from '../../domain/finding.ts';
import type { Event } from '../../kinds/cluster.ts';
import { refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { earliest, timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { ageOf, isYoung } from './lib/ages.ts';
import { claimUsers, type Users, usersOf } from './lib/claim-trouble.ts';
import { eventEvidence } from './lib/events.ts';
import { heldCondition } from './lib/held.ts';
import { phrase } from './lib/phrases.ts';
import { quantityOf } from './lib/quantity.ts';
import { conditionOf } from './lib/since.ts';

type Claim = ObjectOf<'PersistentVolumeClaim'>;
type Sees = View<'PersistentVolumeClaim' | 'Pod' | 'Event'>;

const PATIENCE = 30 * MINUTE;
/** An error is tried again soon. */
const ERROR_PATIENCE = 5 * MINUTE;
const ERRORS = ['ControllerResizeError', 'NodeResizeError'];
const FAILED_EVENT = /^(VolumeResizeFailed|FileSystemResizeFailed)$/;

interface Trouble {
  readonly reason: string;
  readonly cause: string;
  readonly since: Date | null;
  readonly proof: readonly Evidence[];
}

/** A claim that was made larger while its volume stays as it is. */
export const claimResizeStuck = defineDetector({
  name: 'claim-resize-stuck',
  reads: ['PersistentVolumeClaim', 'Pod', 'Event'],
  emits: ['claim-resize-stuck'],
  *detect(view) {
    const growing = view.list('PersistentVolumeClaim').filter(isSmallerThanAsked);
    const users = claimUsers(view, growing);
    for (const claim of growing) {
      const trouble = troubleOf(view, claim, users);
      const wanted = claim.spec?.resources?.requests?.['storage'] ?? '';
      if (trouble === null) continue;
      const subject = refOf(claim);
      yield finding('claim-resize-stuck', {
        subject,
        owner: view.ownerOf(claim),
        since: trouble.since ?? view.now,
        reason: trouble.reason,
        params: { wanted, cause: trouble.cause },
        evidence: [evidence(subject, 'spec.resources.requests.storage', wanted), ...trouble.proof],
      });
    }
  },
});

function isSmallerThanAsked({ metadata, spec, status }: Claim): boolean {
  const [has, wants] = [quantityOf(status?.capacity?.['storage']), quantityOf(spec?.resources?.requests?.['storage'])];
  return status?.phase === 'Bound' && !metadata.deletionTimestamp && has !== null && wants !== null && has < wants;
}

function troubleOf(view: Sees, claim: Claim, users: Users): Trouble | null {
  const self = refOf(claim);
  const conditions = claim.status?.conditions;
  const error = ERRORS.map((type) => conditionOf(conditions, type)).find((c) => c?.status === 'True');
  const told = view.eventsOf(self).filter((e) => FAILED_EVENT.test(e.reason ?? ''));
  const begun = earliest(...told.map(firstSeen), timeOf(error?.lastTransitionTime));
  const words = phrase(error?.message ?? told[0]?.message, 'its driver gives no cause');
  const proof = [...(error ? heldCondition(self, error) : []), ...told.slice(0, 1).map(eventEvidence)];

  const step = claim.status?.allocatedResourceStatuses?.['storage'] ?? '';
  // The driver gave up: nobody tries again before the claim is changed.
  if (/(Infeasible|ResizeFailed)$/.test(step)) {
    const field = evidence(self, 'status.allocatedResourceStatuses.storage', step);
    return { reason: step, cause: words, since: begun, proof: [field, ...proof] };
  }
  if (begun !== null && view.now.getTime() - begun.getTime() > ERROR_PATIENCE)
    return { reason: error?.type ?? told[0]?.reason ?? 'VolumeResizeFailed', cause: words, since: begun, proof };
  return waiting(view, claim, users);
}

/** It takes its time: for the driver, or for the kubelet of a pod that uses it. */
function waiting(view: Sees, claim: Claim, users: Users): Trouble | null {
  const self = refOf(claim);
  const conditions = claim.status?.conditions;
  const condition = ['FileSystemResizePending', 'Resizing']
    .map((type) => conditionOf(conditions, type))
    .find((c) => c?.status === 'True');
  const mounted = usersOf(users, claim).length > 0;
  if (condition === undefined) {
    // Whoever resizes says so at once: without a word nobody does. But events may not have been read.
    const silent = view.complete('Event', self.namespace) && view.eventsOf(self).length === 0;
    if (!silent || isYoung(view.now, claim, PATIENCE) || (conditions ?? []).length > 0) return null;
    return { reason: 'ResizePending', cause: 'nobody resizes its volume', since: null, proof: [] };
  }
  // The file system grows as it is mounted: without a pod there is nothing to wait for.
  if (condition.type === 'FileSystemResizePending' && !mounted) return null;
  if (ageOf(view.now, condition.lastTransitionTime) <= PATIENCE) return null;
  const cause =
    condition.type === 'Resizing'
      ? 'its driver is not done with it'
      : 'the volume has grown, its file system has not; the pod may have to be restarted';
  return {
    reason: condition.type,
    cause: phrase(condition.message, cause),
    since: timeOf(condition.lastTransitionTime),
    proof: heldCondition(self, condition),
  };
}

function firstSeen(event: Event): Date | null {
  return timeOf(event.firstTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp);
}
