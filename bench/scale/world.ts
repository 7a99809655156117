// How a made-up cluster is laid out: who runs where, what is called how, and which of it is broken.

/** One object as it is served; of an event also whether it is a warning. */
export interface Served {
  readonly namespace: string | null;
  readonly json: string;
  readonly warning?: boolean;
}

export const PODS_PER_DEPLOYMENT = 10;
const PODS_PER_NAMESPACE = 500;
const PODS_PER_NODE = 10;

export const hex = (n: number): string => (((n + 1) * 2654435761) >>> 0).toString(16).padStart(8, '0');
export const uid = (n: number): string => `${hex(n)}-1c2d-4e3f-8a9b-${hex(n + 7)}${hex(n).slice(0, 4)}`;
export const range = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
export const address = (pod: number): string => `10.${(pod >> 16) & 255}.${(pod >> 8) & 255}.${pod & 255}`;
export const served = (namespace: string | null, object: object): Served => ({
  namespace,
  json: JSON.stringify(object),
});

/** One pod of a thousand crashes, half as many cannot pull their image. */
export function faultOf(pod: number): 'crash' | 'image' | null {
  if (pod % 1000 === 7) return 'crash';
  return pod % 2000 === 13 ? 'image' : null;
}
export const isLost = (node: number): boolean => node % 1000 === 21;
/** Its Service picks nothing. */
export const isMisspelt = (deployment: number): boolean => deployment % 1000 === 53;
export const brokenPods = (deployment: number): number =>
  range(PODS_PER_DEPLOYMENT, (k) => faultOf(deployment * PODS_PER_DEPLOYMENT + k)).filter((f) => f !== null).length;

export const spaceOf = (deployment: number): string =>
  `team-${Math.floor((deployment * PODS_PER_DEPLOYMENT) / PODS_PER_NAMESPACE)}`;
export const deploymentOf = (pod: number): number => Math.floor(pod / PODS_PER_DEPLOYMENT);
export const hashOf = (deployment: number, generation = 0): string => hex(deployment * 3 + generation);
export const podName = (pod: number): string =>
  `app-${deploymentOf(pod)}-${hashOf(deploymentOf(pod))}-${hex(pod).slice(0, 5)}`;
export const labelsOf = (deployment: number) => ({
  app: `app-${deployment}`,
  'app.kubernetes.io/part-of': spaceOf(deployment),
  team: `team-${deployment % 17}`,
});

export interface World {
  readonly pods: number;
  readonly nodes: number;
  readonly deployments: number;
  readonly namespaces: readonly string[];
  /** Long ago. */
  readonly old: string;
  readonly ago: (minutes: number) => string;
  /** Metadata with as many managed fields as a real object of its kind has. */
  readonly meta: (name: string, n: number, namespace: string | null, fields: number, more?: object) => object;
  readonly condition: (type: string, status?: string, more?: object) => object;
  /** Long ago, for each of them another second. */
  readonly since: (n: number) => string;
}

export function worldOf(pods: number, now: Date): World {
  const ago = (minutes: number): string => new Date(now.getTime() - minutes * 60_000).toISOString();
  const old = ago(60 * 24 * 30);
  const since = (n: number): string => ago(60 * 24 * 30 - n / 60);
  const teams = range(Math.ceil(pods / PODS_PER_NAMESPACE), (i) => `team-${i}`);
  return {
    pods,
    nodes: Math.ceil(pods / PODS_PER_NODE),
    deployments: Math.ceil(pods / PODS_PER_DEPLOYMENT),
    namespaces: [...teams, 'default', 'kube-system', 'kube-node-lease'],
    old,
    ago,
    since,
    meta: (name, n, namespace, fields, more = {}) => ({
      name,
      ...(namespace === null ? {} : { namespace }),
      uid: uid(n),
      resourceVersion: String(1_000_000 + n),
      creationTimestamp: since(n),
      ...more,
      managedFields: managedFields(fields, old),
    }),
    condition: (type, status = 'True', more = {}) => ({
      type,
      status,
      lastProbeTime: null,
      lastTransitionTime: status === 'True' ? old : ago(40),
      ...more,
    }),
  };
}

export const ownedBy = (apiVersion: string, kind: string, name: string, n: number) => ({
  ownerReferences: [{ apiVersion, kind, name, uid: uid(n), controller: true, blockOwnerDeletion: true }],
});

const FIELDS = [
  'metadata',
  'labels',
  'app.kubernetes.io/name',
  'spec',
  'containers',
  'terminationMessagePath',
  'status',
];

/** What every object drags along, and nobody reads. */
function managedFields(count: number, time: string): object[] {
  const fields = (from: number, to: number) => ({
    'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
    'f:spec': Object.fromEntries(
      range(to - from, (i) => [`k:{"${FIELDS[i % FIELDS.length]}":"${from + i}"}`, { '.': {}, 'f:value': {} }]),
    ),
  });
  return [
    {
      manager: 'kube-controller-manager',
      operation: 'Update',
      apiVersion: 'v1',
      time,
      fieldsType: 'FieldsV1',
      fieldsV1: fields(0, count >> 1),
    },
    {
      manager: 'kubelet',
      operation: 'Update',
      apiVersion: 'v1',
      time,
      fieldsType: 'FieldsV1',
      fieldsV1: fields(count >> 1, count),
      subresource: 'status',
    },
  ];
}
