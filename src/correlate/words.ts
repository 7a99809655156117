import { type ObjectRef, refText } from '../domain/object-ref.ts';
import type { Service } from '../domain/service.ts';
import { redact } from '../platform/redact/redact.ts';
import type { ClusterChanges } from './cluster-history.ts';
import { lastSynced } from './not-synced.ts';
import { isSameRepository, repositoryAddress } from './repository-address.ts';
import type { Target } from './targets.ts';

/** What was looked at when nothing was found, for people. */
export function lookedAt(targets: readonly Target[], leftOut: number, cluster: ClusterChanges | null): string {
  const [own, ...needed] = targets;
  if (own === undefined) return 'nothing';
  const where = own.relation === 'named' ? `a path named after ${own.names.join(' or ')}` : own.paths.join(' or ');
  const nor = needed.length === 0 ? '' : `, nor in what belongs to ${needed.map(({ label }) => label).join(', ')}`;
  const commits = leftOut === 1 ? '1 commit' : `${leftOut} commits`;
  const rest = leftOut === 0 ? '' : `; ${commits} looked into and left out: nothing in them explains it`;
  const kind = leftOut === 0 ? 'no commit' : 'no commit to blame';
  return `${kind} in ${where} in the 24 h before${nor}${rest}${ofSync(own)}${inCluster(cluster)}`;
}

/** Why what is committed may not be in the cluster. */
function ofSync({ pinned, inSync, syncedAt }: Target): string {
  if (pinned !== null) return `; its application stays at ${redact(pinned, 80)}, whatever is committed`;
  return inSync === false && syncedAt !== null
    ? `; its application is not in sync, and was ${lastSynced(syncedAt)}`
    : '';
}

function inCluster(cluster: ClusterChanges | null): string {
  if (cluster === null) return '';
  const [image] = cluster.mutableImages;
  const rollout =
    cluster.lastRollout === null
      ? ''
      : `; its last new revision is of ${cluster.lastRollout.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `${rollout}${image === undefined ? '' : `; the tag of ${image} may point to another image without any commit`}`;
}

export function notInRepository(owner: ObjectRef, elsewhere: string | null): string {
  if (elsewhere !== null)
    return `the manifests of ${refText(owner)} are in ${repositoryAddress(elsewhere)}, which is not read`;
  return `no path of the repository belongs to ${refText(owner)}`;
}

export function notLookedInto(left: number): string {
  return `${left === 1 ? '1 less likely commit was' : `${left} less likely commits were`} not looked into`;
}

interface Limited {
  readonly found: readonly string[];
  readonly unread: string | null;
  /** Commits that nobody looked into. */
  readonly left: number;
  readonly service: Service | null;
  readonly repository: string;
}

/** What somebody should know before trusting the answer, each once. */
export function limitsOf({ found, unread, left, service, repository }: Limited): readonly string[] {
  return [
    ...(unread === null ? [] : [`commits were not read: ${unread}`]),
    ...new Set(found),
    ...(left > 0 ? [notLookedInto(left)] : []),
    ...(service === null ? [] : otherRepository(service, repository)),
  ];
}

function otherRepository({ gitops, name }: Service, repository: string): readonly string[] {
  const { repo } = gitops;
  if (repo === null || repository === '' || isSameRepository(repo, repository)) return [];
  return [`services.txt has the manifests of ${name} in ${repositoryAddress(repo)}, and ${repository} was read`];
}
