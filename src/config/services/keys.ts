/** What the parser understands; every other key is kept and shown. */
export type KnownKey =
  | 'purpose'
  | 'gitops'
  | 'app'
  | 'path'
  | 'chart'
  | 'repo'
  | 'namespace'
  | 'dependencies'
  | 'dependents'
  | 'downtime'
  | 'health'
  | 'image'
  | 'issues'
  | 'quirks'
  | 'ingress'
  | 'replicas'
  | 'tier'
  | 'role'
  | 'alias'
  | 'expected';

const KEYS: Readonly<Record<KnownKey, readonly string[]>> = {
  purpose: ['purpose', 'description'],
  gitops: ['gitops'],
  app: ['argocdapp', 'argoapp', 'argocdapplication', 'argocd', 'application', 'app'],
  path: ['manifests', 'manifest', 'path'],
  chart: ['chart', 'helmchart'],
  repo: ['repo', 'repository', 'gitrepo'],
  namespace: ['namespace', 'namespaces', 'ns'],
  dependencies: ['dependencies', 'dependency', 'dependson', 'needs', 'requires'],
  dependents: ['dependents', 'dependent', 'usedby', 'neededby', 'requiredby', 'consumers'],
  downtime: ['maxdowntime', 'maximumdowntime', 'maxdown', 'downtimetolerance', 'tolerance', 'rto'],
  health: ['healthcheck', 'healthchecks', 'health', 'healthendpoint'],
  image: ['image', 'images', 'containerimage'],
  issues: ['knownissues', 'knownissue', 'issues'],
  quirks: ['quirks', 'quirk', 'notes', 'note'],
  ingress: ['ingress', 'host', 'hosts', 'url'],
  replicas: ['replicas', 'replica'],
  tier: ['tier', 'priority'],
  role: ['role'],
  alias: ['alias', 'aliases', 'aka', 'alsoknownas'],
  expected: ['expected'],
};

const BY_NAME = new Map(
  Object.entries(KEYS).flatMap(([key, names]) => names.map((name) => [name, toKnown(key)] as const)),
);
/** Keys that are seen with services only, not in notes. */
const TELLING: ReadonlySet<KnownKey | undefined> = new Set([
  'namespace',
  'downtime',
  'tier',
  'dependencies',
  'purpose',
  'gitops',
]);
const LISTS: ReadonlySet<KnownKey | undefined> = new Set([
  'gitops',
  'dependencies',
  'dependents',
  'health',
  'image',
  'issues',
  'quirks',
  'ingress',
  'alias',
  'namespace',
]);

/** "Known Issues", "known-issues", "Known Issue(s)": one key. */
export function normalKey(key: string): KnownKey | undefined {
  return BY_NAME.get(
    key
      .toLowerCase()
      .replace(/\(s\)/g, 's')
      .replace(/\(.*\)/g, '')
      .replace(/[^a-z]/g, ''),
  );
}

export function tellsAService(key: string): boolean {
  return TELLING.has(normalKey(key));
}

/** Unknown keys may hold lists as well. */
export function isListKey(key: string): boolean {
  const known = normalKey(key);
  return known === undefined || LISTS.has(known);
}

function toKnown(key: string): KnownKey | undefined {
  return isKnown(key) ? key : undefined;
}

function isKnown(key: string): key is KnownKey {
  return Object.hasOwn(KEYS, key);
}
