// What the scripted API server answers when no fault is ordered: versions, discovery, lists in pages, objects, logs.
import { ACCESS_RESOURCES, ALL_ACCESS_KINDS } from '../../src/collect/access-kinds.ts';
import type { AccessKind } from '../../src/collect/cluster-access.ts';
import { ALL_KINDS, KINDS } from '../../src/kinds/registry.ts';
import type { FakeApiOptions } from './fake-api.ts';
import { status } from './fake-status.ts';

/** What a path leads to. */
export interface Target {
  readonly resource: string;
  readonly namespace: string | null;
  readonly kind: AccessKind | null;
  readonly name: string | null;
}

export function targetOf(path: string): Target {
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent);
  if (parts.length === 1) return { resource: parts[0] ?? '', namespace: null, kind: null, name: null };
  const [group, version] = parts[0] === 'api' ? ['', parts[1]] : [parts[1], parts[2]];
  const rest = parts.slice(parts[0] === 'api' ? 2 : 3);
  const isNamespaced = rest[0] === 'namespaces' && rest.length > 2;
  const namespace = isNamespaced ? (rest[1] ?? null) : null;
  const [plural = '', name = null, sub] = isNamespaced ? rest.slice(2) : rest;
  const kind =
    ALL_ACCESS_KINDS.find((one) => {
      const known = ACCESS_RESOURCES[one];
      return known.group === group && known.plural === plural && known.versions.includes(version ?? '');
    }) ?? null;
  const resource = `${group === '' ? plural : `${plural}.${group}`}${sub === undefined ? '' : `/${sub}`}`;
  return { resource, namespace, kind, name };
}

export interface Paging {
  readonly offset: number;
  readonly limit: number;
  readonly query: URLSearchParams;
  readonly accept: string;
}

/** What the server has, as it tells it when no fault is ordered. */
export function usual(
  target: Target,
  options: FakeApiOptions,
  { offset, limit, query, accept }: Paging,
): [number, string | Buffer] {
  const { resource, namespace, kind, name } = target;
  if (resource === 'version') return [200, JSON.stringify({ gitVersion: 'v1.34.2' })];
  if (resource === 'apis') return [200, JSON.stringify(discovery(options))];
  if (resource === 'pods/log') {
    const key = `${namespace}/${name}/${query.get('container')}${query.get('previous') === 'true' ? '/previous' : ''}`;
    const log = options.logs?.[key];
    return log === undefined
      ? [400, status(400, 'BadRequest', `previous terminated container "${query.get('container')}" not found`)]
      : [200, log];
  }
  if (kind === null || (ACCESS_RESOURCES[kind].optional && !servesKind(options, kind))) {
    return [404, status(404, 'NotFound', 'the server could not find the requested resource')];
  }
  const selector = query.get('labelSelector');
  if (selector !== null && !SELECTOR.test(selector)) {
    return [400, status(400, 'BadRequest', 'unable to parse requirement: found what this fake does not know')];
  }
  const all = (options.objects ?? []).filter(
    (object) =>
      read(object, 'kind') === kind &&
      (namespace === null || read(object, 'metadata', 'namespace') === namespace) &&
      hasLabels(object, selector),
  );
  if (name !== null) {
    const one = all.find((object) => read(object, 'metadata', 'name') === name);
    return one === undefined
      ? [404, status(404, 'NotFound', `${resource} "${name}" not found`)]
      : [200, JSON.stringify(one)];
  }
  const isMetadataOnly = accept.includes('as=PartialObjectMetadataList');
  const items = all
    .slice(offset, offset + limit)
    .map(({ kind: _, ...item }: { kind?: unknown }) => (isMetadataOnly ? { metadata: read(item, 'metadata') } : item));
  const more =
    offset + limit < all.length
      ? { continue: `${offset + limit}:token`, remainingItemCount: all.length - offset - limit }
      : {};
  return [
    200,
    JSON.stringify({
      kind: isMetadataOnly ? 'PartialObjectMetadataList' : `${kind}List`,
      apiVersion: isMetadataOnly ? 'meta.k8s.io/v1' : 'v1',
      metadata: { resourceVersion: '7', ...more },
      items,
    }),
  ];
}

/** `key=value` and `key`: as much of selectors as the tests use over the wire. */
const SELECTOR = /^[\w./-]+(=[\w.-]*)?(,[\w./-]+(=[\w.-]*)?)*$/;

function hasLabels(object: unknown, selector: string | null): boolean {
  if (selector === null) return true;
  return selector.split(',').every((pair) => {
    const [key = '', value] = pair.split('=');
    const label = read(object, 'metadata', 'labels', key);
    return value === undefined ? label !== undefined : label === value;
  });
}

function servesKind({ serves = [], objects = [] }: FakeApiOptions, kind: AccessKind): boolean {
  return serves.some((one) => one === kind) || objects.some((object) => read(object, 'kind') === kind);
}

function discovery(options: FakeApiOptions): object {
  const kinds = ALL_KINDS.filter(
    (kind) => KINDS[kind].group !== '' && (!KINDS[kind].optional || servesKind(options, kind)),
  );
  const groups = [...new Set(kinds.map((kind) => KINDS[kind].group))];
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    items: groups.map((name) => ({
      metadata: { name },
      versions: [
        {
          version: KINDS[kinds.find((kind) => KINDS[kind].group === name) ?? 'Pod'].versions[0],
          freshness: 'Current',
          resources: kinds
            .filter((kind) => KINDS[kind].group === name)
            .map((kind) => ({ resource: KINDS[kind].plural })),
        },
      ],
    })),
  };
}

function read(object: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    object,
  );
}
