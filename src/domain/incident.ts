import type { Finding } from './finding.ts';
import type { ObjectRef } from './object-ref.ts';
import type { Service, ServiceState, Tier } from './service.ts';

/** What the severity rows ask about a trouble, found out while the snapshot was at hand. */
export interface TroubleFacts {
  /** Tier of the service; of an unlisted part of the cluster's own network P1; else null. */
  readonly ratedAs: Tier | null;
  /** Replicas of its workloads, where it has any. */
  readonly ready: number;
  readonly wanted: number;
  /** New pods fail or are late while the old ones serve in full. */
  readonly blockedRollout: boolean;
  /** A workload seen in an earlier cycle was deleted or scaled to zero. */
  readonly gone: boolean;
  /** It is the data layer of a P0. */
  readonly dataLayerOfP0: boolean;
  /** It is the controller of an ingress class that is in use. */
  readonly ingressController: boolean;
  /** At risk of failing soon, not some day. */
  readonly imminent: boolean;
  /** A wrong reference that provably keeps traffic away. */
  readonly stopsTraffic: boolean;
  /** Only for a node: the most important tier whose workloads it hosts (DaemonSets don't count). */
  readonly hosts: Tier | null;
  readonly onlyNode: boolean;
  /** Of a service that is a CronJob and down: its last success, or its creation. */
  readonly lastSuccess: Date | null;
  /** When the containers it is about last started (the latest of them); null when none is about a container. */
  readonly startedAt: Date | null;
}

/**
 * Everything that is wrong with one root in this cycle. The root is a listed service or, where nobody listed it,
 * the object at the top: a workload, a node, a quota.
 */
export interface Trouble {
  /** `service:mysql` or `object:Node//worker-1`; see fingerprint.ts. */
  readonly key: string;
  readonly service: Service | null;
  readonly root: ObjectRef;
  readonly state: ServiceState;
  /** Causes first, symptoms last. */
  readonly findings: readonly Finding[];
  readonly onset: Date;
  readonly facts: TroubleFacts;
}

/** Troubles that are one story: the root first, then what follows from it. */
export interface IncidentDraft {
  readonly root: Trouble;
  readonly members: readonly Trouble[];
  readonly onset: Date;
  /** Why the members belong together, for people; null when there is one member. */
  readonly link: string | null;
  /** A service in trouble for longer that probably caused this one, though their onsets are too far apart to be one incident. */
  readonly causedBy: string | null;
}

/** What is wrong with the monitoring itself: unreadable parts, an inventory that disagrees, its own trouble. */
export interface Notice {
  readonly kind: 'BLIND' | 'GAP' | 'DRIFT' | 'SELF';
  readonly key: string;
  readonly title: string;
  readonly detail: string;
  /** Listed services it hides or is about. */
  readonly services: readonly string[];
  /** A gap that hides all nodes hides whatever happens on them. */
  readonly hidesNodes: boolean;
}
