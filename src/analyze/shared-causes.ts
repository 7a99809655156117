import { CATALOGUE } from '../domain/catalogue.ts';
import { MINUTE } from '../domain/duration.ts';
import type { Finding } from '../domain/finding.ts';
import type { Trouble } from '../domain/incident.ts';
import type { ObjectRef } from '../domain/object-ref.ts';
import { quotaCause, SLOTS_CAUSE, sourceCause, storeCause, webhookCause } from './detectors/lib/causes.ts';
import { ABOUT_VOLUMES } from './detectors/lib/claim-trouble.ts';
import { cordonedFor } from './detectors/lib/cordon.ts';
import type { Scene } from './view.ts';

/** A store and what it should give are looked at by turns, minutes apart. */
const BY_TURNS = 10 * MINUTE;
const PRESSURE_TAINT = /taint \{node\.kubernetes\.io\/(?:disk|memory|pid)-pressure/;

/** What is known of causes in this cycle. */
export interface Known {
  readonly scene: Scene;
  /** The troubles that are a cause themselves, by its key: the quota, the store, the node. */
  readonly bearers: ReadonlyMap<string, readonly Trouble[]>;
  /** What is behind a cause: behind a secret its store. */
  readonly behind: ReadonlyMap<string, string>;
  /** Causes of volume claims that wait, by `namespace/name`. */
  readonly claims: ReadonlyMap<string, string>;
  readonly cordoned: readonly Scene['snapshot']['objects']['Node'][number][];
}

export function knownCauses(scene: Scene, troubles: readonly Trouble[]): Known {
  const bearers = new Map<string, Trouble[]>();
  for (const trouble of troubles) {
    for (const finding of trouble.findings) for (const cause of borneBy(scene, finding)) push(bearers, cause, trouble);
  }
  const findings = troubles.flatMap((trouble) => trouble.findings);
  const cordoned = scene.snapshot.objects.Node.filter((node) => node.spec?.unschedulable === true);
  return { scene, bearers, behind: behindSecrets(scene, findings), claims: claimCauses(findings), cordoned };
}

function claimCauses(findings: readonly Finding[]): ReadonlyMap<string, string> {
  return new Map(
    findings.flatMap(({ code, cause, subject }) =>
      code === 'claim-pending' && cause !== undefined ? [[`${subject.namespace ?? ''}/${subject.name}`, cause]] : [],
    ),
  );
}

/** Secrets that failed when their store did, or later. */
function behindSecrets(scene: Scene, findings: readonly Finding[]): ReadonlyMap<string, string> {
  const stores = new Map<string, Date>();
  for (const { code, cause, since } of findings)
    if (code === 'store-not-ready' && cause !== undefined) stores.set(cause, since);
  const behind = new Map<string, string>();
  for (const { code, subject, cause, since } of findings) {
    if (code !== 'secret-not-syncing' || cause === undefined || stores.size === 0) continue;
    const store = storeOf(scene, subject);
    const failed = store === null ? undefined : stores.get(store);
    if (store !== null && failed !== undefined && failed.getTime() <= since.getTime() + BY_TURNS)
      behind.set(cause, store);
  }
  return behind;
}

/** The causes that this finding says of its own subject. */
function borneBy(scene: Scene, { code, subject, cause }: Finding): readonly string[] {
  switch (code) {
    case 'quota-full':
      return [quotaCause(subject.namespace, subject.name)];
    case 'webhook-down':
      return webhooksOf(scene, subject).map(webhookCause);
    case 'node-pressure':
    case 'node-not-ready':
      return [`node/${subject.name}`];
    case 'node-cordoned':
      return [`cordon/${subject.name}`];
    case 'node-pods-full':
      return [SLOTS_CAUSE];
    case 'gitops-not-ready':
      return subject.kind === 'GitRepository' ? [sourceCause(subject.kind, subject.namespace, subject.name)] : [];
    case 'gateway-not-ready':
      return subject.kind === 'GatewayClass' && cause !== undefined ? [cause] : [];
    case 'store-not-ready':
    case 'api-service-down':
    case 'metrics-missing':
      return cause === undefined ? [] : [cause];
    default:
      return [];
  }
}

function webhooksOf({ view }: Scene, { kind, name }: ObjectRef): readonly string[] {
  if (kind !== 'ValidatingWebhookConfiguration' && kind !== 'MutatingWebhookConfiguration') return [];
  return (view.get(kind, null, name)?.webhooks ?? []).map((webhook) => webhook.name);
}

function storeOf({ view }: Scene, { namespace, name }: ObjectRef): string | null {
  const ref = view.get('ExternalSecret', namespace, name)?.spec?.secretStoreRef;
  if (!ref?.name) return null;
  return ref.kind === 'ClusterSecretStore'
    ? storeCause(ref.kind, null, ref.name)
    : storeCause('SecretStore', namespace, ref.name);
}

/** The causes that explain all that fails in a trouble. One fault of its own is enough, and it shares none. */
export function sharedCauses(known: Known, trouble: Trouble): ReadonlySet<string> {
  const causes = trouble.findings.filter((f) => !CATALOGUE[f.code].symptom);
  const runtime = causes.filter((f) => CATALOGUE[f.code].class === 'runtime');
  // A standing warning does not keep an outage from its cause.
  const [first, ...others] = runtime.length > 0 ? runtime : causes;
  if (first === undefined) return new Set();
  let shared = causesOf(known, trouble, first);
  for (const finding of others) {
    if (shared.length === 0) break;
    const also = causesOf(known, trouble, finding);
    shared = shared.filter((cause) => also.includes(cause));
  }
  return new Set(shared);
}

function causesOf(known: Known, trouble: Trouble, finding: Finding): readonly string[] {
  const named = [finding.cause, ...(finding.code === 'unschedulable' ? scheduling(known, finding) : [])];
  const own = named.filter((cause) => cause !== undefined);
  const all = [...own, ...own.flatMap((cause) => known.behind.get(cause) ?? [])];
  // A listed service is never put together with others because the cluster is short: only where a node is named.
  return all.filter((c) => trouble.service === null || !c.startsWith('scheduler/') || known.bearers.has(c));
}

/** What the scheduler's words point at: a cordoned node, the one node under pressure, the claims the pod waits for. */
function scheduling({ scene, bearers, claims, cordoned }: Known, { subject, evidence }: Finding): readonly string[] {
  const said = evidence.find(({ field }) => field === 'status.conditions[PodScheduled].message')?.value ?? '';
  const pod = scene.view.get('Pod', subject.namespace, subject.name);
  if (pod === undefined) return [];
  const found: string[] = [];
  if (/were unschedulable|\/unschedulable/.test(said))
    found.push(
      ...cordonedFor(pod, cordoned)
        .map((node) => `cordon/${node.metadata.name}`)
        .filter((c) => bearers.has(c)),
    );
  if (PRESSURE_TAINT.test(said)) {
    const nodes = [...bearers.keys()].filter((cause) => cause.startsWith('node/'));
    if (nodes.length === 1) found.push(...nodes);
  }
  if (ABOUT_VOLUMES.test(said)) {
    for (const { persistentVolumeClaim: claim } of pod.spec?.volumes ?? []) {
      const cause = claim ? claims.get(`${subject.namespace ?? ''}/${claim.claimName}`) : undefined;
      if (cause !== undefined) found.push(cause);
    }
  }
  return found;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else if (list.at(-1) !== value) list.push(value);
}
