import { MINUTE } from '../domain/duration.ts';
import { rootKey } from '../domain/fingerprint.ts';
import type { ObjectRef } from '../domain/object-ref.ts';
import { type Place, VOLUME_FIGURES } from '../domain/place.ts';
import type { Recovery } from '../domain/recovery.ts';
import type { Service } from '../domain/service.ts';
import type { Pod } from '../kinds/pod.ts';
import { isKind } from '../kinds/registry.ts';
import { timeOf } from '../kinds/time.ts';
import { volumeShare } from '../kinds/volume-share.ts';
import { isComplete, type Scene } from './view.ts';
import { replicasOf } from './workloads.ts';

const QUIET = 10 * MINUTE;

/** Whether a trouble that wasn't found again is over. `key` is the trouble's, `places` where its findings were. */
export function recoveryOf(scene: Scene, key: string, places: readonly Place[]): Recovery {
  const own = ownTrouble(scene, key);
  if (own !== null) return own;
  const workloads = workloadsOf(scene, key);
  if (!wasRead(scene, places, workloads) || isMissing(scene, key, workloads)) return 'unread';
  const short = workloads.some((w) => {
    const replicas = replicasOf(scene.snapshot, w);
    return replicas !== null && replicas.ready < replicas.wanted;
  });
  const restarted = workloads.flatMap((w) => scene.index.podsOf(w)).some((pod) => restartedLately(pod, scene.view.now));
  return short || restarted ? 'recovering' : 'healthy';
}

const WITH_PODS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout', 'ReplicaSet', 'Pod']);

/** Whether a trouble could be seen if it were still there: all that it was found in was read. */
export function couldBeRead(scene: Scene, key: string, places: readonly Place[]): boolean {
  return ownTrouble(scene, key) !== 'unread' && wasRead(scene, places, workloadsOf(scene, key));
}

/** Its own kind and its pods must have been read. */
function wasRead(scene: Scene, places: readonly Place[], workloads: readonly ObjectRef[]): boolean {
  const { snapshot } = scene;
  if (!places.every((place) => isReadAt(scene, place))) return false;
  return workloads.every(({ kind, namespace }) => {
    if (isKind(kind) && !isComplete(snapshot, kind, namespace)) return false;
    return !WITH_PODS.has(kind) || isComplete(snapshot, 'Pod', namespace);
  });
}

function isReadAt(scene: Scene, { kind, namespace, name }: Place): boolean {
  if (kind === VOLUME_FIGURES) return areFiguresKnown(scene, namespace, name ?? '');
  return isKind(kind) && isComplete(scene.snapshot, kind, namespace);
}

/** That nobody said how full a volume is does not make it emptier; with its claim it is gone. */
function areFiguresKnown({ snapshot, view }: Scene, namespace: string | null, claim: string): boolean {
  const figures = view.volumeOf(namespace, claim);
  if (figures !== undefined && volumeShare(figures) !== null) return true;
  const isGone = view.get('PersistentVolumeClaim', namespace, claim) === undefined;
  return isGone && isComplete(snapshot, 'PersistentVolumeClaim', namespace);
}

/** A listed service that was there and has no workload now is not well. */
function isMissing(scene: Scene, key: string, workloads: readonly ObjectRef[]): boolean {
  const service = serviceOf(scene, key);
  return service !== undefined && workloads.length === 0 && scene.view.seenBefore(service).length > 0;
}

function serviceOf(scene: Scene, key: string): Service | undefined {
  return scene.view.services.find((s) => rootKey({ service: s.name }) === key);
}

/** A gap or the monitor's own trouble that was not raised again is over; a drift only when its service was found. */
function ownTrouble(scene: Scene, key: string): Recovery | null {
  if (key.startsWith('gap:') || key.startsWith('self:') || key.startsWith('blind:')) return 'healthy';
  if (!key.startsWith('drift:')) return null;
  const service = scene.view.services.find((s) => key === `drift:${s.name}`);
  return service === undefined || scene.match.workloadsOf(service).length > 0 ? 'healthy' : 'unread';
}

function workloadsOf(scene: Scene, key: string): readonly ObjectRef[] {
  const service = serviceOf(scene, key);
  if (service !== undefined) return scene.match.workloadsOf(service);
  const match = /^object:([^/]*)\/([^/]*)\/(.*)$/.exec(key);
  const [, kind, namespace, name] = match ?? [];
  return kind === undefined || name === undefined
    ? []
    : [{ kind, namespace: namespace === '' ? null : (namespace ?? null), name }];
}

function restartedLately(pod: Pod, now: Date): boolean {
  return (pod.status?.containerStatuses ?? []).some((status) => {
    if ((status.restartCount ?? 0) === 0) return false;
    const started = timeOf(status.state?.running?.startedAt) ?? timeOf(status.lastState?.terminated?.finishedAt);
    return started !== null && now.getTime() - started.getTime() < QUIET;
  });
}
