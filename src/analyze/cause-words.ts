import type { Trouble } from '../domain/incident.ts';
import { SLOTS_CAUSE } from './detectors/lib/causes.ts';
import { clip } from './detectors/lib/words.ts';
import type { Scene } from './view.ts';

const REGISTRY: Readonly<Record<string, string>> = {
  denied: 'which refuses the login',
  'rate-limited': 'which limits how often it may be asked',
  untrusted: 'whose certificate is not trusted',
  unreachable: 'which cannot be reached',
};

/** Why troubles of one cause are one incident, as the end of "one incident because". */
export function causeWords(scene: Scene, cause: string, members: readonly Trouble[]): string {
  const slash = cause.indexOf('/');
  const [kind, rest] = slash < 0 ? [cause, ''] : [cause.slice(0, slash), clip(cause.slice(slash + 1), 160)];
  switch (kind) {
    case 'quota':
      return `their pods do not fit into quota ${inNamespace(rest)}`;
    case 'secret':
    case 'configmap':
      return `they need ${kind === 'secret' ? 'Secret' : 'ConfigMap'} ${inNamespace(rest)}`;
    case 'registry': {
      const [host, fault = ''] = rest.split('#');
      return `their images come from ${host ?? ''}, ${REGISTRY[fault] ?? 'which does not give them'}`;
    }
    case 'storage-class':
      return `their volumes are of storage class ${rest}, and nobody makes them`;
    case 'network':
      return `${networkOf(scene, members)} does not take their pods in`;
    case 'webhook':
      return `admission webhook ${rest} is asked about their pods and does not answer`;
    case 'api-service':
      return `they need ${rest}, and nobody answers for it`;
    case 'node':
      return `node ${rest} has no room for their pods`;
    case 'cordon':
      return `their pods wait for node ${rest}, which is cordoned`;
    case 'scheduler':
      return schedulerText(cause, rest);
    case 'store':
      return `their secrets come from ${storeText(rest)}`;
    case 'gateway-class':
      return `their gateway class ${rest} is not accepted`;
    case 'source':
      return `their manifests come from ${storeText(rest)}`;
    default:
      return `they have the same cause (${rest})`;
  }
}

/** `shop/compute`: compute of namespace shop. */
function inNamespace(rest: string): string {
  const [namespace = '', ...name] = rest.split('/');
  return namespace === '' ? name.join('/') : `${name.join('/')} of namespace ${namespace}`;
}

function storeText(rest: string): string {
  const [kind = '', ...place] = rest.split('/');
  return `${kind} ${inNamespace(place.join('/'))}`;
}

function schedulerText(cause: string, rest: string): string {
  if (cause === SLOTS_CAUSE) return 'the nodes have no room for one more pod';
  const [resource = '', labels] = rest.split('@');
  if (resource === 'selector') return `no node has the labels ${labels ?? ''} that they ask for`;
  return `no node${labels === undefined ? '' : ` with ${labels}`} has enough ${resource} left for them`;
}

/** Of one node when all the pods sit there, else of the cluster. */
function networkOf({ view }: Scene, members: readonly Trouble[]): string {
  const nodes = new Set<string>();
  for (const { code, subject } of members.flatMap((m) => m.findings)) {
    const pod = code === 'pod-start' ? view.get('Pod', subject.namespace, subject.name) : undefined;
    if (pod?.spec?.nodeName) nodes.add(pod.spec.nodeName);
  }
  const [only] = nodes;
  return nodes.size === 1 && only !== undefined ? `the network of node ${only}` : 'the network of the cluster';
}
