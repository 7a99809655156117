import type { FieldKind } from '../../domain/field-change.ts';
import * as looks from './field-looks.ts';
import type { Place } from './field-place.ts';
import { metadataKind } from './metadata-rules.ts';

/** Holds when one of its parts does. */
interface Rule {
  readonly kind: FieldKind;
  /** Kinds of objects that are about nothing else. */
  readonly object?: RegExp;
  /** Keys above the field, or the field itself. */
  readonly inside?: readonly string[];
  readonly last?: RegExp;
  readonly when?: (place: Place) => boolean;
}

/** The first that holds says what a field is about: what it belongs to comes before how it is called. */
const RULES: readonly Rule[] = [
  { kind: 'secret', object: looks.SECRET_OBJECTS },
  { kind: 'access', when: looks.isAccess },
  { kind: 'secret', when: ({ keys }) => keys[0] === 'stringData' || keys[0] === 'encryptedData' },
  { kind: 'config', object: /^ConfigMap$/, when: ({ keys }) => keys[0] === 'data' || keys[0] === 'binaryData' },
  { kind: 'quota', object: /^(?:ResourceQuota|LimitRange)$/, inside: ['hard'] },
  { kind: 'security', object: looks.SECURITY_OBJECTS },
  { kind: 'chart', when: looks.isChart },
  { kind: 'config', last: /^(?:targetRevision|repoURL)$/, when: looks.isSource },
  { kind: 'other', when: looks.isSyncOption },
  { kind: 'image', when: looks.isContainer },
  { kind: 'secret', when: looks.isSecret },
  { kind: 'config', when: looks.isConfigReference },
  {
    kind: 'env',
    inside: ['env', 'envFrom', 'extraEnv', 'extraEnvs', 'extraEnvVars', 'environment', 'envVars'],
    when: looks.isBareEnv,
  },
  { kind: 'probe', when: ({ keys }) => keys.some((key) => /(?:readiness|liveness|startup)Probe$/i.test(key)) },
  {
    kind: 'security',
    inside: ['securityContext', 'podSecurityContext', 'containerSecurityContext', 'capabilities', 'seccompProfile'],
    last: /^(?:runAs\w+|fsGroup|allowPrivilegeEscalation|readOnlyRootFilesystem|privileged|host(?:Network|PID|IPC|Users))$/,
  },
  {
    kind: 'scheduling',
    object: /^(?:PriorityClass|RuntimeClass)$/,
    inside: ['nodeSelector', 'affinity', 'tolerations', 'topologySpreadConstraints', 'schedulingGates', 'taints'],
    last: /^(?:nodeName|priorityClassName|priority|schedulerName|runtimeClassName|(?:node(?:[.-][\w.-]+)?|topology)\.kubernetes\.io\/.+|kubernetes\.io\/(?:hostname|arch|os))$/,
  },
  {
    kind: 'storage',
    object: /^(?:PersistentVolume(?:Claim)?|StorageClass|VolumeSnapshot(?:Class)?|CSIDriver)$/,
    inside: [
      ...['volumeClaimTemplates', 'volumes', 'volumeMounts', 'persistentVolumeClaim', 'persistence'],
      ...['extraVolumes', 'extraVolumeMounts', 'storage', 'walStorage'],
    ],
    last: /^(?:storageClass(?:Name)?|claimName|accessModes|volumeName|mountPath|subPath|sizeLimit)$/,
  },
  { kind: 'limits', inside: ['limits'] },
  { kind: 'requests', inside: ['requests'] },
  { kind: 'image', when: looks.isImage },
  {
    kind: 'schedule',
    last: /^(?:schedule|timeZone|startingDeadlineSeconds|concurrencyPolicy)$/,
    when: ({ last, object }) => last === 'suspend' && (object === 'CronJob' || object === null),
  },
  {
    kind: 'replicas',
    object: /^(?:HorizontalPodAutoscaler|PodDisruptionBudget|VerticalPodAutoscaler|ScaledObject)$/,
    inside: ['autoscaling', 'podDisruptionBudget', 'rollingUpdate'],
    last: /^(?:replicas|replicaCount|(?:min|max)Replicas|instances|minAvailable|maxUnavailable|maxSurge|parallelism|completions)$/,
    when: ({ list }) => list === 'replicas',
  },
  { kind: 'access', inside: ['serviceAccount', 'rbac'], last: /^(?:serviceAccountName|automountServiceAccountToken)$/ },
  {
    kind: 'command',
    inside: ['command', 'args', 'extraArgs', 'lifecycle', 'workingDir', 'entrypoint', 'additionalArguments', 'script'],
    when: looks.isScript,
  },
  {
    kind: 'ingress',
    object: looks.INGRESS_OBJECTS,
    inside: [
      ...['ingress', 'ingressClassName', 'backendRefs', 'parentRefs', 'hostnames', 'backend', 'paths', 'pathType'],
      ...['gateway', 'ingressRoute', 'httpRoute', 'gatewayClassName'],
    ],
  },
  { kind: 'selector', when: looks.isSelector },
  {
    kind: 'port',
    inside: ['ports', 'port', 'containerPort', 'targetPort', 'hostPort', 'nodePort'],
    last: /(?:^|[a-z])Ports?$/,
  },
  { kind: 'ingress', object: /^Service$/, inside: ['service'] },
  { kind: 'off', when: (place) => looks.isListed(place) && place.difference.after === null },
  { kind: 'new', when: (place) => looks.isListed(place) && place.difference.before === null },
  // A setting of a chart, or of something a controller looks after.
  {
    kind: 'config',
    object: /^Values$/,
    inside: ['values', 'valuesObject', 'valuesFrom', 'parameters', 'config'],
    when: looks.isCustom,
  },
];

/** What a difference is about; null: nothing in the cluster follows from it. */
export function kindOf(place: Place): FieldKind | null {
  const meta = metadataKind(place);
  if (meta !== undefined) return meta;
  if (place.last === 'apiVersion' || (place.last === 'kind' && place.keys.length === 1)) return 'other';
  if (isRoutine(place)) return null;
  return RULES.find((rule) => holds(rule, place))?.kind ?? 'other';
}

function holds({ object, inside, last, when }: Rule, place: Place): boolean {
  return (
    (object !== undefined && place.object !== null && object.test(place.object)) ||
    (inside !== undefined && place.inside(...inside)) ||
    last?.test(place.last) === true ||
    when?.(place) === true
  );
}

/** The version of a chart's own folder, and what the cluster itself writes down. */
function isRoutine({ object, keys, last }: Place): boolean {
  if (object === 'Chart') return keys[0] !== 'dependencies' && last !== 'appVersion';
  return keys[0] === 'status' || last === 'revisionHistoryLimit';
}
