import type { Container, ContainerStatus } from '../../../kinds/container.ts';
import type { Pod } from '../../../kinds/pod.ts';

/** One container of a pod with everything that is known about it. */
export interface Slot {
  readonly pod: Pod;
  readonly name: string;
  readonly status: ContainerStatus;
  readonly spec: Container | undefined;
  readonly role: 'container' | 'init container' | 'sidecar container';
  /** Path of its status and of its spec inside the pod, for evidence. */
  readonly field: string;
  readonly specField: string;
}

/** Pods that should run: neither finished nor being deleted. */
export function isLive(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return phase !== 'Succeeded' && phase !== 'Failed' && !pod.metadata.deletionTimestamp;
}

/** Retries of a Job's pod are the Job's own business. */
export function isJobPod(pod: Pod): boolean {
  return (pod.metadata.ownerReferences ?? []).some((owner) => owner.kind === 'Job');
}

/** Every container of the pods that should run, init containers first. */
export function* liveContainers(pods: Iterable<Pod>): Generator<Slot> {
  for (const pod of pods) if (isLive(pod)) yield* containersOf(pod);
}

export function* containersOf(pod: Pod): Generator<Slot> {
  for (const status of pod.status?.initContainerStatuses ?? []) {
    const spec = pod.spec?.initContainers?.find((c) => c.name === status.name);
    // An init container that is restarted always is a native sidecar.
    const role = spec?.restartPolicy === 'Always' ? 'sidecar container' : 'init container';
    yield slot(pod, status, spec, role, 'initContainer');
  }
  for (const status of pod.status?.containerStatuses ?? []) {
    const spec = pod.spec?.containers?.find((c) => c.name === status.name);
    yield slot(pod, status, spec, 'container', 'container');
  }
}

function slot(
  pod: Pod,
  status: ContainerStatus,
  spec: Container | undefined,
  role: Slot['role'],
  path: 'container' | 'initContainer',
): Slot {
  const { name } = status;
  const field = `status.${path}Statuses[${name}]`;
  return { pod, name, status, spec, role, field, specField: `spec.${path}s[${name}]` };
}

/** `container api`, `init container migrate`: how sentences call it. */
export function called(slot: Slot): string {
  return `${slot.role} ${slot.name}`;
}

/** True for a container the kubelet starts again whatever way it ended. */
export function restartsAlways({ role, spec, pod }: Slot): boolean {
  if (role === 'sidecar container') return true;
  return (spec?.restartPolicy ?? pod.spec?.restartPolicy ?? 'Always') === 'Always';
}

/** A sidecar that runs and has not passed its startup probe: nothing after it is started. */
export function isBlockingSidecar({ role, status }: Slot): boolean {
  return role === 'sidecar container' && Boolean(status.state?.running) && status.started === false;
}

/** What a container may use, in words that follow "more memory than". */
export function memoryLimit({ spec }: Slot): string {
  const limit = spec?.resources?.limits?.['memory'];
  return limit === undefined ? 'the node could give' : `its limit ${limit}`;
}
