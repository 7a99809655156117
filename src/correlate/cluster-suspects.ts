import type { ClusterChange, Suspect } from '../domain/change.ts';
import { MINUTE } from '../domain/duration.ts';
import type { FieldChange, FieldKind } from '../domain/field-change.ts';
import { causesAmong, trusted, wordsOf } from './blamable.ts';
import type { ClusterChanges } from './cluster-history.ts';
import { explanation } from './explains.ts';
import type { Incidence } from './incidence.ts';
import { mutableImage, strengthOf } from './mutable-image.ts';
import { isChangedAgain, isSame } from './same-field.ts';
import { LOOK_BACK, type Score, score } from './score.ts';
import { cautionOf } from './way-back.ts';
import { explained, type Weighed } from './weigh.ts';

/** A sync and a rollout take minutes, a slow one an hour. */
const ARRIVES_WITHIN = 60 * MINUTE;

/** A commit that the cluster was seen to roll out, with what it says of that; and the changes that no commit explains. */
export function withCluster(
  commits: readonly Weighed[],
  cluster: ClusterChanges | null,
  incidence: Incidence,
): readonly Weighed[] {
  const seen = (cluster?.changes ?? []).filter(({ at }) => isBefore(at, incidence.onset));
  const taken = new Set<ClusterChange>();
  const confirmed = commits.map((weighed) => {
    const arrival = seen.find((change) => brought(change, weighed));
    if (arrival === undefined) return weighed;
    taken.add(arrival);
    const reason = `arrived in the cluster at ${arrival.at.toISOString().slice(11, 16)} UTC: ${arrival.text}`;
    return { ...weighed, suspect: { ...weighed.suspect, reasons: [...weighed.suspect.reasons, reason] } };
  });
  const others = seen.filter((change) => !taken.has(change) && !isBroughtByAny(change, commits));
  return [...confirmed, ...others.flatMap((change) => suspectOf(change, seen, incidence, cluster) ?? [])];
}

function isBefore(at: Date, onset: Date): boolean {
  const before = onset.getTime() - at.getTime();
  return before >= 0 && before <= LOOK_BACK;
}

/** The same commit, or a rollout of the same fields soon after it. */
function brought(change: ClusterChange, { suspect, fields }: Weighed): boolean {
  if (!('sha' in suspect.change)) return false;
  const { sha, committedAt } = suspect.change;
  if (change.commit !== null) return sha.startsWith(change.commit) || change.commit.startsWith(sha);
  const after = change.at.getTime() - committedAt.getTime();
  return (
    after >= 0 && after <= ARRIVES_WITHIN && change.fields.some((field) => fields.some((one) => isSame(field, one)))
  );
}

/** Who is sure of a commit has no need to hear of syncs. */
function isBroughtByAny(change: ClusterChange, commits: readonly Weighed[]): boolean {
  const isSure = change.kind === 'sync' && commits.some(({ confidence }) => confidence === 'HIGH');
  return isSure || commits.some((commit) => brought(change, commit));
}

/** What the cluster tells without saying which field: of which kind it is. */
const ABOUT: Partial<Record<ClusterChange['kind'], FieldKind>> = { config: 'config', secret: 'secret' };

const SEEN = {
  rollout: 'the workload itself changed',
  sync: 'brought into the cluster',
  config: 'its configuration was written',
  secret: 'its secret was made anew',
  node: 'the node it runs on changed',
} as const satisfies Record<ClusterChange['kind'], string>;

function suspectOf(
  change: ClusterChange,
  seen: readonly ClusterChange[],
  incidence: Incidence,
  cluster: ClusterChanges | null,
): Weighed | null {
  const beforeMs = incidence.onset.getTime() - change.at.getTime();
  const kind = ABOUT[change.kind];
  const fields =
    kind === undefined ? change.fields : [{ kind, file: null, object: null, text: change.text, from: null, to: null }];
  const own = { relation: 'own' } as const;
  const best = trusted(explanation(causesAmong(incidence.faults, own), wordsOf(incidence, own), fields));
  // Syncs, secrets and nodes come and go all day: without a tie to the fault they are noise.
  if (best === null && change.kind !== 'rollout') return null;
  const result: Score = score({
    place: 'cluster',
    beforeMs,
    explains: strengthOf(best, mutableImage(incidence, cluster)),
  });
  const mended = mendedBy(change, best === null ? change.fields : [best.field], seen);
  const confidence = mended === null ? result.confidence : 'LOW';
  const minutes = Math.round(beforeMs / MINUTE);
  const suspect: Suspect = {
    change,
    minutesBeforeOnset: minutes,
    confidence,
    reasons: [
      SEEN[change.kind],
      explained(best),
      ...(mended === null ? [] : [`changed again before the first symptom: ${mended.text}`]),
    ],
    fields: change.fields.map(({ text }) => text).slice(0, 4),
    touched: [],
    rollback: change.commit === null ? change.undo : `git revert ${change.commit.slice(0, 7)}`,
    caution: cautionOf(change.fields),
    revertedBy: null,
  };
  return { ...result, confidence, suspect, fields };
}

/** The later rollout that changed all of these fields once more; null: they stayed until the first symptom. */
function mendedBy(
  { kind, at }: ClusterChange,
  fields: readonly FieldChange[],
  seen: readonly ClusterChange[],
): ClusterChange | null {
  if (kind !== 'rollout' || fields.length === 0) return null;
  const later = seen.filter((other) => other.kind === 'rollout' && other.at > at);
  return later.find((other) => fields.every((field) => isChangedAgain(field, other.fields))) ?? null;
}
