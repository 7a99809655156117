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
  /** The one of k8s/components that grants it: everything works without it, less well. Null: the ClusterRole of k8s/base does. */
  readonly component: Component | null;
  /** The one namespace it is needed in; null: in all of them. */
  readonly within: string | null;
}

export type Component = 'config-times' | 'kubelet-volume-figures';

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
  NetworkPolicy: 'policies that keep clients away from a service',
  VolumeAttachment: 'volumes that cannot be attached to a node',
  ValidatingWebhookConfiguration: 'admission webhooks that nobody answers',
  MutatingWebhookConfiguration: 'admission webhooks that nobody answers',
  APIService: 'parts of the API that nobody answers for',
  Lease: 'nodes whose kubelet went silent',
  ConfigMap: 'names of ConfigMaps, and when they changed; never what is in them (component config-times)',
  Certificate: 'certificates that expire (cert-manager)',
  ExternalSecret: 'secrets that do not sync (External Secrets); never the secrets themselves',
  SecretStore: 'stores that give no secrets (External Secrets)',
  ClusterSecretStore: 'stores that give no secrets (External Secrets)',
  SealedSecret: 'secrets that cannot be unsealed (Sealed Secrets); never the secrets themselves',
  Application: 'which commit is synced (Argo CD)',
  Rollout: 'rollouts that are aborted or stuck (Argo Rollouts)',
  Kustomization: 'which commit is synced (Flux)',
  HelmRelease: 'releases that failed (Flux)',
  GitRepository: 'which repository is synced (Flux)',
  HelmChart: 'charts that could not be installed (k3s)',
  GatewayClass: 'gateway controllers that are missing (Gateway API)',
  Gateway: 'gateways that take no traffic (Gateway API)',
  HTTPRoute: 'routes that lead nowhere (Gateway API)',
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
    component: null,
    within: null,
  },
  {
    group: '',
    resource: 'pods/log',
    verbs: ['get'],
    why: 'the last lines of containers that fail',
    component: null,
    within: null,
  },
  {
    group: '',
    resource: 'nodes/stats',
    verbs: ['get'],
    why: 'how full volumes are (component kubelet-volume-figures)',
    component: 'kubelet-volume-figures',
    within: null,
  },
];

/** All that detectors, the search for changes and the tools of agents read. The ClusterRoles of k8s/ are made from it. */
export function permissions(): readonly Permission[] {
  const entries: readonly (readonly [Kind, KindEntry])[] = ALL_KINDS.map((kind) => [kind, KINDS[kind]]);
  return [
    ...entries.map(([kind, { group, plural, byComponent = false, within = null }]) => ({
      group,
      resource: plural,
      verbs: READ,
      why: WHY[kind],
      // The only kind there is of that sort is ConfigMap.
      component: byComponent ? ('config-times' as const) : null,
      within,
    })),
    ...BESIDES,
  ];
}
