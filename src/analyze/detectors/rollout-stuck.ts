import { SECOND } from '../../domain/duration.ts';
import type { Finding } from '../../domain/finding.ts';
import { duration } from '../../domain/words.ts';
import { refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { finding } from '../finding.ts';
import { held, heldCondition } from './lib/held.ts';
import { phrase } from './lib/phrases.ts';
import { isFinished, isReady, unreadyEvidence, unreadySince } from './lib/pod-readiness.ts';
import { conditionOf } from './lib/since.ts';
import { countsOf, PROGRESS_DEADLINE } from './lib/workload-replicas.ts';

/** A rollout that came to a halt: past its deadline, aborted, or waiting for a pod that fails. */
export const rolloutStuck = defineDetector({
  name: 'rollout-stuck',
  reads: ['Deployment', 'StatefulSet', 'Rollout', 'Pod'],
  emits: ['rollout-stuck'],
  *detect(view) {
    for (const found of [
      ...view.list('Deployment').map(ofDeployment),
      ...view.list('StatefulSet').map((set) => ofStatefulSet(view, set)),
      ...view.list('Rollout').map((rollout) => ofRollout(view.now, rollout)),
    ]) {
      if (found !== null) yield found;
    }
  },
});

function ofDeployment(deployment: ObjectOf<'Deployment'>): Finding | null {
  const progressing = conditionOf(deployment.status?.conditions, 'Progressing');
  const since = timeOf(progressing?.lastTransitionTime ?? progressing?.lastUpdateTime);
  const { wanted, updated } = countsOf(deployment);
  if (deployment.metadata.deletionTimestamp || wanted === 0 || since === null) return null;
  if (progressing?.status !== 'False' || progressing.reason !== 'ProgressDeadlineExceeded') return null;
  const subject = refOf(deployment);
  const deadline = (deployment.spec?.progressDeadlineSeconds ?? PROGRESS_DEADLINE / SECOND) * SECOND;
  const late = updated < wanted ? `after ${duration(deadline)}` : `but were not all ready within ${duration(deadline)}`;
  return finding('rollout-stuck', {
    subject,
    owner: subject,
    since,
    reason: 'ProgressDeadlineExceeded',
    params: { updated, wanted, cause: late },
    evidence: heldCondition(subject, progressing),
  });
}

/** A StatefulSet waits for ever for a pod that isn't ready, and tells nobody. */
function ofStatefulSet(view: View<'Pod'>, set: ObjectOf<'StatefulSet'>): Finding | null {
  const { currentRevision, updateRevision } = set.status ?? {};
  const { wanted, updated } = countsOf(set);
  const target = wanted - (set.spec?.updateStrategy?.rollingUpdate?.partition ?? 0);
  if (!currentRevision || !updateRevision || currentRevision === updateRevision) return null;
  if (set.metadata.deletionTimestamp || wanted === 0 || set.spec?.updateStrategy?.type === 'OnDelete') return null;
  const failing = view
    .podsOf(refOf(set))
    .filter((pod) => !isFinished(pod) && !isReady(pod) && !pod.metadata.deletionTimestamp)
    .map((pod) => ({
      pod,
      since: unreadySince(pod),
      isNew: pod.metadata.labels?.['controller-revision-hash'] === updateRevision,
    }))
    .sort((a, b) => Number(b.isNew) - Number(a.isNew) || (a.pod.metadata.name < b.pod.metadata.name ? -1 : 1))[0];
  // All that should be updated is: an old pod below the partition is none of the rollout's business.
  if (failing === undefined || failing.since === null || (updated >= target && !failing.isNew)) return null;
  const lasted = view.now.getTime() - failing.since.getTime();
  if (lasted <= PROGRESS_DEADLINE) return null;
  const subject = refOf(set);
  const { name } = failing.pod.metadata;
  return finding('rollout-stuck', {
    subject,
    owner: subject,
    since: failing.since,
    reason: 'RolloutStuck',
    params: { updated, wanted: target, cause: `and pod ${name} has not been ready for ${duration(lasted)}` },
    evidence: held(
      subject,
      { 'status.updateRevision': updateRevision, 'status.currentRevision': currentRevision },
      unreadyEvidence([failing.pod]),
    ),
  });
}

function ofRollout(now: Date, rollout: ObjectOf<'Rollout'>): Finding | null {
  const { phase, abort, message } = rollout.status ?? {};
  const { wanted, updated } = countsOf(rollout);
  if (rollout.metadata.deletionTimestamp || wanted === 0 || (phase !== 'Degraded' && abort !== true)) return null;
  const progressing = conditionOf(rollout.status?.conditions, 'Progressing');
  const stopped = progressing?.status === 'False' ? progressing : undefined;
  const subject = refOf(rollout);
  const why = phrase(stopped?.message ?? message, 'its controller gives no cause');
  return finding('rollout-stuck', {
    subject,
    owner: subject,
    since: timeOf(stopped?.lastTransitionTime) ?? now,
    reason: stopped?.reason ?? (abort === true ? 'RolloutAborted' : 'Degraded'),
    params: { updated, wanted, cause: `and it ${abort === true ? 'was aborted' : 'is degraded'}: ${why}` },
    evidence: held(
      subject,
      { 'status.phase': phase, 'status.abort': abort },
      stopped ? heldCondition(subject, stopped) : [],
    ),
  });
}
