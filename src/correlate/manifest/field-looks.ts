// What a field looks like where one key alone does not tell what it is about.
import type { Place } from './field-place.ts';

export const SECRET_OBJECTS =
  /^(?:(?:Cluster)?(?:ExternalSecret|SecretStore)|(?:Sealed|Push|VaultStatic|VaultDynamic|VaultPKI|Infisical|OnePassword)?Secret|SecretProviderClass)$/;
export const SECURITY_OBJECTS =
  /^(?:PodSecurityPolicy|SecurityContextConstraints|PeerAuthentication|AuthorizationPolicy|\w*NetworkPolicy|(?:Cluster)?Policy|\w*AdmissionPolicy(?:Binding)?)$/;
export const INGRESS_OBJECTS =
  /^(?:Ingress(?:Class|Route(?:TCP|UDP)?)?|Middleware|(?:HTTP|GRPC|TLS|TCP)Route|Gateway(?:Class)?|VirtualService|DestinationRule|HTTPProxy|Route|ReferenceGrant|\w+WebhookConfiguration|APIService)$/;
const ACCESS_OBJECTS = /^(?:Cluster)?Role(?:Binding)?$|^ServiceAccount$/;
const WORKLOADS = /^(?:Deployment|StatefulSet|DaemonSet|ReplicaSet|Rollout|Pod|Job|CronJob)$/;
const APPLICATION = /^Application(?:Set)?$/;
const VERSION = /^[~^>=< ]*v?\d+\.(?:\d+|x|\*)/;

/** Roles, and the accounts that have them; a pull secret is a secret wherever it is named. */
export function isAccess({ object, inside, keys }: Place): boolean {
  if (inside('imagePullSecrets')) return false;
  return ACCESS_OBJECTS.test(object ?? '') || keys[0] === 'roleRef' || keys[0] === 'subjects';
}

/** `targetRevision` beside a `chart`, the version of a HelmRelease, a dependency of a chart, a chart of a kustomization. */
export function isChart({ last, object, inside, beside, difference: { before, after } }: Place): boolean {
  if (last === 'chart') return true;
  if (object === 'Chart') return inside('dependencies');
  if (last === 'version') return object === 'HelmRelease' || inside('chart', 'helmCharts', 'dependencies');
  if (last === 'tag' || last === 'semver') return object === 'OCIRepository' || object === 'HelmChart';
  if (last !== 'targetRevision') return false;
  return beside('chart') || [before, after].every((node) => node === null || VERSION.test(node.value ?? ''));
}

/** Where an application or a kustomization is synced from, and to. */
export function isSource({ object, inside, last }: Place): boolean {
  if (inside('helm')) return false;
  if (APPLICATION.test(object ?? '')) return /^(?:path|namespace|server|include|ref)$/.test(last);
  return object === 'GitRepository' || (object === 'Kustomization' && /^(?:path|targetNamespace|suspend)$/.test(last));
}

/** How it is synced: nothing that runs changes with it. */
export function isSyncOption({ object, inside }: Place): boolean {
  return APPLICATION.test(object ?? '') && !inside('helm', 'kustomize', 'values', 'valuesObject');
}

export function isContainer({ isItem, list }: Place): boolean {
  return isItem && /^(?:containers|initContainers|sidecars|extraContainers)$/.test(list ?? '');
}

const SECRET_KEYS = [
  ...['secretKeyRef', 'secretRef', 'secretName', 'secretStoreRef', 'secretKey', 'remoteRef', 'imagePullSecrets'],
  ...['existingSecret', 'passwordSecret', 'superuserSecret', 'secretGenerator', 'externalSecret', 'imagePullSecret'],
] as const;

export function isSecret({ inside, isItem, holds, list, last, difference: { before, after } }: Place): boolean {
  const isWhole = isItem || ((before === null || after === null) && last !== 'tls');
  if (inside(...SECRET_KEYS) || (isWhole && holds(...SECRET_KEYS))) return true;
  if (/^existingSecret|[a-z]Secret(?:Name|Ref)$/.test(last)) return true;
  return (list === 'volumes' || inside('volumes')) && (inside('secret') || (isItem && holds('secret')));
}

export function isConfigReference({ inside, isItem, holds }: Place): boolean {
  const keys = ['configMapKeyRef', 'configMapRef', 'configMap'];
  return inside(...keys, 'configMapGenerator') || (isItem && holds(...keys));
}

/** `value:` whose name stands above the hunk. */
export function isBareEnv({ keys, last, item, fromTop }: Place): boolean {
  if (last !== 'value') return false;
  return (!fromTop && keys.length === 1) || (keys.length <= 2 && /^[A-Z][A-Z0-9_]*$/.test(item ?? ''));
}

export function isImage({ last, keys, inside, list, object }: Place): boolean {
  if (/^(?:image|imageName|newTag|newName|imageTag|image_tag|appVersion|imagePullPolicy|pullPolicy)$/.test(last))
    return true;
  if (list === 'images' || inside('images') || (last === 'package' && object === 'Provider')) return true;
  if (!/^(?:tag|repository|registry|digest)$/.test(last)) return false;
  return keys.length === 1 || keys.slice(0, -1).some((key) => /image$/i.test(key));
}

/** Lines of a text in a workload: what it runs. */
export function isScript({ difference: { before, after }, object }: Place): boolean {
  const isText = [before, after].some((node) => node !== null && node.text !== null);
  return isText && WORKLOADS.test(object ?? '');
}

export function isSelector({ inside, object }: Place): boolean {
  return inside('selector', 'matchLabels', 'commonLabels', 'podLabels') && !/Monitor$/.test(object ?? '');
}

/** A file that a kustomization brings in. */
export function isListed({ isItem, list, object }: Place): boolean {
  return isItem && object === 'Kustomization' && /^(?:resources|components|bases)$/.test(list ?? '');
}

/** An object that a controller other than Kubernetes' own looks after. */
export function isCustom({ object, difference: { before, after }, last }: Place): boolean {
  const isText = [before, after].some((node) => node !== null && node.text !== null);
  if (object === null) return isText && last !== 'description';
  return !WORKLOADS.test(object) && !/^(?:Namespace|Kustomization|Chart)$/.test(object);
}
