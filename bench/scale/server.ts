// An API server of a made-up cluster, in a process of its own so that its work is nobody else's:
//   node bench/scale/server.ts <pods>
// Says its address on the first line. `/bench/most` answers how many requests were ever open at once, and forgets it.
import { createServer } from 'node:http';
import { KINDS, type Kind } from '../../src/kinds/registry.ts';
import { endpointSlice, ingress, ingressClass, lease, node, service } from './network.ts';
import { pod } from './pods.ts';
import { deployment, event, GENERATIONS, replicaSet } from './workloads.ts';
import { range, type Served, served, worldOf } from './world.ts';

const world = worldOf(Number(process.argv[2] ?? 1000), new Date());
const { pods, nodes, deployments, namespaces } = world;

const OBJECTS: ReadonlyMap<Kind, readonly Served[]> = new Map<Kind, readonly Served[]>([
  [
    'Namespace',
    namespaces.map((name, i) => served(null, { metadata: world.meta(name, i, null, 6), status: { phase: 'Active' } })),
  ],
  ['Node', range(nodes, (i) => node(world, i))],
  ['Pod', range(pods, (i) => pod(world, i))],
  ['Deployment', range(deployments, (i) => deployment(world, i))],
  ['ReplicaSet', range(deployments * GENERATIONS, (i) => replicaSet(world, i))],
  ['Service', range(deployments, (i) => service(world, i))],
  ['EndpointSlice', range(deployments, (i) => endpointSlice(world, i))],
  ['Ingress', range(Math.floor(deployments / 5), (i) => ingress(world, i))],
  ['IngressClass', [ingressClass(world)]],
  ['Lease', range(nodes, (i) => lease(world, i))],
  ['Event', range(2 * pods, (i) => event(world, i))],
]);

const pathOf = ({ group, versions, plural }: { group: string; versions: readonly string[]; plural: string }) =>
  `${group === '' ? '/api' : `/apis/${group}`}/${versions[0]}/${plural}`;
/** What a cluster without any extension serves. */
const SERVED: ReadonlyMap<string, readonly Served[]> = new Map(
  Object.entries(KINDS)
    .filter(([, kind]) => !kind.optional)
    .map(([name, kind]) => [pathOf(kind), [...OBJECTS].find(([of]) => of === name)?.[1] ?? []]),
);

/** Pages by their address, made once: what is measured is who reads them. */
const pages = new Map<string, Buffer | null>();

function page(url: URL): Buffer | null {
  const [, root = '', namespace, plural = ''] =
    /^(\/api\/v1|\/apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+))?\/([^/]+)$/.exec(url.pathname) ?? [];
  const all = SERVED.get(`${root}/${plural}`);
  if (all === undefined) return null;
  const onlyWarnings = url.searchParams.get('fieldSelector') === 'type=Warning';
  const wanted = all.filter(
    (o) => (namespace === undefined || o.namespace === namespace) && (!onlyWarnings || o.warning === true),
  );
  const from = Number(url.searchParams.get('continue') ?? 0);
  const to = from + Number(url.searchParams.get('limit') ?? wanted.length);
  const left = wanted.length - to;
  // The real server counts nothing where a selector is given.
  const more = left <= 0 ? {} : { continue: String(to), ...(onlyWarnings ? {} : { remainingItemCount: left }) };
  const head = JSON.stringify({ kind: 'List', apiVersion: 'v1', metadata: { resourceVersion: '2000000', ...more } });
  const items = wanted.slice(from, to).map((o) => o.json);
  return Buffer.from(`${head.slice(0, -1)},"items":[${items.join(',')}]}`);
}

const groups = [...new Set(Object.values(KINDS).flatMap((k) => (k.optional || k.group === '' ? [] : [k.group])))];
const FIXED: Readonly<Record<string, object>> = {
  '/version': { gitVersion: 'v1.34.1' },
  '/api/v1/namespaces/kube-system': { metadata: { name: 'kube-system', uid: 'made-up' } },
  '/apis': { kind: 'APIGroupList', groups: groups.map((name) => ({ name, versions: [{ version: 'v1' }] })) },
};

let open = 0;
let most = 0;
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://made.up');
  if (url.pathname === '/bench/most') {
    response.end(String(most));
    most = 0;
    return;
  }
  open += 1;
  most = Math.max(most, open);
  response.on('close', () => {
    open -= 1;
  });
  const fixed = FIXED[url.pathname];
  const key = url.pathname + url.search;
  let body = fixed === undefined ? pages.get(key) : Buffer.from(JSON.stringify(fixed));
  if (body === undefined && url.pathname.endsWith('/log'))
    body = Buffer.from('ERROR no such table: orders\n'.repeat(50));
  if (body === undefined) {
    body = page(url);
    pages.set(key, body);
  }
  response.statusCode = body === null ? 404 : 200;
  response.setHeader('content-type', 'application/json');
  response.end(body ?? '{"kind":"Status","status":"Failure","reason":"NotFound","code":404}');
});
server.listen(0, '127.0.0.1', () => {
  const at = server.address();
  if (at !== null && typeof at === 'object') process.stdout.write(`http://127.0.0.1:${at.port}\n`);
});
