import { SECOND } from '../../domain/duration.ts';
import type { Finding } from '../../domain/finding.ts';
import { duration } from '../../domain/words.ts';
import type { Pod } from '../../kinds/pod.ts';
import { type HasMeta, refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { finding } from '../finding.ts';
import { held, heldCondition } from './lib/held.ts';
import { isFinished, isReady, unreadyEvidence, unreadySince } from './lib/pod-readiness.ts';
import { conditionOf } from './lib/since.ts';
import { revisionOf } from './lib/stateful.ts';
import { countsOf, PROGRESS_DEADLINE } from './lib/workload-replicas.ts';

/** A rollout that came to a halt: past its deadline, or waiting for a new pod that fails. */
export const rolloutStuck = defineDetector({
  name: 'rollout-stuck',
  reads: ['Deployment', 'StatefulSet', 'DaemonSet', 'Pod'],
  emits: ['rollout-stuck'],
  *detect(view) {
    for (const found of [
      ...view.list('Deployment').map(ofDeployment),
      ...view.list('StatefulSet').map((set) => ofStatefulSet(view, set)),
      ...view.list('DaemonSet').map((set) => ofDaemonSet(view, set)),
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
  // A pod of another revision is told as what the set waits for.
  const failing = failingFor(view, set, (pod) => revisionOf(pod) === updateRevision);
  const fields = { 'status.updateRevision': updateRevision, 'status.currentRevision': currentRevision };
  return failing && told(view.now, set, { updated, wanted: target }, failing, fields);
}

/** So does a DaemonSet, for as many pods at a time as may be missing. */
function ofDaemonSet(view: View<'Pod'>, set: ObjectOf<'DaemonSet'>): Finding | null {
  const { wanted, updated, fields } = countsOf(set);
  if (set.metadata.deletionTimestamp || set.spec?.updateStrategy?.type === 'OnDelete' || updated >= wanted) return null;
  const newest = Math.max(0, ...view.podsOf(refOf(set)).map(generationOf));
  const failing = newest === 0 ? null : failingFor(view, set, (pod) => generationOf(pod) === newest);
  return failing && told(view.now, set, { updated, wanted }, failing, fields);
}

/** Each template of a DaemonSet has a number, and its pods carry it. */
function generationOf({ metadata }: Pod): number {
  return Number(metadata.labels?.['pod-template-generation'] ?? 0) || 0;
}

interface Failing {
  readonly pod: Pod;
  readonly since: Date;
}

/** A new pod that has not been ready for longer than a rollout may take. */
function failingFor(view: View<'Pod'>, set: HasMeta, isNew: (pod: Pod) => boolean): Failing | null {
  return (
    view
      .podsOf(refOf(set))
      .filter((pod) => !isFinished(pod) && !isReady(pod) && !pod.metadata.deletionTimestamp && isNew(pod))
      .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
      .flatMap((pod) => {
        const since = unreadySince(pod);
        return since !== null && view.now.getTime() - since.getTime() > PROGRESS_DEADLINE ? [{ pod, since }] : [];
      })[0] ?? null
  );
}

function told(
  now: Date,
  set: HasMeta,
  counts: { readonly updated: number; readonly wanted: number },
  { pod, since }: Failing,
  fields: Parameters<typeof held>[1],
): Finding {
  const subject = refOf(set);
  const lasted = duration(now.getTime() - since.getTime());
  return finding('rollout-stuck', {
    subject,
    owner: subject,
    since,
    reason: 'RolloutStuck',
    params: { ...counts, cause: `and pod ${pod.metadata.name} has not been ready for ${lasted}` },
    evidence: held(subject, fields, unreadyEvidence([pod])),
  });
}
