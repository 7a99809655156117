import type { ObjectRef } from '../../domain/object-ref.ts';
import { refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import type { Snapshot } from '../../kinds/snapshot.ts';
import { timeOf } from '../../kinds/time.ts';
import type { Sync, SyncSource } from '../cluster-history.ts';
import type { Brought } from './argo.ts';

type Kustomization = ObjectOf<'Kustomization'>;
type HelmRelease = ObjectOf<'HelmRelease'>;
type GitRepository = ObjectOf<'GitRepository'>;
interface SourceRef {
  readonly kind?: string | null | undefined;
  readonly namespace?: string | null | undefined;
  readonly name?: string | null | undefined;
}

export function kustomizationSync(kustomization: Kustomization, objects: Snapshot['objects']): Sync {
  const { spec, status } = kustomization;
  const home = kustomization.metadata.namespace ?? '';
  const git = repositoryOf(spec?.sourceRef, home, objects);
  return {
    app: refOf(kustomization),
    sources: sourceOf(spec?.sourceRef, home, git, { path: spec?.path ?? '', chart: null, revision: null }),
    namespace: spec?.targetNamespace ?? null,
    objects: (status?.inventory?.entries ?? []).flatMap(({ id }) => managed(id)),
    history: applied(kustomization, git),
    inSync: isInSync(status, git),
  };
}

export function releaseSync(release: HelmRelease, objects: Snapshot['objects']): Sync {
  const { spec, status } = release;
  const home = release.metadata.namespace ?? '';
  const { chart = null, version = null, sourceRef } = spec?.chart?.spec ?? {};
  const ref = sourceRef ?? spec?.chartRef;
  const git = repositoryOf(ref, home, objects);
  // A chart of a Git repository is a folder in it.
  const from =
    git === null
      ? { path: null, chart: chart ?? spec?.chartRef?.name ?? '', revision: version ?? null }
      : { path: chart ?? '', chart: null, revision: null };
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return {
    app: refOf(release),
    sources: sourceOf(ref, home, git, from),
    namespace: spec?.targetNamespace ?? home,
    objects: [],
    history: [],
    inSync: ready === undefined ? null : ready.status === 'True',
  };
}

function repositoryOf(ref: SourceRef | null | undefined, home: string, all: Snapshot['objects']): GitRepository | null {
  if (ref?.kind !== 'GitRepository') return null;
  const namespace = ref.namespace ?? home;
  return all.GitRepository.find(({ metadata: m }) => m.name === ref.name && m.namespace === namespace) ?? null;
}

function sourceOf(
  ref: SourceRef | null | undefined,
  home: string,
  git: GitRepository | null,
  from: Omit<SyncSource, 'repository'>,
): readonly SyncSource[] {
  if (git?.spec?.url) {
    const { branch, tag, semver, commit } = git.spec.ref ?? {};
    return [{ ...from, repository: git.spec.url, revision: commit ?? tag ?? semver ?? branch ?? null }];
  }
  // Not read, or no Git at all: its name in the cluster is all there is.
  if (!ref?.name) return [];
  return [{ ...from, repository: `${ref.kind ?? 'source'}/${ref.namespace ?? home}/${ref.name}` }];
}

/** `shop_api_apps_Deployment`; names may have dots and no underscores, those of roles may have two for a colon. */
function managed(id: string): readonly ObjectRef[] {
  const [, namespace, name, kind] = /^([^_]*)_(.+)_[^_]*_([A-Za-z]+)$/.exec(id) ?? [];
  return name === undefined || kind === undefined ? [] : [{ kind, namespace: namespace || null, name }];
}

/** The commit in `main@sha1:1a2b…`, in `main/1a2b…` of older ones; null for the digest of what is no commit. */
function commitIn(revision: string | null | undefined): string | null {
  return /(?:^|sha1:|\/)([0-9a-f]{40})$/.exec(revision ?? '')?.[1] ?? null;
}

/** Newest first. Without a history of its own only the last commit is known, since its source had it. */
function applied({ status }: Kustomization, git: GitRepository | null): readonly Brought[] {
  const told = (status?.history ?? []).flatMap((one) => brought(one.metadata?.revision, one.firstReconciled));
  const last = commitIn(status?.lastAppliedRevision);
  if (last === null || told.some(({ revision }) => revision === last)) return newestFirst(told);
  const { revision, lastUpdateTime } = git?.status?.artifact ?? {};
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const since = commitIn(revision) === last ? lastUpdateTime : ready?.lastTransitionTime;
  return newestFirst([...told, ...brought(last, since)]);
}

function brought(revision: string | null | undefined, time: string | null | undefined): readonly Brought[] {
  const [commit, at] = [commitIn(revision), timeOf(time)];
  return commit === null || at === null ? [] : [{ revision: commit, at }];
}

/** One commit may be applied again and again, and is brought the first time. */
function newestFirst(all: readonly Brought[]): readonly Brought[] {
  const first = new Map<string, Brought>();
  for (const one of [...all].sort((a, b) => +a.at - +b.at)) if (!first.has(one.revision)) first.set(one.revision, one);
  return [...first.values()].sort((a, b) => +b.at - +a.at);
}

function isInSync(status: Kustomization['status'], git: GitRepository | null): boolean | null {
  const last = status?.lastAppliedRevision ?? null;
  if (last === null) return null;
  const known = [git?.status?.artifact?.revision, status?.lastAttemptedRevision].filter((one) => one);
  return known.every((one) => one === last || (commitIn(one) ?? one) === (commitIn(last) ?? last));
}
