import { z } from 'zod';
import type { AccessKind, RawObject } from '../../../src/collect/cluster-access.ts';
import { project } from '../../../src/kinds/project.ts';
import type { Kind, ObjectOf } from '../../../src/kinds/registry.ts';
import { lookAtBudget, lookAtEvent, lookAtMetrics, lookAtNode, lookAtQuota, lookAtScaler } from './cluster.ts';
import { lookAtAttachment, lookAtLease, lookAtPart, lookAtWebhooks } from './cluster-parts.ts';
import {
  lookAtApplication,
  lookAtCertificate,
  lookAtExternalSecret,
  lookAtFlux,
  lookAtGitRepository,
  lookAtHelmChart,
  lookAtSealedSecret,
} from './delivery.ts';
import { lookAtGateway, lookAtGatewayClass, lookAtRoute } from './gateway.ts';
import { age, byReady, FINE, type Look, told } from './look.ts';
import { lookAtEndpointSlice, lookAtIngress, lookAtPolicy, lookAtService } from './network.ts';
import { lookAtPod } from './pod.ts';
import { lookAtCronJob, lookAtDaemonSet, lookAtJob, lookAtReplicas } from './workloads.ts';

type LookAt<T> = (object: T, now: Date) => Look;

const LOOKS: { readonly [K in Kind]: LookAt<ObjectOf<K>> } = {
  Namespace: ({ status }) => byPhase(status?.phase, '', 'Active'),
  Node: lookAtNode,
  Pod: lookAtPod,
  Deployment: lookAtReplicas,
  StatefulSet: lookAtReplicas,
  DaemonSet: lookAtDaemonSet,
  ReplicaSet: lookAtReplicas,
  Job: lookAtJob,
  CronJob: lookAtCronJob,
  Service: lookAtService,
  EndpointSlice: lookAtEndpointSlice,
  Ingress: lookAtIngress,
  IngressClass: ({ spec }) => ({ ...FINE, about: spec?.controller ?? '' }),
  PersistentVolumeClaim: ({ spec, status }) =>
    byPhase(
      status?.phase,
      told(`${spec?.resources?.requests?.['storage'] ?? ''}`, spec?.storageClassName, spec?.volumeName),
      'Bound',
    ),
  PersistentVolume: ({ spec, status }) =>
    byPhase(
      status?.phase,
      told(
        spec?.claimRef && `${spec.claimRef.namespace}/${spec.claimRef.name}`,
        spec?.storageClassName,
        status?.message,
      ),
      'Bound',
      'Available',
    ),
  StorageClass: ({ provisioner, volumeBindingMode }) => ({ ...FINE, about: told(provisioner, volumeBindingMode) }),
  HorizontalPodAutoscaler: lookAtScaler,
  PodDisruptionBudget: lookAtBudget,
  ResourceQuota: lookAtQuota,
  NetworkPolicy: lookAtPolicy,
  VolumeAttachment: lookAtAttachment,
  ValidatingWebhookConfiguration: lookAtWebhooks,
  MutatingWebhookConfiguration: lookAtWebhooks,
  APIService: lookAtPart,
  Lease: lookAtLease,
  ConfigMap: () => FINE,
  Certificate: lookAtCertificate,
  ExternalSecret: lookAtExternalSecret,
  SecretStore: ({ status }) => byReady(status?.conditions),
  ClusterSecretStore: ({ status }) => byReady(status?.conditions),
  SealedSecret: lookAtSealedSecret,
  Application: lookAtApplication,
  Rollout: lookAtReplicas,
  Kustomization: lookAtFlux,
  HelmRelease: lookAtFlux,
  GitRepository: lookAtGitRepository,
  HelmChart: lookAtHelmChart,
  GatewayClass: lookAtGatewayClass,
  Gateway: lookAtGateway,
  HTTPRoute: lookAtRoute,
  PodMetrics: lookAtMetrics,
  Event: lookAtEvent,
};

function byPhase(phase: string | null | undefined, about: string, ...fine: readonly string[]): Look {
  return { ...FINE, status: phase ?? 'Unknown', about, trouble: !fine.includes(phase ?? '') };
}

export interface Row extends Look {
  readonly namespace: string | null;
  readonly name: string;
  readonly age: string | null;
}

const Meta = z.object({
  name: z.string().catch('?'),
  namespace: z.string().nullish().catch(null),
  creationTimestamp: z.string().nullish().catch(null),
});
const Keys = z.array(z.string());
/** A recording holds no keys. */
const ConfigMap = z.object({ dataKeys: Keys.nullish().catch(null), binaryDataKeys: Keys.nullish().catch(null) });

/** One row of a list, whatever the object is made of. */
export function rowOf(kind: AccessKind, object: RawObject, now: Date): Row {
  const { name, namespace = null, creationTimestamp } = Meta.catch({ name: '?' }).parse(object['metadata']);
  const look = isShownByTools(kind) ? LOOKS_OF_TOOLS[kind](object) : lookAt(kind, object, now);
  return { namespace, name, age: age(creationTimestamp, now), ...look };
}

function lookAt<K extends Kind>(kind: K, object: RawObject, now: Date): Look {
  const projection = project(kind, object);
  if (!projection.ok) return { ...FINE, status: 'Malformed', about: projection.why, trouble: true };
  const look: LookAt<ObjectOf<K>> = LOOKS[kind];
  return look(projection.object, now);
}

function lookAtConfigMap(object: RawObject): Look {
  const { dataKeys, binaryDataKeys } = ConfigMap.parse(object);
  if (!dataKeys && !binaryDataKeys) return FINE;
  const keys = [...(dataKeys ?? []), ...(binaryDataKeys ?? [])];
  return { ...FINE, about: `${keys.length} ${keys.length === 1 ? 'key' : 'keys'}: ${keys.slice(0, 8).join(' ')}` };
}

/** The revision's number, as `kubectl rollout undo` takes it. */
function lookAtRevision({ revision }: RawObject): Look {
  return { ...FINE, about: typeof revision === 'number' ? `revision ${revision}` : '' };
}

const LOOKS_OF_TOOLS = { ConfigMap: lookAtConfigMap, ControllerRevision: lookAtRevision } as const;

function isShownByTools(kind: AccessKind): kind is keyof typeof LOOKS_OF_TOOLS {
  return Object.hasOwn(LOOKS_OF_TOOLS, kind);
}

/** What is in trouble first, then by namespace and name. */
export function troubledFirst(rows: readonly Row[]): Row[] {
  return rows.toSorted(
    (a, b) =>
      Number(b.trouble) - Number(a.trouble) || compare(a.namespace ?? '', b.namespace ?? '') || compare(a.name, b.name),
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
