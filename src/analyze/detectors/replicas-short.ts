import { MINUTE } from '../../domain/duration.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Pod } from '../../kinds/pod.ts';
import { namespaceOf, refOf } from '../../kinds/refs.ts';
import { earliest, timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { finding } from '../finding.ts';
import { ageOf } from './lib/ages.ts';
import { held, heldCondition } from './lib/held.ts';
import { isFinished, isGated, isReady, isStarting, unreadyEvidence, unreadySince } from './lib/pod-readiness.ts';
import { conditionOf } from './lib/since.ts';
import {
  type Counts,
  countsOf,
  isUnobserved,
  REPLICA_KINDS,
  type ReplicaWorkload,
  servesWhileRolling,
} from './lib/workload-replicas.ts';

/** Where the pods could not be read, nobody knows when they started: so long the conditions must have stood. */
const BLIND_ALLOWANCE = 2 * MINUTE;

/** A workload with fewer ready pods than it wants, once everything that may still come up or is missing on purpose is taken off. */
export const replicasShort = defineDetector({
  name: 'replicas-short',
  reads: [...REPLICA_KINDS, 'Pod', 'Node'],
  emits: ['replicas-short'],
  *detect(view) {
    const cordoned = new Set(
      view.list('Node').flatMap((n) => (n.spec?.unschedulable === true ? [n.metadata.name] : [])),
    );
    for (const kind of REPLICA_KINDS) {
      for (const workload of view.list(kind)) {
        const owned = (workload.metadata.ownerReferences ?? []).length > 0;
        if (workload.metadata.deletionTimestamp || (kind === 'ReplicaSet' && owned)) continue;
        const counts = countsOf(workload);
        if (counts.ready >= counts.wanted || isUnobserved(view.now, workload)) continue;
        const found = view.complete('Pod', namespaceOf(workload))
          ? byPods(view, workload, counts, cordoned)
          : byConditions(view, workload, counts);
        if (found !== null) yield found;
      }
    }
  },
});

function byPods(
  view: View<'Pod'>,
  workload: ReplicaWorkload,
  counts: Counts,
  cordoned: ReadonlySet<string>,
): Finding | null {
  const live = view.podsOf(refOf(workload)).filter((pod) => !isFinished(pod));
  if (servesWhileRolling(view.now, workload, counts, live)) return null;
  const leaving = live.filter((pod) => pod.metadata.deletionTimestamp);
  const staying = live.filter((pod) => !pod.metadata.deletionTimestamp);
  const bad = staying.filter((pod) => !isReady(pod));
  const ready = Math.max(counts.ready, staying.length - bad.length);
  const excused = bad.filter(
    (pod) => isStarting(view, pod) || isGated(pod) || onCordoned(workload, pod, cordoned),
  ).length;
  const missing = Math.max(0, counts.wanted - staying.length);
  const onTheWay = Math.min(
    missing,
    leaving.filter((pod) => !overdue(view.now, pod)).length + drained(workload, staying, cordoned),
  );
  if (ready + excused + onTheWay >= counts.wanted) return null;
  return tell(workload, counts, bad, sinceOf(workload, counts, bad) ?? view.now);
}

function byConditions(view: View<'Pod'>, workload: ReplicaWorkload, counts: Counts): Finding | null {
  const { now } = view;
  const available = conditionOf(workload.status?.conditions, 'Available');
  const progressing = conditionOf(workload.status?.conditions, 'Progressing');
  if (servesWhileRolling(now, workload, counts, [])) return null;
  const lost = available?.status === 'False' ? available.lastTransitionTime : null;
  if (ageOf(now, lost ?? progressing?.lastUpdateTime) < blindAllowance(view, workload)) return null;
  return tell(workload, counts, [], timeOf(lost) ?? now);
}

/** As long as the slowest of its containers may take to start. */
function blindAllowance(view: View<'Pod'>, workload: ReplicaWorkload): number {
  const { kind, metadata, spec } = workload;
  const ownerReferences = [{ kind, name: metadata.name, controller: true }];
  const { name, namespace } = metadata;
  const pod: Pod = { kind: 'Pod', metadata: { name, namespace, ownerReferences }, spec: spec?.template?.spec };
  const containers = pod.spec?.containers ?? [];
  return Math.max(BLIND_ALLOWANCE, ...containers.map((c) => view.startupAllowance(pod, c.name)));
}

/** A pod that ends inside its grace period makes room for its successor. */
function overdue(now: Date, pod: Pod): boolean {
  return ageOf(now, pod.metadata.deletionTimestamp) > MINUTE;
}

function onCordoned(workload: ReplicaWorkload, pod: Pod, cordoned: ReadonlySet<string>): boolean {
  return workload.kind === 'DaemonSet' && cordoned.has(pod.spec?.nodeName ?? '');
}

/** Nodes taken out of service on purpose that run no pod of the DaemonSet. */
function drained(workload: ReplicaWorkload, pods: readonly Pod[], cordoned: ReadonlySet<string>): number {
  if (workload.kind !== 'DaemonSet') return 0;
  const used = new Set(pods.map((pod) => pod.spec?.nodeName ?? ''));
  return [...cordoned].filter((node) => !used.has(node)).length;
}

function sinceOf(workload: ReplicaWorkload, counts: Counts, bad: readonly Pod[]): Date | null {
  const available = conditionOf(workload.status?.conditions, 'Available');
  const lost = available?.status === 'False' ? timeOf(available.lastTransitionTime) : null;
  if (counts.ready === 0 && lost !== null) return lost;
  if (bad.length > 0) return earliest(...bad.map(unreadySince)) ?? lost;
  const failure = conditionOf(workload.status?.conditions, 'ReplicaFailure');
  return lost ?? (failure?.status === 'True' ? timeOf(failure.lastTransitionTime) : null);
}

function tell(workload: ReplicaWorkload, counts: Counts, bad: readonly Pod[], since: Date): Finding {
  const subject = refOf(workload);
  const available = conditionOf(workload.status?.conditions, 'Available');
  const short = available?.status === 'False' ? available : undefined;
  return finding('replicas-short', {
    subject,
    owner: subject,
    since,
    reason: short?.reason ?? 'ReplicasShort',
    params: { ready: counts.ready, wanted: counts.wanted },
    evidence: held(subject, counts.fields, [...(short ? heldCondition(subject, short) : []), ...unreadyEvidence(bad)]),
  });
}
