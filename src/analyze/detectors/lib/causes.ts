import type { Event } from '../../../kinds/cluster.ts';
import type { PodSpec } from '../../../kinds/pod.ts';
import { imageWords, isEcr } from './image-words.ts';
import { hasAny } from './words.ts';

/*
 * Keys of causes that several workloads may share: what the API names (a quota, a Secret, a webhook), or a registry and what it
 * answers. Null where the fault is the workload's own.
 */

/** `Secret shop/db-login`, also of a key that is missing in it; ConfigMaps the same. */
export function configCause(message: string, namespace: string | null): string | null {
  const absent = /\b(secret|configmap) "(?:[^"/]{1,63}\/)?([^"/]{1,253})" not found/i.exec(message);
  const key = /find key [^ ]{1,253} in (secret|configmap) (?:[^ /]{1,63}\/)?([^ /]{1,253})/i.exec(message);
  const [, kind, name] = absent ?? key ?? [];
  return kind === undefined || name === undefined ? null : `${kind.toLowerCase()}/${namespace ?? ''}/${name}`;
}

export function secretCause(namespace: string | null, name: string): string {
  return `secret/${namespace ?? ''}/${name}`;
}

/** The quota, or the webhook, that keeps pods from being made. */
export function refusalCause(message: string | null | undefined, namespace: string | null): string | null {
  const text = message ?? '';
  const quota = /exceeded quota: ([^,\s]{1,253})/.exec(text)?.[1];
  if (quota !== undefined) return quotaCause(namespace, quota);
  const webhook = /failed calling webhook "([^"]{1,253})"/.exec(text)?.[1];
  return webhook === undefined ? null : webhookCause(webhook);
}

export function quotaCause(namespace: string | null, name: string): string {
  return `quota/${namespace ?? ''}/${name}`;
}

export function webhookCause(name: string): string {
  return `webhook/${name}`;
}

const REGISTRY_FAULTS: readonly (readonly [RegExp, string])[] = [
  [/rate limit/, 'rate-limited'],
  [/x509/, 'untrusted'],
  [/cannot be resolved|cannot be reached/, 'unreachable'],
  // Docker Hub's "denied, or has no such image" is about one image.
  [/denies access(?!, or)/, 'denied'],
];

/** The registry, when what it answers has nothing to do with the image that was asked for. */
export function imageCause(image: string, reason: string, message: string): string | null {
  const words = imageWords(image, reason, message);
  const fault = REGISTRY_FAULTS.find(([test]) => test.test(words))?.[1];
  if (fault === undefined || image === '') return null;
  const { host, organisation } = registryOf(image);
  // Who may pull is settled per organisation; the login of ECR is one for all of its account.
  const whose = fault === 'denied' && organisation !== null && !isEcr(image) ? `/${organisation}` : '';
  return `registry/${host}${whose}#${fault}`;
}

/** The part before the first slash is a host only if it looks like one; the first of what follows, if more does, is the organisation. */
function registryOf(image: string): { readonly host: string; readonly organisation: string | null } {
  const [first = '', ...path] = image.split('/');
  const isHost = path.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const [organisation, ...rest] = isHost ? path : [first, ...path];
  const host = isHost && first !== 'index.docker.io' ? first : 'docker.io';
  return { host, organisation: organisation !== undefined && rest.length > 0 ? organisation : null };
}

const NETWORK = ['failed to setup network', 'failed to set up pod', 'cni plugin', 'networkplugin', 'plugin type='];
/** The pod asks for a network that nobody has defined. */
const OWN_NETWORK = ['network-attachment-definition', 'networkattachmentdefinition'];

/** A missing Secret that a pod mounts, or the network of the nodes. */
export function startCause(event: Pick<Event, 'reason' | 'message'> | null, namespace: string | null): string | null {
  if (event === null) return null;
  const { reason } = event;
  const message = event.message ?? '';
  if (reason === 'NetworkNotReady') return 'network/not-ready';
  if (reason === 'FailedCreatePodSandBox') return networkCause(message);
  return configCause(message, namespace);
}

/** The plugin that fails, the last one named: those before only pass it on. Without addresses, the range that is used up. */
function networkCause(message: string): string | null {
  const text = message.toLowerCase();
  if (!hasAny(text, NETWORK) || hasAny(text, OWN_NETWORK)) return null;
  const plugin = [...text.matchAll(/plugin type="([a-z0-9._-]{1,63})"/g)].at(-1)?.[1] ?? 'cni';
  const range = /\bips?\b[^\n]{0,80}\brange(?: set)?:? {0,3}([0-9a-f][0-9a-f.:/-]{2,80})/.exec(text)?.[1];
  return `network/${plugin}${range === undefined ? '' : `@${range}`}`;
}

/** The storage class whose provisioner makes nothing; a volume that only doesn't fit this claim is the claim's own fault. */
export function claimCause(reason: string, className: string | null | undefined): string | null {
  const ofClass =
    reason === 'StorageClassNotFound' || reason === 'ProvisioningFailed' || reason === 'ExternalProvisioning';
  return ofClass && className ? `storage-class/${className}` : null;
}

/** The resource that most nodes lack, for pods that may run on the same nodes; or the labels that no node has. */
export function schedulerCause(message: string, spec: PodSpec | null | undefined): string | null {
  const selector = Object.entries(spec?.nodeSelector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',');
  const among = selector === '' ? '' : `@${selector}`;
  const body = message.split(/preemption: /, 1)[0] ?? '';
  if (/\bToo many pods/.test(body)) return SLOTS_CAUSE;
  const short = [...body.matchAll(/(\d{1,6}) Insufficient ([a-z0-9./-]{1,253}[a-z0-9])/g)]
    .map(([, nodes, resource]) => ({ nodes: Number(nodes), resource: resource ?? '' }))
    .sort((a, b) => b.nodes - a.nodes || (a.resource < b.resource ? -1 : 1));
  if (short[0] !== undefined) return `scheduler/${short[0].resource}${among}`;
  const unmatched = /didn't match Pod's node affinity\/selector|didn't match node selector/.test(body);
  return unmatched && selector !== '' ? `scheduler/selector${among}` : null;
}

/** Every node that could take the pod has as many pods as it may have. */
export const SLOTS_CAUSE = 'scheduler/pods';

/** The part of the API that answers with figures: what an autoscaler says when nobody does. */
export function metricsCause(message: string): string | null {
  const group = /\b((?:custom|external)\.)?metrics\.k8s\.io/.exec(message);
  if (group !== null) return apiServiceCause(`v1beta1.${group[1] ?? ''}metrics.k8s.io`);
  return /resource metrics API/.test(message) &&
    !/did not receive metrics|missing request|no metrics returned/.test(message)
    ? apiServiceCause(RESOURCE_METRICS)
    : null;
}

export const RESOURCE_METRICS = 'v1beta1.metrics.k8s.io';

export function apiServiceCause(name: string): string {
  return `api-service/${name}`;
}

export function storeCause(kind: string, namespace: string | null, name: string): string {
  return `store/${kind}/${namespace ?? ''}/${name}`;
}

/** A node that throws pods out because it is short of something. */
export function evictionCause(message: string, nodeName: string | null | undefined): string | null {
  return nodeName && /low on resource|had condition/.test(message) ? `node/${nodeName}` : null;
}

/** A gateway class that nobody takes: its gateways cannot work either. */
export function gatewayClassCause(name: string): string {
  return `gateway-class/${name}`;
}

/** Where Flux takes its manifests from. */
export function sourceCause(kind: string, namespace: string | null, name: string): string {
  return `source/${kind}/${namespace ?? ''}/${name}`;
}
