import type { ObjectRef } from '../../domain/object-ref.ts';
import { refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { timeOf } from '../../kinds/time.ts';
import type { Sync, SyncSource } from '../cluster-history.ts';

type Application = ObjectOf<'Application'>;

/** What Argo CD was told to bring, and brought; whoever made the Application. */
export function argoSync(application: Application): Sync {
  const { spec, status } = application;
  const sources = spec?.sources?.length ? spec.sources : spec?.source ? [spec.source] : [];
  const state = status?.sync?.status;
  return {
    app: refOf(application),
    sources: sources.flatMap(sourceOf),
    namespace: spec?.destination?.namespace ?? null,
    objects: (status?.resources ?? []).flatMap(({ kind, namespace, name }): ObjectRef[] =>
      kind && name ? [{ kind, namespace: namespace || null, name }] : [],
    ),
    history: brought(application),
    inSync: state === 'Synced' ? true : state === 'OutOfSync' ? false : null,
  };
}

function sourceOf(source: NonNullable<NonNullable<Application['spec']>['source']>): readonly SyncSource[] {
  const { repoURL, path, chart, targetRevision } = source;
  if (!repoURL) return [];
  return [
    { repository: repoURL, path: path ?? (chart ? null : ''), chart: chart ?? null, revision: targetRevision || null },
  ];
}

export interface Brought {
  /** A commit, or the version of a chart. */
  readonly revision: string;
  readonly at: Date;
}

/** Newest first. A sync that still waits for its objects to become healthy has brought them all the same, and is in no history. */
export function brought({ status }: Application): readonly Brought[] {
  const done = (status?.history ?? []).flatMap((one) => entries(one, timeOf(one.deployedAt)));
  const { phase, startedAt, syncResult } = status?.operationState ?? {};
  const isOpen = phase === 'Running' || phase === 'Failed' || phase === 'Error';
  const running = isOpen ? entries(syncResult ?? {}, timeOf(startedAt)) : [];
  const known = new Set(done.map(({ revision }) => revision));
  return [...done, ...running.filter(({ revision }) => !known.has(revision))].sort((a, b) => +b.at - +a.at);
}

interface Revisions {
  readonly revision?: string | null | undefined;
  readonly revisions?: readonly string[] | null | undefined;
}

function entries({ revision, revisions }: Revisions, at: Date | null): readonly Brought[] {
  if (at === null) return [];
  const all = revisions?.length ? revisions : [revision ?? ''];
  return [...new Set(all)].filter((one) => one !== '').map((one) => ({ revision: one, at }));
}
