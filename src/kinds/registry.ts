import type { z } from 'zod';
import { APIService, MutatingWebhookConfiguration, ValidatingWebhookConfiguration } from './admission.ts';
import {
  ConfigMap,
  Event,
  HorizontalPodAutoscaler,
  Lease,
  Namespace,
  Node,
  PodDisruptionBudget,
  ResourceQuota,
} from './cluster.ts';
import {
  Application,
  Certificate,
  ClusterSecretStore,
  ExternalSecret,
  GitRepository,
  HelmChart,
  HelmRelease,
  Kustomization,
  PodMetrics,
  SealedSecret,
  SecretStore,
} from './extensions.ts';
import { Gateway, GatewayClass, HTTPRoute } from './gateway.ts';
import { EndpointSlice, Ingress, IngressClass, NetworkPolicy, Service } from './network.ts';
import { Pod } from './pod.ts';
import { PersistentVolume, PersistentVolumeClaim, StorageClass, VolumeAttachment } from './storage.ts';
import { CronJob, DaemonSet, Deployment, Job, ReplicaSet, Rollout, StatefulSet } from './workloads.ts';

export interface KindEntry {
  /** '' is the core group. */
  readonly group: string;
  /** Newest first; of an optional kind the first one the cluster serves is read. */
  readonly versions: readonly string[];
  readonly plural: string;
  readonly namespaced: boolean;
  /** An optional kind that the cluster doesn't serve is fine. */
  readonly optional: boolean;
  /** Only a component of k8s/ grants it: where it is forbidden it is not read, and nothing is missing. */
  readonly byComponent?: boolean;
  /** Only the metadata is asked for. */
  readonly metadataOnly?: boolean;
  /** Only what is in this namespace is asked for. */
  readonly within?: string;
  /** The projection: what is not in the schema is dropped as it is read. */
  readonly schema: z.ZodType;
}

const core = { group: '', versions: ['v1'], namespaced: true, optional: false } as const;
const apps = { group: 'apps', versions: ['v1'], namespaced: true, optional: false } as const;
const batch = { group: 'batch', versions: ['v1'], namespaced: true, optional: false } as const;
const custom = { namespaced: true, optional: true } as const;
const gateway = { ...custom, group: 'gateway.networking.k8s.io', versions: ['v1', 'v1beta1'] } as const;
const admission = {
  group: 'admissionregistration.k8s.io',
  versions: ['v1'],
  namespaced: false,
  optional: false,
} as const;

/** Every kind the program reads, in the order it reads them: what matters most comes first. */
export const KINDS = {
  Namespace: { ...core, plural: 'namespaces', namespaced: false, schema: Namespace },
  Node: { ...core, plural: 'nodes', namespaced: false, schema: Node },
  Pod: { ...core, plural: 'pods', schema: Pod },
  Deployment: { ...apps, plural: 'deployments', schema: Deployment },
  StatefulSet: { ...apps, plural: 'statefulsets', schema: StatefulSet },
  DaemonSet: { ...apps, plural: 'daemonsets', schema: DaemonSet },
  ReplicaSet: { ...apps, plural: 'replicasets', schema: ReplicaSet },
  Job: { ...batch, plural: 'jobs', schema: Job },
  CronJob: { ...batch, plural: 'cronjobs', schema: CronJob },
  Service: { ...core, plural: 'services', schema: Service },
  EndpointSlice: {
    group: 'discovery.k8s.io',
    versions: ['v1'],
    plural: 'endpointslices',
    namespaced: true,
    optional: false,
    schema: EndpointSlice,
  },
  Ingress: {
    group: 'networking.k8s.io',
    versions: ['v1'],
    plural: 'ingresses',
    namespaced: true,
    optional: false,
    schema: Ingress,
  },
  IngressClass: {
    group: 'networking.k8s.io',
    versions: ['v1'],
    plural: 'ingressclasses',
    namespaced: false,
    optional: false,
    schema: IngressClass,
  },
  PersistentVolumeClaim: { ...core, plural: 'persistentvolumeclaims', schema: PersistentVolumeClaim },
  PersistentVolume: { ...core, plural: 'persistentvolumes', namespaced: false, schema: PersistentVolume },
  StorageClass: {
    group: 'storage.k8s.io',
    versions: ['v1'],
    plural: 'storageclasses',
    namespaced: false,
    optional: false,
    schema: StorageClass,
  },
  HorizontalPodAutoscaler: {
    group: 'autoscaling',
    versions: ['v2'],
    plural: 'horizontalpodautoscalers',
    namespaced: true,
    optional: false,
    schema: HorizontalPodAutoscaler,
  },
  PodDisruptionBudget: {
    group: 'policy',
    versions: ['v1'],
    plural: 'poddisruptionbudgets',
    namespaced: true,
    optional: false,
    schema: PodDisruptionBudget,
  },
  ResourceQuota: { ...core, plural: 'resourcequotas', schema: ResourceQuota },
  NetworkPolicy: {
    group: 'networking.k8s.io',
    versions: ['v1'],
    plural: 'networkpolicies',
    namespaced: true,
    optional: false,
    schema: NetworkPolicy,
  },
  VolumeAttachment: {
    group: 'storage.k8s.io',
    versions: ['v1'],
    plural: 'volumeattachments',
    namespaced: false,
    optional: false,
    schema: VolumeAttachment,
  },
  ValidatingWebhookConfiguration: {
    ...admission,
    plural: 'validatingwebhookconfigurations',
    schema: ValidatingWebhookConfiguration,
  },
  MutatingWebhookConfiguration: {
    ...admission,
    plural: 'mutatingwebhookconfigurations',
    schema: MutatingWebhookConfiguration,
  },
  APIService: {
    group: 'apiregistration.k8s.io',
    versions: ['v1'],
    plural: 'apiservices',
    namespaced: false,
    optional: false,
    schema: APIService,
  },
  Lease: {
    group: 'coordination.k8s.io',
    versions: ['v1'],
    plural: 'leases',
    namespaced: true,
    optional: false,
    within: 'kube-node-lease',
    schema: Lease,
  },
  ConfigMap: { ...core, plural: 'configmaps', byComponent: true, metadataOnly: true, schema: ConfigMap },
  Certificate: { ...custom, group: 'cert-manager.io', versions: ['v1'], plural: 'certificates', schema: Certificate },
  ExternalSecret: {
    ...custom,
    group: 'external-secrets.io',
    versions: ['v1', 'v1beta1'],
    plural: 'externalsecrets',
    schema: ExternalSecret,
  },
  SecretStore: {
    ...custom,
    group: 'external-secrets.io',
    versions: ['v1', 'v1beta1'],
    plural: 'secretstores',
    schema: SecretStore,
  },
  ClusterSecretStore: {
    ...custom,
    group: 'external-secrets.io',
    versions: ['v1', 'v1beta1'],
    plural: 'clustersecretstores',
    namespaced: false,
    schema: ClusterSecretStore,
  },
  SealedSecret: {
    ...custom,
    group: 'bitnami.com',
    versions: ['v1alpha1'],
    plural: 'sealedsecrets',
    schema: SealedSecret,
  },
  Application: { ...custom, group: 'argoproj.io', versions: ['v1alpha1'], plural: 'applications', schema: Application },
  Rollout: { ...custom, group: 'argoproj.io', versions: ['v1alpha1'], plural: 'rollouts', schema: Rollout },
  Kustomization: {
    ...custom,
    group: 'kustomize.toolkit.fluxcd.io',
    versions: ['v1', 'v1beta2'],
    plural: 'kustomizations',
    schema: Kustomization,
  },
  HelmRelease: {
    ...custom,
    group: 'helm.toolkit.fluxcd.io',
    versions: ['v2', 'v2beta2'],
    plural: 'helmreleases',
    schema: HelmRelease,
  },
  GitRepository: {
    ...custom,
    group: 'source.toolkit.fluxcd.io',
    versions: ['v1', 'v1beta2'],
    plural: 'gitrepositories',
    schema: GitRepository,
  },
  HelmChart: { ...custom, group: 'helm.cattle.io', versions: ['v1'], plural: 'helmcharts', schema: HelmChart },
  GatewayClass: { ...gateway, plural: 'gatewayclasses', namespaced: false, schema: GatewayClass },
  Gateway: { ...gateway, plural: 'gateways', schema: Gateway },
  HTTPRoute: { ...gateway, plural: 'httproutes', schema: HTTPRoute },
  PodMetrics: { ...custom, group: 'metrics.k8s.io', versions: ['v1beta1'], plural: 'pods', schema: PodMetrics },
  Event: { ...core, plural: 'events', schema: Event },
} as const satisfies Record<string, KindEntry>;

export type Kind = keyof typeof KINDS;
export type ObjectOf<K extends Kind> = z.infer<(typeof KINDS)[K]['schema']>;

export function isKind(text: string): text is Kind {
  return Object.hasOwn(KINDS, text);
}

/** `Object.keys` with its type kept. */
export const ALL_KINDS: readonly Kind[] = Object.keys(KINDS).filter(isKind);

/** Name of a resource as people and RBAC write it: `pods`, `certificates.cert-manager.io`. */
export function resourceName(kind: Kind): string {
  const { plural, group } = KINDS[kind];
  return group === '' ? plural : `${plural}.${group}`;
}
