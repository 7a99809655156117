import type { Change, ChangedFile } from '../domain/change.ts';
import { messageOf } from '../platform/errors.ts';
import type { Incidence } from './incidence.ts';
import { isManifest, isSwitchedOff } from './manifest/file-changes.ts';
import { isDocument } from './noise.ts';
import { LOOK_BACK, score } from './score.ts';
import type { Shelf } from './shelf.ts';
import type { Target } from './targets.ts';
import { isOf } from './touched.ts';
import { askedWindow } from './window.ts';

/** A commit, and the places it was found by, its own first. */
export interface Candidate {
  readonly change: Change;
  readonly targets: readonly Target[];
  /** Other commits of the same second: pushed together. */
  readonly twins: number;
}

export interface Found {
  /** In the 24 h before the first symptom, the most promising first by place and time alone. */
  readonly before: readonly Candidate[];
  /** Of the same 24 h, left out by the paths of their files alone: documents, and what is not about any target. */
  readonly passedOver: number;
  /** After it: they explain nothing, but may have taken something back. Nearest first. */
  readonly after: readonly Candidate[];
  readonly limits: readonly string[];
}

/** The commits of all targets, each once. Rejects when those of the first one can't be listed. */
export async function candidatesOf(
  { onset, now }: Incidence,
  targets: readonly Target[],
  shelf: Shelf,
): Promise<Found> {
  const limits: string[] = [];
  const all = new Map<string, { change: Change; targets: Target[] }>();
  for (const [index, target] of targets.entries()) {
    const query = { paths: target.paths, branch: target.branch, isMore: index > 0, ...askedWindow(onset, now) };
    const list = await shelf.list(query).catch((error: unknown) => {
      if (index === 0) throw error;
      limits.push(`changes of ${target.label} could not be read: ${messageOf(error)}`);
      return { changes: [], limits: [] };
    });
    limits.push(...list.limits);
    for (const change of list.changes) {
      const known = all.get(change.sha);
      if (known === undefined) all.set(change.sha, { change, targets: [target] });
      else known.targets.push(target);
    }
  }
  const pushes = new Map<number, number>();
  for (const { change } of all.values()) pushes.set(+change.committedAt, (pushes.get(+change.committedAt) ?? 0) + 1);
  const found = [...all.values()].map(
    (one): Candidate => ({ ...one, twins: (pushes.get(+one.change.committedAt) ?? 1) - 1 }),
  );
  const since = (change: Change) => onset.getTime() - change.committedAt.getTime();
  const inTime = found.filter(({ change }) => since(change) >= 0 && since(change) <= LOOK_BACK);
  const before = inTime.filter(mayMatter);
  return {
    before: before
      .map((one) => ({ one, manifest: Number(hasManifest(one)), points: promise(one, since(one.change)) }))
      .sort((a, b) => b.manifest - a.manifest || b.points - a.points || since(a.one.change) - since(b.one.change))
      .map(({ one }) => one),
    passedOver: inTime.length - before.length,
    after: found.filter(({ change }) => since(change) < 0).sort((a, b) => since(b.change) - since(a.change)),
    limits: [...limits, ...fromTheFuture(found, now)],
  };
}

/** Null: the list does not tell, or not of all of them. */
function filesOf({ change, targets }: Candidate): readonly ChangedFile[] | null {
  if (change.files.length === 0 || change.moreFiles) return null;
  return change.files.filter((file) => targets.some((target) => isOf(file, target)));
}

function mayMatter(candidate: Candidate): boolean {
  return filesOf(candidate)?.some((file) => !isDocument(file)) ?? true;
}

function hasManifest(candidate: Candidate): boolean {
  return filesOf(candidate)?.some(({ path }) => isManifest(path) || isSwitchedOff(path)) ?? true;
}

function promise({ targets }: Candidate, beforeMs: number): number {
  return score({ place: targets[0]?.relation ?? 'named', beforeMs, explains: 'unknown' }).points;
}

const SKEW = 5 * 60_000;

/** Two clocks that differ make every "minutes before" a guess. */
function fromTheFuture(found: readonly Candidate[], now: Date): readonly string[] {
  const ahead = Math.max(0, ...found.map(({ change }) => change.committedAt.getTime() - now.getTime()));
  return ahead <= SKEW
    ? []
    : [
        `commits are up to ${Math.round(ahead / 60_000)} min ahead of the cluster's clock: the times before the symptom are doubtful`,
      ];
}
