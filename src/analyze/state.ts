import type { FindingCode } from '../domain/catalogue.ts';
import type { Finding } from '../domain/finding.ts';
import { type ObjectRef, sameRef } from '../domain/object-ref.ts';
import type { Service, ServiceState } from '../domain/service.ts';
import type { Attribution } from './attribute.ts';
import { blocksWay, closesService } from './blocked-ways.ts';
import { cronJobDown } from './cronjob-state.ts';
import { isGated } from './detectors/lib/pod-readiness.ts';
import { allHostsExpired } from './expired-hosts.ts';
import { servingOtherwise } from './serving.ts';
import type { Scene } from './view.ts';
import { type Replicas, replicasOf } from './workloads.ts';

export interface Attributed {
  readonly finding: Finding;
  readonly to: Attribution;
}

export interface StateOf extends Replicas {
  readonly state: ServiceState;
  readonly blockedRollout: boolean;
  readonly gone: boolean;
}

/** Findings that say a new pod doesn't come up: with the old ones serving, that is a blocked rollout. */
const FAILING_POD: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'crash-loop',
  'oom-crash-loop',
  'image-pull',
  'container-config',
  'container-start',
  'unschedulable',
  'not-ready',
  'init-hanging',
  'pod-start',
  'rollout-stuck',
  'rollout-aborted',
  'statefulset-stalled',
  'create-failed',
]);
const UNREACHABLE: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'endpoints-missing',
  'endpoints-unmatched',
  'service-missing',
]);
const IMPAIRS: ReadonlySet<FindingCode> = new Set<FindingCode>([
  ...UNREACHABLE,
  'ingress-broken',
  'certificate-not-ready',
]);
const ROLLS_OUT = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout']);

/** The state of a service (or of an unlisted workload), from the workloads it is made of. */
export function stateOf(scene: Scene, service: Service | null, root: ObjectRef, all: readonly Attributed[]): StateOf {
  const own = all.filter((a) => a.to.primary);
  const workloads = service === null ? [root] : [...scene.match.workloadsOf(service)];
  const counts = workloads.map((workload) => count(scene, workload, own));
  const ready = sum(counts.map((c) => c.ready));
  const wanted = sum(counts.map((c) => c.wanted));
  const codes = new Set(own.map((a) => a.finding.code));
  const seen = service === null ? [] : scene.view.seenBefore(service);
  const zero = codes.has('workload-scaled-to-zero') && (seen.length > 0 || root.kind === 'DaemonSet');
  const gone = codes.has('workload-gone') || zero;
  const blockedRollout = counts.some((c) => c.blocked);
  return { ready, wanted, gone, blockedRollout, state: judge() };

  function judge(): ServiceState {
    if (own.length === 0) return 'at-risk';
    if (gone) return 'down';
    // Scaled to zero and never seen otherwise: the inventory is ahead of the cluster, nobody lost anything.
    if (codes.has('workload-scaled-to-zero')) return 'at-risk';
    if (wanted > 0 && counts.every((c) => c.wanted === 0 || c.ready === 0)) return 'down';
    if (workloads.some((w) => w.kind === 'CronJob' && cronJobDown(scene, service, w, own))) return 'down';
    // Pods that are ready help nobody when no way leads to them.
    const unreachable = own.some((a) => UNREACHABLE.has(a.finding.code) || closesService(a.finding));
    if (unreachable && !servingOtherwise(scene, workloads, own)) return 'down';
    const faults = own.map((a) => a.finding);
    if (allHostsExpired(scene, workloads, faults)) return 'down';
    if (ready < wanted) return 'degraded';
    return faults.some((f) => IMPAIRS.has(f.code) || blocksWay(f)) ? 'impaired' : 'at-risk';
  }
}

interface Count extends Replicas {
  readonly blocked: boolean;
}

/** A workload no finding is about counts as ready: its pods may be inside their startup allowance. */
function count(scene: Scene, workload: ObjectRef, own: readonly Attributed[]): Count {
  const about = own.filter((a) => a.to.workloads.some((w) => sameRef(w, workload)));
  const replicas = withoutHeld(scene, workload, replicasOf(scene.snapshot, workload) ?? podCount(scene, workload));
  if (about.length === 0) return { ready: replicas.wanted, wanted: replicas.wanted, blocked: false };
  const failing = about.some((a) => FAILING_POD.has(a.finding.code));
  const blocked = failing && ROLLS_OUT.has(workload.kind) && replicas.wanted > 0 && replicas.ready >= replicas.wanted;
  return { ...replicas, blocked };
}

/** Pods behind a scheduling gate are held back on purpose: they are not wanted yet. */
function withoutHeld(scene: Scene, workload: ObjectRef, { ready, wanted }: Replicas): Replicas {
  const held = scene.index.podsOf(workload).filter((pod) => !pod.metadata.deletionTimestamp && isGated(pod)).length;
  return { ready, wanted: Math.max(Math.min(ready, wanted), wanted - held) };
}

/** A workload that is not in the snapshot is as large as its pods are many. */
function podCount(scene: Scene, workload: ObjectRef): Replicas {
  if (workload.kind === 'CronJob' || workload.kind === 'Job') return { ready: 0, wanted: 0 };
  const pods = scene.index.podsOf(workload);
  const ready = pods.filter((pod) =>
    (pod.status?.conditions ?? []).some((c) => c.type === 'Ready' && c.status === 'True'),
  );
  return { ready: ready.length, wanted: pods.length };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
