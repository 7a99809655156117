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
  status: opt(
    z.object({
      notBefore: opt(Timestamp),
      notAfter: opt(Timestamp),
      renewalTime: opt(Timestamp),
      revision: opt(z.number()),
      conditions: list(Condition),
    }),
  ),
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

const Store = {
  metadata: Meta,
  spec: opt(z.object({ refreshInterval: opt(z.number()) })),
  status: opt(z.object({ conditions: list(Condition) })),
};

/** external-secrets.io: where the secrets come from. Which provider, and how it is asked, is not kept. */
export const SecretStore = z.object({ kind: z.literal('SecretStore'), ...Store });
export type SecretStore = z.infer<typeof SecretStore>;
export const ClusterSecretStore = z.object({ kind: z.literal('ClusterSecretStore'), ...Store });
export type ClusterSecretStore = z.infer<typeof ClusterSecretStore>;

/** k3s: a chart that its own controller installs by a Job. */
export const HelmChart = z.object({
  kind: z.literal('HelmChart'),
  metadata: Meta,
  spec: opt(z.object({ chart: opt(z.string()), version: opt(z.string()), targetNamespace: opt(z.string()) })),
  status: opt(z.object({ jobName: opt(z.string()), conditions: list(Condition) })),
});
export type HelmChart = z.infer<typeof HelmChart>;

/** Bitnami's. What is sealed in it is never kept. */
export const SealedSecret = z.object({
  kind: z.literal('SealedSecret'),
  metadata: Meta,
  status: opt(z.object({ observedGeneration: opt(z.number()), conditions: list(Condition) })),
});
export type SealedSecret = z.infer<typeof SealedSecret>;

const Source = z.object({
  repoURL: opt(z.string()),
  path: opt(z.string()),
  chart: opt(z.string()),
  targetRevision: opt(z.string()),
});

const MOST_MANAGED = 500;
const MOST_HISTORY = 20;

/** What an application brings: its roles and definitions (hundreds, of some charts) explain no fault. */
const Managed = z
  .array(
    z.object({
      kind: opt(z.string()),
      namespace: opt(z.string()),
      name: opt(z.string()),
      status: opt(z.string()),
      health: opt(z.object({ status: opt(z.string()), message: opt(Text) })),
    }),
  )
  .transform((all) =>
    all.filter(({ kind }) => !/Role|ServiceAccount|Definition$/.test(kind ?? '')).slice(0, MOST_MANAGED),
  );
/** `namespace_name_group_Kind`. */
const Inventory = z
  .array(z.object({ id: z.string() }))
  .transform((all) => all.filter(({ id }) => !/Role|ServiceAccount|Definition$/.test(id)).slice(0, MOST_MANAGED));

const Revisions = { revision: opt(z.string()), revisions: list(z.string()) };

/** Argo CD. */
export const Application = z.object({
  kind: z.literal('Application'),
  metadata: Meta,
  spec: opt(
    z.object({
      source: opt(Source),
      sources: list(Source),
      destination: opt(z.object({ namespace: opt(z.string()), name: opt(z.string()) })),
      syncPolicy: opt(z.object({ automated: opt(z.object({ enabled: opt(z.boolean()), prune: opt(z.boolean()) })) })),
    }),
  ),
  status: opt(
    z.object({
      sync: opt(z.object({ status: opt(z.string()), ...Revisions })),
      health: opt(z.object({ status: opt(z.string()), message: opt(Text), lastTransitionTime: opt(Timestamp) })),
      operationState: opt(
        z.object({
          phase: opt(z.string()),
          message: opt(Text),
          startedAt: opt(Timestamp),
          finishedAt: opt(Timestamp),
          syncResult: opt(z.object(Revisions)),
        }),
      ),
      reconciledAt: opt(Timestamp),
      history: list(z.object({ ...Revisions, deployedAt: opt(Timestamp) })),
      resources: opt(Managed),
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
/** Of Flux: kind, and where it lives; without a namespace it is beside whoever names it. */
const SourceRef = z.object({ kind: opt(z.string()), namespace: opt(z.string()), name: opt(z.string()) });
const DependsOn = list(z.object({ namespace: opt(z.string()), name: opt(z.string()) }));

/** Flux. */
export const Kustomization = z.object({
  kind: z.literal('Kustomization'),
  metadata: Meta,
  spec: opt(
    z.object({
      path: opt(z.string()),
      suspend: opt(z.boolean()),
      targetNamespace: opt(z.string()),
      sourceRef: opt(SourceRef),
      dependsOn: DependsOn,
    }),
  ),
  status: opt(
    FluxStatus.extend({
      inventory: opt(z.object({ entries: opt(Inventory) })),
      history: opt(
        z
          .array(z.object({ firstReconciled: opt(Timestamp), metadata: opt(z.object({ revision: opt(z.string()) })) }))
          .transform((all) => all.slice(0, MOST_HISTORY)),
      ),
    }),
  ),
});
export type Kustomization = z.infer<typeof Kustomization>;

export const HelmRelease = z.object({
  kind: z.literal('HelmRelease'),
  metadata: Meta,
  spec: opt(
    z.object({
      suspend: opt(z.boolean()),
      targetNamespace: opt(z.string()),
      chart: opt(
        z.object({
          spec: opt(z.object({ chart: opt(z.string()), version: opt(z.string()), sourceRef: opt(SourceRef) })),
        }),
      ),
      chartRef: opt(SourceRef),
      dependsOn: DependsOn,
    }),
  ),
  status: opt(
    FluxStatus.extend({
      history: opt(
        z
          .array(
            z.object({
              chartName: opt(z.string()),
              chartVersion: opt(z.string()),
              configDigest: opt(z.string()),
              lastDeployed: opt(Timestamp),
              status: opt(z.string()),
              version: opt(z.number()),
            }),
          )
          .transform((all) => all.slice(0, MOST_HISTORY)),
      ),
    }),
  ),
});
export type HelmRelease = z.infer<typeof HelmRelease>;

/** Where Flux takes manifests from. */
export const GitRepository = z.object({
  kind: z.literal('GitRepository'),
  metadata: Meta,
  spec: opt(
    z.object({
      url: opt(z.string()),
      suspend: opt(z.boolean()),
      ref: opt(
        z.object({ branch: opt(z.string()), tag: opt(z.string()), semver: opt(z.string()), commit: opt(z.string()) }),
      ),
    }),
  ),
  status: opt(
    z.object({
      artifact: opt(z.object({ revision: opt(z.string()), lastUpdateTime: opt(Timestamp) })),
      conditions: list(Condition),
    }),
  ),
});
export type GitRepository = z.infer<typeof GitRepository>;

/** metrics.k8s.io, served by metrics-server. */
export const PodMetrics = z.object({
  kind: z.literal('PodMetrics'),
  metadata: Meta,
  timestamp: opt(Timestamp),
  containers: list(z.object({ name: z.string(), usage: z.record(z.string(), z.string()).nullish() })),
});
export type PodMetrics = z.infer<typeof PodMetrics>;
