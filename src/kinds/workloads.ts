import { z } from 'zod';
import { IntOrString, list, Meta, opt, Selector, Timestamp } from './meta.ts';
import { PodTemplate } from './pod.ts';
import { Condition, Text } from './text.ts';

const RollingUpdate = z.object({
  maxUnavailable: opt(IntOrString),
  maxSurge: opt(IntOrString),
  partition: opt(z.number()),
});
const Strategy = z.object({ type: opt(z.string()), rollingUpdate: opt(RollingUpdate) });

export const Deployment = z.object({
  kind: z.literal('Deployment'),
  metadata: Meta,
  spec: opt(
    z.object({
      replicas: opt(z.number()),
      paused: opt(z.boolean()),
      progressDeadlineSeconds: opt(z.number()),
      strategy: opt(Strategy),
      selector: opt(Selector),
      template: opt(PodTemplate),
    }),
  ),
  status: opt(
    z.object({
      observedGeneration: opt(z.number()),
      replicas: opt(z.number()),
      readyReplicas: opt(z.number()),
      availableReplicas: opt(z.number()),
      updatedReplicas: opt(z.number()),
      unavailableReplicas: opt(z.number()),
      conditions: list(Condition),
    }),
  ),
});
export type Deployment = z.infer<typeof Deployment>;

/** Argo Rollouts: shaped like a Deployment as far as we read it, plus its phase. */
export const Rollout = Deployment.extend({
  kind: z.literal('Rollout'),
  status: opt(
    z.object({
      phase: opt(z.string()),
      message: opt(Text),
      abort: opt(z.boolean()),
      replicas: opt(z.number()),
      readyReplicas: opt(z.number()),
      availableReplicas: opt(z.number()),
      updatedReplicas: opt(z.number()),
      conditions: list(Condition),
    }),
  ),
});
export type Rollout = z.infer<typeof Rollout>;

export const StatefulSet = z.object({
  kind: z.literal('StatefulSet'),
  metadata: Meta,
  spec: opt(
    z.object({
      replicas: opt(z.number()),
      serviceName: opt(z.string()),
      podManagementPolicy: opt(z.string()),
      ordinals: opt(z.object({ start: opt(z.number()) })),
      updateStrategy: opt(Strategy),
      selector: opt(Selector),
      template: opt(PodTemplate),
      volumeClaimTemplates: list(z.object({ metadata: opt(z.object({ name: opt(z.string()) })) })),
    }),
  ),
  status: opt(
    z.object({
      observedGeneration: opt(z.number()),
      replicas: opt(z.number()),
      readyReplicas: opt(z.number()),
      availableReplicas: opt(z.number()),
      currentReplicas: opt(z.number()),
      updatedReplicas: opt(z.number()),
      currentRevision: opt(z.string()),
      updateRevision: opt(z.string()),
      conditions: list(Condition),
    }),
  ),
});
export type StatefulSet = z.infer<typeof StatefulSet>;

export const DaemonSet = z.object({
  kind: z.literal('DaemonSet'),
  metadata: Meta,
  spec: opt(z.object({ updateStrategy: opt(Strategy), selector: opt(Selector), template: opt(PodTemplate) })),
  status: opt(
    z.object({
      observedGeneration: opt(z.number()),
      desiredNumberScheduled: opt(z.number()),
      currentNumberScheduled: opt(z.number()),
      numberReady: opt(z.number()),
      numberAvailable: opt(z.number()),
      numberUnavailable: opt(z.number()),
      numberMisscheduled: opt(z.number()),
      updatedNumberScheduled: opt(z.number()),
      conditions: list(Condition),
    }),
  ),
});
export type DaemonSet = z.infer<typeof DaemonSet>;

export const ReplicaSet = z.object({
  kind: z.literal('ReplicaSet'),
  metadata: Meta,
  spec: opt(z.object({ replicas: opt(z.number()), selector: opt(Selector), template: opt(PodTemplate) })),
  status: opt(
    z.object({
      replicas: opt(z.number()),
      readyReplicas: opt(z.number()),
      availableReplicas: opt(z.number()),
      conditions: list(Condition),
    }),
  ),
});
export type ReplicaSet = z.infer<typeof ReplicaSet>;

const JobSpec = z.object({
  parallelism: opt(z.number()),
  completions: opt(z.number()),
  backoffLimit: opt(z.number()),
  suspend: opt(z.boolean()),
  activeDeadlineSeconds: opt(z.number()),
  ttlSecondsAfterFinished: opt(z.number()),
  template: opt(PodTemplate),
});

export const Job = z.object({
  kind: z.literal('Job'),
  metadata: Meta,
  spec: opt(JobSpec),
  status: opt(
    z.object({
      active: opt(z.number()),
      succeeded: opt(z.number()),
      failed: opt(z.number()),
      ready: opt(z.number()),
      startTime: opt(Timestamp),
      completionTime: opt(Timestamp),
      conditions: list(Condition),
    }),
  ),
});
export type Job = z.infer<typeof Job>;

export const CronJob = z.object({
  kind: z.literal('CronJob'),
  metadata: Meta,
  spec: opt(
    z.object({
      schedule: opt(z.string()),
      timeZone: opt(z.string()),
      suspend: opt(z.boolean()),
      startingDeadlineSeconds: opt(z.number()),
      concurrencyPolicy: opt(z.string()),
      jobTemplate: opt(z.object({ spec: opt(JobSpec) })),
    }),
  ),
  status: opt(
    z.object({
      lastScheduleTime: opt(Timestamp),
      lastSuccessfulTime: opt(Timestamp),
      active: list(z.object({ name: opt(z.string()) })),
    }),
  ),
});
export type CronJob = z.infer<typeof CronJob>;
