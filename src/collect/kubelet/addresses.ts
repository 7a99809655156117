import { BlockList, isIP } from 'node:net';
import type { Node } from '../../kinds/cluster.ts';
import type { Pod } from '../../kinds/pod.ts';
import type { ObjectsByKind } from '../../kinds/snapshot.ts';
import { ReadError } from '../../platform/errors.ts';
import { redact } from '../../platform/redact/redact.ts';

/** Where the kubelet of a node answers. */
export interface KubeletAddress {
  readonly node: string;
  readonly host: string;
  readonly port: number;
}

/** A kubelet, and what it may speak of. */
export interface KnowingKubelet extends KubeletAddress {
  /** `<namespace>/<name>` of the claims that pods on its node mount. */
  readonly claims: ReadonlySet<string>;
  /** It knows of a volume in one of the first namespaces. */
  readonly first: boolean;
}

const USUAL_PORT = 10250;
const OVER = new Set(['Succeeded', 'Failed']);

/**
 * The kubelets that know of a volume in use, by name: of nodes that are ready and run a pod with a claim. A node that is not ready is a
 * finding of its own, and would not answer.
 */
export function kubeletsToAsk(objects: ObjectsByKind, first: readonly string[]): readonly KnowingKubelet[] {
  const nodes = new Map(objects.Node.map((node) => [node.metadata.name, node]));
  const known = new Map<string, { readonly claims: Set<string>; first: boolean }>();
  for (const pod of objects.Pod) {
    const node = pod.spec?.nodeName;
    const claims = claimsOf(pod);
    if (!node || claims.length === 0) continue;
    const here = known.get(node) ?? { claims: new Set<string>(), first: false };
    known.set(node, here);
    for (const claim of claims) here.claims.add(`${pod.metadata.namespace ?? ''}/${claim}`);
    here.first ||= first.includes(pod.metadata.namespace ?? '');
  }
  return [...known]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, knows]) => {
      const address = kubeletOf(nodes.get(name));
      return address === null ? [] : [{ ...address, ...knows }];
    });
}

function claimsOf({ metadata, spec, status }: Pod): readonly string[] {
  if (OVER.has(status?.phase ?? '')) return [];
  return (spec?.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
    if (persistentVolumeClaim) return [persistentVolumeClaim.claimName];
    return ephemeral ? [`${metadata.name}-${name}`] : [];
  });
}

/** Null: nobody would answer, or nobody knows where. */
export function kubeletOf(node: Node | undefined): KubeletAddress | null {
  const { addresses, conditions, daemonEndpoints } = node?.status ?? {};
  const host = addresses?.find(({ type }) => type === 'InternalIP')?.address;
  const isReady = conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
  if (node === undefined || host === undefined || !isReady) return null;
  return { node: node.metadata.name, host, port: daemonEndpoints?.kubeletEndpoint?.Port || USUAL_PORT };
}

/** This machine itself, its link, many at once, nobody: no node is there, and what listens there may take a token for itself. */
const NO_NODES = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 3],
] as const) {
  NO_NODES.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::', 127],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  NO_NODES.addSubnet(network, bits, 'ipv6');
}

/** Whoever writes a Node object says where our token goes: to the address of another machine, and nowhere else. */
export function kubeletUrl({ host, port }: KubeletAddress): URL {
  const family = isIP(host);
  const isSound = family !== 0 && !host.includes('%') && !NO_NODES.check(host, family === 6 ? 'ipv6' : 'ipv4');
  if (!isSound) throw new ReadError('invalid', `${redact(host, 100)} is not the address of a node`);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new ReadError('invalid', `${port} is not the port of a kubelet`);
  }
  return new URL(`https://${family === 6 ? `[${host}]` : host}:${port}/`);
}
