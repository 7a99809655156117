import type { z } from 'zod';
import { lean } from './lean.ts';
import { KINDS, type Kind, type ObjectOf } from './registry.ts';
import type { ObjectsByKind } from './snapshot.ts';

/** The registry seen as one schema per kind: that the two agree is checked by the compiler. */
const SCHEMAS: { readonly [K in Kind]: { readonly schema: z.ZodType<ObjectOf<K>> } } = KINDS;

const MOST_FAULTS = 3;

export type Projection<K extends Kind> =
  | { readonly ok: true; readonly object: ObjectOf<K> }
  | { readonly ok: false; readonly why: string };

/** Keeps what the program reads of an object and drops the rest; says what is wrong with one it can't understand. */
export function project<K extends Kind>(kind: K, raw: unknown): Projection<K> {
  const result = SCHEMAS[kind].schema.safeParse(raw);
  return result.success ? { ok: true, object: lean(kind, result.data) } : { ok: false, why: whyNot(result.error) };
}

/** `spec.replicas: expected number, received string`. */
function whyNot({ issues }: z.ZodError): string {
  const rest = issues.length > MOST_FAULTS ? `; and ${issues.length - MOST_FAULTS} more` : '';
  const faults = issues.slice(0, MOST_FAULTS).map(({ path, message }) => {
    const why = message.replace(/^Invalid input: /, '');
    return path.length === 0 ? why : `${path.join('.')}: ${why}`;
  });
  return `${faults.join('; ')}${rest}`;
}

/** One list per kind, each asked for in turn. */
export function objectsByKind(read: <K extends Kind>(kind: K) => readonly ObjectOf<K>[]): ObjectsByKind {
  return {
    Namespace: read('Namespace'),
    Node: read('Node'),
    Pod: read('Pod'),
    Deployment: read('Deployment'),
    StatefulSet: read('StatefulSet'),
    DaemonSet: read('DaemonSet'),
    ReplicaSet: read('ReplicaSet'),
    Job: read('Job'),
    CronJob: read('CronJob'),
    Service: read('Service'),
    EndpointSlice: read('EndpointSlice'),
    Ingress: read('Ingress'),
    IngressClass: read('IngressClass'),
    PersistentVolumeClaim: read('PersistentVolumeClaim'),
    PersistentVolume: read('PersistentVolume'),
    StorageClass: read('StorageClass'),
    HorizontalPodAutoscaler: read('HorizontalPodAutoscaler'),
    PodDisruptionBudget: read('PodDisruptionBudget'),
    ResourceQuota: read('ResourceQuota'),
    NetworkPolicy: read('NetworkPolicy'),
    VolumeAttachment: read('VolumeAttachment'),
    ValidatingWebhookConfiguration: read('ValidatingWebhookConfiguration'),
    MutatingWebhookConfiguration: read('MutatingWebhookConfiguration'),
    APIService: read('APIService'),
    Lease: read('Lease'),
    ConfigMap: read('ConfigMap'),
    Certificate: read('Certificate'),
    ExternalSecret: read('ExternalSecret'),
    SecretStore: read('SecretStore'),
    ClusterSecretStore: read('ClusterSecretStore'),
    SealedSecret: read('SealedSecret'),
    Application: read('Application'),
    Rollout: read('Rollout'),
    Kustomization: read('Kustomization'),
    HelmRelease: read('HelmRelease'),
    GitRepository: read('GitRepository'),
    HelmChart: read('HelmChart'),
    GatewayClass: read('GatewayClass'),
    Gateway: read('Gateway'),
    HTTPRoute: read('HTTPRoute'),
    PodMetrics: read('PodMetrics'),
    Event: read('Event'),
  };
}
