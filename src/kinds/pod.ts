import { z } from 'zod';
import { Container, ContainerStatus } from './container.ts';
import { Labels, list, Meta, opt, Timestamp } from './meta.ts';
import { shared } from './shared.ts';
import { Condition, Text } from './text.ts';

const Toleration = z.object({
  key: opt(z.string()),
  operator: opt(z.string()),
  value: opt(z.string()),
  effect: opt(z.string()),
});

const Named = z.object({ name: opt(z.string()), optional: opt(z.boolean()) });

const Volume = z.object({
  name: z.string(),
  persistentVolumeClaim: opt(z.object({ claimName: z.string(), readOnly: opt(z.boolean()) })),
  ephemeral: opt(z.object({})),
  secret: opt(z.object({ secretName: opt(z.string()), optional: opt(z.boolean()) })),
  configMap: opt(z.object({ name: opt(z.string()), optional: opt(z.boolean()) })),
  projected: opt(shared(z.object({ sources: list(z.object({ secret: opt(Named), configMap: opt(Named) })) }))),
});

/** A pod's own token is mounted under a name of its own. */
const Containers = shared(z.array(Container), 'volumeMounts');

export const PodSpec = z.object({
  nodeName: opt(z.string()),
  hostNetwork: opt(z.boolean()),
  nodeSelector: z.record(z.string(), z.string()).nullish(),
  restartPolicy: opt(z.string()),
  terminationGracePeriodSeconds: opt(z.number()),
  tolerations: opt(shared(z.array(Toleration))),
  schedulingGates: list(z.object({ name: z.string() })),
  readinessGates: list(z.object({ conditionType: z.string() })),
  imagePullSecrets: opt(shared(z.array(Named))),
  priorityClassName: opt(z.string()),
  initContainers: opt(Containers),
  containers: opt(Containers),
  volumes: list(shared(Volume)),
});
export type PodSpec = z.infer<typeof PodSpec>;

export const PodTemplate = z.object({
  metadata: opt(z.object({ labels: Labels })),
  spec: opt(PodSpec),
});

export const Pod = z.object({
  kind: z.literal('Pod'),
  metadata: Meta,
  spec: opt(PodSpec),
  status: opt(
    z.object({
      phase: opt(z.string()),
      reason: opt(z.string()),
      message: opt(Text),
      startTime: opt(Timestamp),
      conditions: list(Condition),
      initContainerStatuses: list(ContainerStatus),
      containerStatuses: list(ContainerStatus),
    }),
  ),
});
export type Pod = z.infer<typeof Pod>;
