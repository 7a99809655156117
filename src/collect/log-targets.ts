import { MINUTE } from '../domain/duration.ts';
import type { ContainerStatus } from '../kinds/container.ts';
import type { ObjectOf } from '../kinds/registry.ts';
import type { ObjectsByKind } from '../kinds/snapshot.ts';
import { timeOf } from '../kinds/time.ts';

export interface LogTarget {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** The run before, the one that crashed. */
  readonly previous: boolean;
}

interface Candidate extends LogTarget {
  readonly owner: string;
  /** Lower comes first. */
  readonly rank: number;
  readonly restarts: number;
}

/** A container that crashed this long ago and runs again may crash again: the crash is the story, not the new start. */
const LATELY = 10 * MINUTE;

/** Whose logs may say why something fails: one container per owner, those of the first namespaces before the others. */
export function chooseLogs(objects: ObjectsByKind, takenAt: Date, first: readonly string[], most: number): LogTarget[] {
  const owners = ownersOf(objects);
  const candidates = objects.Pod.flatMap((pod) => ofPod(pod, owners, takenAt)).sort(
    (a, b) => placeIn(first, a) - placeIn(first, b) || a.rank - b.rank || b.restarts - a.restarts,
  );
  const chosen = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const key = `${candidate.owner}|${candidate.container}`;
    if (!chosen.has(key)) chosen.set(key, candidate);
  }
  return [...chosen.values()]
    .slice(0, most)
    .map(({ namespace, pod, container, previous }) => ({ namespace, pod, container, previous }));
}

function placeIn(first: readonly string[], { namespace }: LogTarget): number {
  const place = first.indexOf(namespace);
  return place === -1 ? first.length : place;
}

function ofPod(pod: ObjectOf<'Pod'>, owners: (pod: ObjectOf<'Pod'>) => string, takenAt: Date): Candidate[] {
  const { status, metadata } = pod;
  if (status === null || status === undefined || status.phase === 'Succeeded') return [];
  const init = (status.initContainerStatuses ?? []).map((container) => ({ container, init: true }));
  const main = (status.containerStatuses ?? []).map((container) => ({ container, init: false }));
  return [...init, ...main].flatMap(({ container, init: isInit }) => {
    const run = failingRun(container, isInit, takenAt);
    if (run === null) return [];
    return {
      namespace: metadata.namespace ?? '',
      pod: metadata.name,
      container: container.name,
      previous: run === 'previous',
      owner: owners(pod),
      rank: run === 'previous' ? 0 : 1,
      restarts: container.restartCount ?? 0,
    };
  });
}

/** Which run's log to read; null when the container is fine or has printed nothing yet. */
function failingRun(
  { state, lastState, ready }: ContainerStatus,
  init: boolean,
  takenAt: Date,
): 'previous' | 'current' | null {
  const crashed = lastState?.terminated ?? null;
  const failedBefore = crashed !== null && crashed.exitCode !== 0;
  if (state?.terminated) return state.terminated.exitCode === 0 ? null : 'current';
  if (state?.running) {
    const at = timeOf(crashed?.finishedAt);
    const lately = failedBefore && at !== null && takenAt.getTime() - at.getTime() <= LATELY;
    if (lately) return 'previous';
    // A running init container holds up its pod; it may hang.
    return ready === true && !init ? null : 'current';
  }
  // Waiting: without a run before there is no log.
  if (crashed === null) return null;
  return failedBefore || state?.waiting?.reason === 'CrashLoopBackOff' ? 'previous' : null;
}

/** Pods of one Deployment share a key even across its ReplicaSets. */
function ownersOf(objects: ObjectsByKind): (pod: ObjectOf<'Pod'>) => string {
  const ofReplicaSet = new Map<string, string>();
  for (const { metadata } of objects.ReplicaSet) {
    const controller = metadata.ownerReferences?.find((owner) => owner.controller === true);
    if (controller) ofReplicaSet.set(`${metadata.namespace}/${metadata.name}`, `${controller.kind}/${controller.name}`);
  }
  return ({ metadata }) => {
    const { namespace, name, ownerReferences } = metadata;
    const controller = ownerReferences?.find((owner) => owner.controller === true) ?? { kind: 'Pod', name };
    const above = controller.kind === 'ReplicaSet' ? ofReplicaSet.get(`${namespace}/${controller.name}`) : undefined;
    return `${namespace}/${above ?? `${controller.kind}/${controller.name}`}`;
  };
}
