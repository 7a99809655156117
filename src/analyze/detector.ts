import type { FindingCode } from '../domain/catalogue.ts';
import type { Finding } from '../domain/finding.ts';
import type { ObjectRef } from '../domain/object-ref.ts';
import type { Service } from '../domain/service.ts';
import type { Event } from '../kinds/cluster.ts';
import type { Pod } from '../kinds/pod.ts';
import type { HasMeta } from '../kinds/refs.ts';
import type { Kind, ObjectOf } from '../kinds/registry.ts';
import type { VolumeFigures } from '../kinds/volumes.ts';

/** What a detector may look at: the kinds it declared, and what everyone needs to know about them. */
export interface View<K extends Kind> {
  /** The time every age is measured against. */
  readonly now: Date;
  list<T extends K>(kind: T): readonly ObjectOf<T>[];
  get<T extends K>(kind: T, namespace: string | null, name: string): ObjectOf<T> | undefined;
  /** True when the kind was read in full (in that namespace): only then does absence mean anything. */
  complete(kind: K, namespace: string | null): boolean;
  /** The top of the chain of owners (Pod → ReplicaSet → Deployment); the object itself when it has none. */
  ownerOf(object: HasMeta): ObjectRef;
  /** The pods whose top owner this is. */
  podsOf(owner: ObjectRef): readonly Pod[];
  /** Events about the object, newest first. They only add detail: state decides. */
  eventsOf(ref: ObjectRef): readonly Event[];
  /** How long this container may take from its start to readiness. Milliseconds. */
  startupAllowance(pod: Pod, container: string): number;
  /** Restarts seen in the last cycle of this very pod and container; undefined when it wasn't seen. */
  previousRestarts(pod: Pod, container: string): number | undefined;
  /** How full the volume of a claim is; undefined: not known. */
  volumeOf(namespace: string | null, claim: string): VolumeFigures | undefined;
  /** The listed service a workload belongs to as a primary. */
  serviceOf(owner: ObjectRef): Service | null;
  /** True when the listed service was seen in an earlier cycle, with the workloads it had then. */
  seenBefore(service: Service): readonly ObjectRef[];
  readonly services: readonly Service[];
}

/** Judges a snapshot by rule: pure, without clock or I/O. Listing a kind it doesn't read is a type error. */
export interface Detector<K extends Kind = Kind> {
  readonly name: string;
  readonly reads: readonly K[];
  readonly emits: readonly FindingCode[];
  detect(view: View<K>): Iterable<Finding>;
}

export function defineDetector<const K extends Kind>(detector: Detector<K>): Detector<K> {
  return detector;
}
