import { findKey, type Node, valueAt } from './yaml-node.ts';

/** The object a document describes, as far as the hunk shows it. */
export interface DocumentObject {
  readonly kind: string | null;
  readonly name: string | null;
}

/** The same document before and after; null: it was added, or removed. */
export type DocumentPair = readonly [before: Node | null, after: Node | null];

export function objectOf(document: Node): DocumentObject {
  return { kind: valueAt(document, 'kind'), name: valueAt(document, 'metadata', 'name') };
}

/** Same kind and name first; then what may be the same in the order it stands there: a hunk often shows no kind. */
export function documentPairs(before: readonly Node[], after: readonly Node[]): readonly DocumentPair[] {
  const left = new Set(after);
  const take = (old: Node, isSame: (now: Node) => boolean): DocumentPair | null => {
    const now = [...left].find(isSame);
    if (now === undefined) return null;
    left.delete(now);
    return [old, now];
  };
  const sure = before.map((old) => take(old, (now) => isKnown(old) && idOf(old) === idOf(now)));
  const alike = before.map((old, i) => sure[i] ?? take(old, (now) => !isKnown(old) && idOf(old) === idOf(now)));
  const pairs = before.map((old, i) => alike[i] ?? take(old, (now) => mayBeSame(old, now)) ?? ([old, null] as const));
  return [...pairs, ...[...left].map((now): DocumentPair => [null, now])];
}

function isKnown(document: Node): boolean {
  const { kind, name } = objectOf(document);
  return kind !== null && name !== null;
}

function idOf(document: Node): string {
  const { kind, name } = objectOf(document);
  return `${kind} ${name}`;
}

/** An object of a known name that is gone is not another one that came; one without a kind may be anything. */
function mayBeSame(old: Node, now: Node): boolean {
  const [was, is] = [objectOf(old), objectOf(now)];
  return was.kind === null || is.kind === null
    ? was.kind === is.kind || isPart(old) || isPart(now)
    : was.kind === is.kind;
}

/** Without the lines that begin an object it is a part of one. */
function isPart(document: Node): boolean {
  const { kind, name } = objectOf(document);
  return kind === null && name === null && valueAt(document, 'apiVersion') === null;
}

/** What a file is likely to hold, where the hunk does not say. */
const BY_FILE: readonly (readonly [RegExp, string])[] = [
  [/^chart\.ya?ml/, 'Chart'],
  [/(?:^|[^a-z])namespaces?(?:[^a-z]|$)/, 'Namespace'],
  [/^values[^/]*\.ya?ml|-values\.ya?ml/, 'Values'],
  [/^kustomization\.ya?ml/, 'Kustomization'],
  [/external-?secret/, 'ExternalSecret'],
  [/secret-?store/, 'SecretStore'],
  [/sealed-?secret/, 'SealedSecret'],
  [/(?:^|[^a-z])secrets?(?:[^a-z]|$)/, 'Secret'],
  [/config-?maps?(?:[^a-z]|$)/, 'ConfigMap'],
  [/network-?polic/, 'NetworkPolicy'],
  [/(?:cluster)?_?-?roles?(?:-?bindings?)?(?:[^a-z]|$)|rbac/, 'Role'],
  [/service-?account/, 'ServiceAccount'],
  [/service-?monitor/, 'ServiceMonitor'],
  [/http-?routes?(?:[^a-z]|$)/, 'HTTPRoute'],
  [/(?:^|[^a-z])ingress(?:es)?(?:[^a-z]|$)/, 'Ingress'],
  [/cron-?jobs?(?:[^a-z]|$)/, 'CronJob'],
  [/stateful-?sets?(?:[^a-z]|$)/, 'StatefulSet'],
  [/daemon-?sets?(?:[^a-z]|$)/, 'DaemonSet'],
  [/(?:^|[^a-z])deploy(?:ments?)?(?:[^a-z]|$)/, 'Deployment'],
  [/(?:^|[^a-z])hpa(?:[^a-z]|$)/, 'HorizontalPodAutoscaler'],
  [/(?:^|[^a-z])pdb(?:[^a-z]|$)/, 'PodDisruptionBudget'],
  [/(?:^|[^a-z])pvcs?(?:[^a-z]|$)|claims?(?:[^a-z]|$)/, 'PersistentVolumeClaim'],
  [/storage-?class/, 'StorageClass'],
  [/(?:resource)?-?quotas?(?:[^a-z]|$)/, 'ResourceQuota'],
  [/limit-?ranges?(?:[^a-z]|$)/, 'LimitRange'],
  [/(?:^|[^a-z])(?:services?|svc)(?:[^a-z]|$)/, 'Service'],
];

/** Nothing else has these. */
const OF_APPLICATIONS: ReadonlySet<string> = new Set([
  ...['targetRevision', 'repoURL', 'syncPolicy', 'syncOptions', 'selfHeal', 'ignoreDifferences'],
]);

/** A file called external-secrets may hold the application that installs the operator. */
const OF_SECRETS: ReadonlySet<string> = new Set([
  ...['remoteRef', 'secretKey', 'secretStoreRef', 'refreshInterval', 'creationPolicy', 'provider', 'serviceAccountRef'],
  ...['encryptedData', 'stringData', 'data', 'dataFrom', 'property', 'caProvider'],
]);

/** A guess, never shown: how a field is read where the hunk does not say what it belongs to. */
export function guessedKind(sides: readonly Node[], path: string): string | null {
  const holds = (keys: ReadonlySet<string>) => sides.some((side) => findKey(side, keys) !== null);
  if (holds(OF_APPLICATIONS)) return 'Application';
  const name = (path.split('/').at(-1) ?? '').toLowerCase();
  const guess = BY_FILE.find(([pattern]) => pattern.test(name))?.[1] ?? null;
  return guess !== null && /Secret/.test(guess) && !holds(OF_SECRETS) ? null : guess;
}
