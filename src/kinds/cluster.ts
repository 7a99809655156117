import { z } from 'zod';
import { IntOrString, list, Meta, opt, Selector, Timestamp } from './meta.ts';
import { Condition, Text } from './text.ts';

const Quantities = z.record(z.string(), IntOrString).nullish();

export const Node = z.object({
  kind: z.literal('Node'),
  metadata: Meta,
  spec: opt(
    z.object({
      unschedulable: opt(z.boolean()),
      taints: list(
        z.object({ key: z.string(), value: opt(z.string()), effect: opt(z.string()), timeAdded: opt(Timestamp) }),
      ),
    }),
  ),
  status: opt(
    z.object({
      capacity: Quantities,
      allocatable: Quantities,
      conditions: list(Condition.extend({ lastHeartbeatTime: opt(Timestamp) })),
      addresses: list(z.object({ type: z.string(), address: z.string() })),
      daemonEndpoints: opt(z.object({ kubeletEndpoint: opt(z.object({ Port: opt(z.number()) })) })),
      nodeInfo: opt(
        z.object({ kubeletVersion: opt(z.string()), architecture: opt(z.string()), operatingSystem: opt(z.string()) }),
      ),
    }),
  ),
});
export type Node = z.infer<typeof Node>;

export const Namespace = z.object({
  kind: z.literal('Namespace'),
  metadata: Meta,
  status: opt(z.object({ phase: opt(z.string()), conditions: list(Condition) })),
});
export type Namespace = z.infer<typeof Namespace>;

export const Event = z.object({
  kind: z.literal('Event'),
  metadata: Meta,
  involvedObject: z.object({
    kind: opt(z.string()),
    namespace: opt(z.string()),
    name: opt(z.string()),
    uid: opt(z.string()),
    fieldPath: opt(z.string()),
  }),
  type: opt(z.string()),
  reason: opt(z.string()),
  message: opt(Text),
  count: opt(z.number()),
  firstTimestamp: opt(Timestamp),
  lastTimestamp: opt(Timestamp),
  eventTime: opt(Timestamp),
  series: opt(z.object({ count: opt(z.number()), lastObservedTime: opt(Timestamp) })),
});
export type Event = z.infer<typeof Event>;

export const HorizontalPodAutoscaler = z.object({
  kind: z.literal('HorizontalPodAutoscaler'),
  metadata: Meta,
  spec: opt(
    z.object({
      scaleTargetRef: opt(z.object({ kind: z.string(), name: z.string() })),
      minReplicas: opt(z.number()),
      maxReplicas: opt(z.number()),
      metrics: list(z.object({ type: opt(z.string()) })),
    }),
  ),
  status: opt(
    z.object({ currentReplicas: opt(z.number()), desiredReplicas: opt(z.number()), conditions: list(Condition) }),
  ),
});
export type HorizontalPodAutoscaler = z.infer<typeof HorizontalPodAutoscaler>;

export const PodDisruptionBudget = z.object({
  kind: z.literal('PodDisruptionBudget'),
  metadata: Meta,
  spec: opt(z.object({ minAvailable: opt(IntOrString), maxUnavailable: opt(IntOrString), selector: opt(Selector) })),
  status: opt(
    z.object({
      disruptionsAllowed: opt(z.number()),
      currentHealthy: opt(z.number()),
      desiredHealthy: opt(z.number()),
      expectedPods: opt(z.number()),
      conditions: list(Condition),
    }),
  ),
});
export type PodDisruptionBudget = z.infer<typeof PodDisruptionBudget>;

export const ResourceQuota = z.object({
  kind: z.literal('ResourceQuota'),
  metadata: Meta,
  status: opt(z.object({ hard: Quantities, used: Quantities })),
});
export type ResourceQuota = z.infer<typeof ResourceQuota>;

/** Of the kubelets: renewed every ten seconds. */
export const Lease = z.object({
  kind: z.literal('Lease'),
  metadata: Meta,
  spec: opt(
    z.object({ holderIdentity: opt(z.string()), renewTime: opt(Timestamp), leaseDurationSeconds: opt(z.number()) }),
  ),
});
export type Lease = z.infer<typeof Lease>;

/** Its name alone: what is in it is never asked for. */
export const ConfigMap = z.object({ kind: z.literal('ConfigMap'), metadata: Meta });
export type ConfigMap = z.infer<typeof ConfigMap>;
