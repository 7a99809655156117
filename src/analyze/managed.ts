import type { Finding } from '../domain/finding.ts';
import type { IncidentDraft, Trouble } from '../domain/incident.ts';
import { type ObjectRef, refText } from '../domain/object-ref.ts';
import { type Service, TIERS } from '../domain/service.ts';
import { refOf } from '../kinds/refs.ts';
import type { Scene } from './view.ts';

const GITOPS: ReadonlySet<string> = new Set(['Application', 'Kustomization', 'HelmRelease', 'GitRepository']);

/** Objects that bring others into the cluster: what is wrong with them is nobody's neighbour. */
export function isGitops({ kind }: ObjectRef): boolean {
  return GITOPS.has(kind);
}

/** What a GitOps object says it has brought. */
function managedBy(scene: Scene, { kind, namespace, name }: ObjectRef): readonly ObjectRef[] {
  switch (kind) {
    case 'Application':
      return (scene.view.get('Application', namespace, name)?.status?.resources ?? []).flatMap((r) =>
        r.kind && r.name ? [{ kind: r.kind, namespace: r.namespace || null, name: r.name }] : [],
      );
    case 'Kustomization':
      return (scene.view.get('Kustomization', namespace, name)?.status?.inventory?.entries ?? []).flatMap(({ id }) =>
        inventoried(id),
      );
    case 'HelmRelease':
      return installedBy(scene, namespace, name);
    default:
      return [];
  }
}

/** `namespace_name_group_Kind`; no part but the name may hold an underscore. */
function inventoried(id: string): readonly ObjectRef[] {
  const parts = id.split('_');
  const [kind, , namespace] = [parts.at(-1), parts.at(-2), parts[0]];
  const name = parts.slice(1, -2).join('_');
  return kind && name ? [{ kind, namespace: namespace || null, name }] : [];
}

const INSTALLED = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'PersistentVolumeClaim'] as const;

/** A release has no list; its controller labels what it makes. */
function installedBy({ snapshot }: Scene, namespace: string | null, name: string): readonly ObjectRef[] {
  return INSTALLED.flatMap((kind) =>
    snapshot.objects[kind].filter(({ metadata: { labels } }) => {
      return (
        labels?.['helm.toolkit.fluxcd.io/name'] === name && labels['helm.toolkit.fluxcd.io/namespace'] === namespace
      );
    }),
  ).map(refOf);
}

/** The service a GitOps object is there for: by its listed name, or as the only one among what it brings. */
export function servedBy(scene: Scene, ref: ObjectRef): Service | null {
  const listed = scene.view.services.find((s) => ref.kind === 'Application' && s.gitops.app === ref.name);
  if (listed !== undefined) return listed;
  const brought = new Set(managedBy(scene, ref).map((object) => scene.match.primary(object)));
  brought.delete(null);
  const [only = null] = brought;
  return brought.size === 1 ? only : null;
}

/** Reasons and words of Flux for "applied, but not healthy in time". */
const WAITED = /timed? ?out|deadline exceeded|health check failed|not ready/i;

function saysUnhealthy(finding: Finding): boolean {
  if (finding.code === 'app-degraded') return true;
  if (finding.code !== 'gitops-not-ready') return false;
  return (
    finding.reason === 'HealthCheckFailed' || (finding.subject.kind === 'HelmRelease' && WAITED.test(finding.message))
  );
}

/**
 * GitOps objects that only say that something they brought is not healthy: they belong to the trouble of what they brought, the
 * most important one of several. Returns that trouble for each such finding; nothing where all they brought seems well.
 */
export function gitopsSymptoms(
  scene: Scene,
  findings: readonly Finding[],
  troubles: readonly Trouble[],
): ReadonlyMap<Finding, Trouble> {
  const moved = new Map<Finding, Trouble>();
  const unhealthy = findings.filter(saysUnhealthy);
  if (unhealthy.length === 0) return moved;
  const byObject = troublesByObject(troubles);
  for (const finding of unhealthy) {
    const hit = managedBy(scene, finding.subject).flatMap((object) => byObject.get(refText(object)) ?? []);
    const [worst] = hit.sort(mostImportantFirst);
    if (worst !== undefined) moved.set(finding, worst);
  }
  return moved;
}

/** Every object that a trouble is about. */
function troublesByObject(troubles: readonly Trouble[]): ReadonlyMap<string, Trouble> {
  const byObject = new Map<string, Trouble>();
  for (const trouble of troubles) {
    for (const { owner, subject } of trouble.findings) {
      if (isGitops(subject)) continue;
      for (const ref of [owner, subject]) if (!byObject.has(refText(ref))) byObject.set(refText(ref), trouble);
    }
  }
  return byObject;
}

/** What fails before what is at risk, listed services by their tier, then the first; names last, so that every cycle answers alike. */
export function mostImportantFirst(a: Trouble, b: Trouble): number {
  return (
    Number(isFailing(b)) - Number(isFailing(a)) ||
    rank(a) - rank(b) ||
    a.onset.getTime() - b.onset.getTime() ||
    (a.key < b.key ? -1 : 1)
  );
}

function isFailing({ state }: IncidentDraft['root']): boolean {
  return state === 'down' || state === 'degraded';
}

function rank({ facts: { ratedAs } }: Trouble): number {
  return ratedAs === null ? TIERS.length : TIERS.indexOf(ratedAs);
}
