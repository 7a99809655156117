import { z } from 'zod';
import { list, Meta, opt, Timestamp } from './meta.ts';
import { Condition, Text } from './text.ts';

/** cert-manager. */
export const Certificate = z.object({
  kind: z.literal('Certificate'),
  metadata: Meta,
  spec: opt(
    z.object({
      secretName: opt(z.string()),
      dnsNames: list(z.string()),
      issuerRef: opt(z.object({ name: opt(z.string()), kind: opt(z.string()) })),
    }),
  ),
  status: opt(z.object({ notAfter: opt(Timestamp), renewalTime: opt(Timestamp), conditions: list(Condition) })),
});
export type Certificate = z.infer<typeof Certificate>;

/** external-secrets.io. */
export const ExternalSecret = z.object({
  kind: z.literal('ExternalSecret'),
  metadata: Meta,
  spec: opt(
    z.object({
      refreshInterval: opt(z.string()),
      secretStoreRef: opt(z.object({ name: opt(z.string()), kind: opt(z.string()) })),
      target: opt(z.object({ name: opt(z.string()) })),
    }),
  ),
  status: opt(z.object({ refreshTime: opt(Timestamp), conditions: list(Condition) })),
});
export type ExternalSecret = z.infer<typeof ExternalSecret>;

const Source = z.object({
  repoURL: opt(z.string()),
  path: opt(z.string()),
  chart: opt(z.string()),
  targetRevision: opt(z.string()),
});

/** Argo CD. */
export const Application = z.object({
  kind: z.literal('Application'),
  metadata: Meta,
  spec: opt(
    z.object({
      source: opt(Source),
      sources: list(Source),
      destination: opt(z.object({ namespace: opt(z.string()), name: opt(z.string()) })),
    }),
  ),
  status: opt(
    z.object({
      sync: opt(z.object({ status: opt(z.string()), revision: opt(z.string()) })),
      health: opt(z.object({ status: opt(z.string()), message: opt(Text) })),
      operationState: opt(
        z.object({ phase: opt(z.string()), message: opt(Text), startedAt: opt(Timestamp), finishedAt: opt(Timestamp) }),
      ),
      reconciledAt: opt(Timestamp),
      history: list(z.object({ revision: opt(z.string()), deployedAt: opt(Timestamp) })),
      conditions: list(z.object({ type: opt(z.string()), message: opt(Text), lastTransitionTime: opt(Timestamp) })),
    }),
  ),
});
export type Application = z.infer<typeof Application>;

const FluxStatus = z.object({
  lastAppliedRevision: opt(z.string()),
  lastAttemptedRevision: opt(z.string()),
  conditions: list(Condition),
});

/** Flux. */
export const Kustomization = z.object({
  kind: z.literal('Kustomization'),
  metadata: Meta,
  spec: opt(z.object({ path: opt(z.string()), suspend: opt(z.boolean()), targetNamespace: opt(z.string()) })),
  status: opt(FluxStatus),
});
export type Kustomization = z.infer<typeof Kustomization>;

export const HelmRelease = z.object({
  kind: z.literal('HelmRelease'),
  metadata: Meta,
  spec: opt(z.object({ suspend: opt(z.boolean()), targetNamespace: opt(z.string()) })),
  status: opt(FluxStatus),
});
export type HelmRelease = z.infer<typeof HelmRelease>;

/** metrics.k8s.io, served by metrics-server. */
export const PodMetrics = z.object({
  kind: z.literal('PodMetrics'),
  metadata: Meta,
  timestamp: opt(Timestamp),
  containers: list(z.object({ name: z.string(), usage: z.record(z.string(), z.string()).nullish() })),
});
export type PodMetrics = z.infer<typeof PodMetrics>;
