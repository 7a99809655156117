import type { ObjectRef } from '../domain/object-ref.ts';
import { refText } from '../domain/object-ref.ts';
import type { Event } from '../kinds/cluster.ts';
import type { Pod } from '../kinds/pod.ts';
import { type HasMeta, refOf } from '../kinds/refs.ts';
import { ALL_KINDS, isKind } from '../kinds/registry.ts';
import type { Snapshot } from '../kinds/snapshot.ts';
import { latest, timeOf } from '../kinds/time.ts';

/** Look-ups over one snapshot, built once per cycle. */
export interface SnapshotIndex {
  get(kind: string, namespace: string | null, name: string): HasMeta | undefined;
  /** Where the object stands in its kind's list. */
  position(ref: ObjectRef): number | undefined;
  ownerOf(object: HasMeta): ObjectRef;
  podsOf(owner: ObjectRef): readonly Pod[];
  eventsOf(ref: ObjectRef): readonly Event[];
}

/** An owner chain longer than this is a loop or nonsense. */
const MAX_OWNERS = 8;

export function indexSnapshot(snapshot: Snapshot): SnapshotIndex {
  const byRef = new Map<string, HasMeta>();
  const positions = new Map<string, number>();
  for (const kind of ALL_KINDS) {
    if (kind === 'Event' || kind === 'PodMetrics') continue;
    for (const [position, object] of snapshot.objects[kind].entries()) {
      const ref = refText(refOf(object));
      byRef.set(ref, object);
      positions.set(ref, position);
    }
  }
  const ownerOf = (object: HasMeta): ObjectRef => topOwner(byRef, object);

  const pods = new Map<string, Pod[]>();
  for (const pod of snapshot.objects.Pod) push(pods, refText(ownerOf(pod)), pod);

  const events = new Map<string, Event[]>();
  for (const event of snapshot.objects.Event) {
    const { kind, namespace, name } = event.involvedObject;
    if (typeof kind !== 'string' || typeof name !== 'string') continue;
    push(events, refText({ kind, namespace: namespace === '' ? null : (namespace ?? null), name }), event);
  }
  for (const list of events.values()) list.sort((a, b) => lastSeen(b) - lastSeen(a));

  return {
    get: (kind, namespace, name) => byRef.get(refText({ kind, namespace, name })),
    position: (ref) => positions.get(refText(ref)),
    ownerOf,
    podsOf: (owner) => pods.get(refText(owner)) ?? [],
    eventsOf: (ref) => events.get(refText(ref)) ?? [],
  };
}

export function eventTime(event: Event): Date | null {
  return latest(
    timeOf(event.series?.lastObservedTime),
    timeOf(event.lastTimestamp),
    timeOf(event.eventTime),
    timeOf(event.firstTimestamp),
    timeOf(event.metadata.creationTimestamp),
  );
}

function lastSeen(event: Event): number {
  return eventTime(event)?.getTime() ?? 0;
}

/** Follows controllers upwards; an owner that is not in the snapshot is named all the same. */
function topOwner(byRef: ReadonlyMap<string, HasMeta>, object: HasMeta): ObjectRef {
  let current = object;
  for (let step = 0; step < MAX_OWNERS; step += 1) {
    const owners = current.metadata.ownerReferences ?? [];
    const owner = owners.find((o) => o.controller === true) ?? owners[0];
    // Nodes own mirror pods: the pod itself is what people know.
    if (owner === undefined || owner.kind === 'Node') return refOf(current);
    const ref = { kind: owner.kind, namespace: current.metadata.namespace ?? null, name: owner.name };
    const next = byRef.get(refText(ref));
    if (next === undefined) return isKind(owner.kind) ? guessDeployment(ref, current) : ref;
    current = next;
  }
  return refOf(current);
}

/** A pod whose ReplicaSet was not read still names its Deployment: the ReplicaSet is `<deployment>-<template hash>`. */
function guessDeployment(owner: ObjectRef, object: HasMeta): ObjectRef {
  const hash = object.metadata.labels?.['pod-template-hash'];
  if (owner.kind !== 'ReplicaSet' || hash === undefined || !owner.name.endsWith(`-${hash}`)) return owner;
  return { kind: 'Deployment', namespace: owner.namespace, name: owner.name.slice(0, -hash.length - 1) };
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
