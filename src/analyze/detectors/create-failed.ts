import { MINUTE } from '../../domain/duration.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Event } from '../../kinds/cluster.ts';
import { namespaceOf, refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { earliest, timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { finding } from '../finding.ts';
import { eventTime } from '../index-snapshot.ts';
import { refusalCause } from './lib/causes.ts';
import { refusalText } from './lib/create-refusal.ts';
import { held, heldCondition } from './lib/held.ts';
import { isOver } from './lib/job-outcome.ts';
import { conditionOf } from './lib/since.ts';

/** The controllers try again at the latest after 17 minutes; an older event says nothing about now. */
const RECENT = 20 * MINUTE;

/** A controller that wants to make pods and is refused: by a quota, an admission rule, a missing account. */
export const createFailed = defineDetector({
  name: 'create-failed',
  reads: ['ReplicaSet', 'Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'Event'],
  emits: ['create-failed'],
  *detect(view) {
    for (const set of view.list('ReplicaSet')) {
      const found = byCondition(view, set);
      if (found !== null) yield found;
    }
    for (const deployment of view.list('Deployment')) {
      // Its ReplicaSets say it better, where they could be read.
      const found = view.complete('ReplicaSet', namespaceOf(deployment)) ? null : byCondition(view, deployment);
      if (found !== null) yield found;
    }
    for (const workload of [...view.list('StatefulSet'), ...view.list('DaemonSet'), ...view.list('Job')]) {
      const found = lacksPods(workload) ? byEvent(view, workload) : null;
      if (found !== null) yield found;
    }
  },
});

function byCondition(view: View<'ReplicaSet'>, workload: ObjectOf<'ReplicaSet' | 'Deployment'>): Finding | null {
  const failure = conditionOf(workload.status?.conditions, 'ReplicaFailure');
  const missing = (workload.spec?.replicas ?? 1) > (workload.status?.replicas ?? 0);
  if (failure?.status !== 'True' || !missing || workload.metadata.deletionTimestamp) return null;
  const subject = refOf(workload);
  return finding('create-failed', {
    subject,
    owner: view.ownerOf(workload),
    since: timeOf(failure.lastTransitionTime) ?? view.now,
    reason: failure.reason ?? 'FailedCreate',
    params: { cause: refusalText(failure.message) },
    evidence: heldCondition(subject, failure),
    cause: refusalCause(failure.message, subject.namespace),
  });
}

type Unconditioned = ObjectOf<'StatefulSet' | 'DaemonSet' | 'Job'>;

/** These kinds carry no condition for it: the state says that pods are missing, only an event says why. */
function lacksPods(workload: Unconditioned): boolean {
  if (workload.metadata.deletionTimestamp) return false;
  switch (workload.kind) {
    case 'StatefulSet':
      return (workload.spec?.replicas ?? 1) > (workload.status?.replicas ?? 0);
    case 'DaemonSet':
      return (workload.status?.desiredNumberScheduled ?? 0) > (workload.status?.currentNumberScheduled ?? 0);
    case 'Job':
      return !isOver(workload) && (workload.status?.active ?? 0) === 0;
  }
}

function byEvent(view: View<'Event'>, workload: Unconditioned): Finding | null {
  const subject = refOf(workload);
  const attempts = view.eventsOf(subject).filter((e) => e.reason === 'FailedCreate' || e.reason === 'SuccessfulCreate');
  const newest = attempts[0];
  if (newest === undefined || newest.reason !== 'FailedCreate') return null;
  const seen = eventTime(newest);
  if (seen === null || view.now.getTime() - seen.getTime() > RECENT) return null;
  const lastSuccess = attempts.findIndex((e) => e.reason === 'SuccessfulCreate');
  const failures = lastSuccess < 0 ? attempts : attempts.slice(0, lastSuccess);
  return finding('create-failed', {
    subject,
    owner: view.ownerOf(workload),
    since: earliest(...failures.map(firstSeen)) ?? seen,
    reason: 'FailedCreate',
    params: { cause: refusalText(newest.message) },
    evidence: held(refOf(newest), { reason: newest.reason, message: newest.message }),
    cause: refusalCause(newest.message, subject.namespace),
  });
}

function firstSeen(event: Event): Date | null {
  return earliest(timeOf(event.firstTimestamp), timeOf(event.eventTime)) ?? eventTime(event);
}
