import { ALL_KINDS, KINDS, type Kind, type KindEntry } from './registry.ts';

/** One thing the monitor may read in the whole cluster. There is nothing it may write but its own state. */
export interface Permission {
  /** '' is the core group. */
  readonly group: string;
  /** As RBAC writes it: `pods`, `pods/log`. */
  readonly resource: string;
  readonly verbs: readonly ('get' | 'list')[];
  /** For people: what it is good for. */
  readonly why: string;
  /** Not in the ClusterRole of k8s/base: everything works without it, less well, and a component of k8s/components grants it. */
  readonly optional: boolean;
}

/** What each kind tells. */
const WHY: { readonly [K in Kind]: string } = {
  Namespace: 'which namespaces there are, and which cluster this is',
  Node: 'nodes that are not ready or under pressure',
  Pod: 'containers that crash, wait or are not ready',
  Deployment: 'replicas that are missing, rollouts that are blocked',
  StatefulSet: 'replicas that are missing',
  DaemonSet: 'nodes where a daemon is missing',
  ReplicaSet: 'whose pods these are, and what a rollout changed',
  Job: 'jobs that failed for good',
  CronJob: 'jobs that keep failing or did not start',
  Service: 'selectors that find no pod',
  EndpointSlice: 'services without a ready endpoint',
  Ingress: 'hosts that lead nowhere',
  IngressClass: 'ingress controllers that are in use',
  PersistentVolumeClaim: 'claims that are pending or lost',
  PersistentVolume: 'volumes behind claims',
  StorageClass: 'claims that nobody can serve',
  HorizontalPodAutoscaler: 'autoscalers that cannot scale',
  PodDisruptionBudget: 'budgets that stop a drain',
  ResourceQuota: 'pods that a quota keeps from being made',
  Certificate: 'certificates that expire (cert-manager)',
  ExternalSecret: 'secrets that do not sync (External Secrets); never the secrets themselves',
  SealedSecret: 'secrets that cannot be unsealed (Sealed Secrets); never the secrets themselves',
  Application: 'which commit is synced (Argo CD)',
  Rollout: 'rollouts that are aborted or stuck (Argo Rollouts)',
  Kustomization: 'which commit is synced (Flux)',
  HelmRelease: 'releases that failed (Flux)',
  GitRepository: 'which repository is synced (Flux)',
  PodMetrics: 'memory near its limit (metrics server)',
  Event: 'details of what other objects say',
};

const READ = ['get', 'list'] as const;

/** What no detector lists, but who looks closer asks for. */
const BESIDES: readonly Permission[] = [
  {
    group: 'apps',
    resource: 'controllerrevisions',
    verbs: READ,
    why: 'what a rollout of a StatefulSet or DaemonSet changed',
    optional: false,
  },
  {
    group: '',
    resource: 'pods/log',
    verbs: ['get'],
    why: 'the last lines of containers that fail',
    optional: false,
  },
  {
    group: '',
    resource: 'configmaps',
    verbs: READ,
    why: 'when a ConfigMap changed that a failing workload reads (component config-times)',
    optional: true,
  },
];

/** All that detectors, the search for changes and the tools of agents read. The ClusterRoles of k8s/ are made from it. */
export function permissions(): readonly Permission[] {
  const entries: readonly (readonly [Kind, KindEntry])[] = ALL_KINDS.map((kind) => [kind, KINDS[kind]]);
  return [
    ...entries.map(([kind, { group, plural }]) => ({
      group,
      resource: plural,
      verbs: READ,
      why: WHY[kind],
      optional: false,
    })),
    ...BESIDES,
  ];
}
