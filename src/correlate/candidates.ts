import type { Change } from '../domain/change.ts';
import { messageOf } from '../platform/errors.ts';
import type { Incidence } from './incidence.ts';
import { LOOK_BACK, score } from './score.ts';
import type { Shelf } from './shelf.ts';
import type { Target } from './targets.ts';
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
  /** After it: they explain nothing, but may have taken something back. Newest first. */
  readonly after: readonly Change[];
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
  const seconds = [...all.values()].map(({ change }) => change.committedAt.getTime());
  const found = [...all.values()].map((one): Candidate => {
    const at = one.change.committedAt.getTime();
    return { ...one, twins: seconds.filter((other) => other === at).length - 1 };
  });
  const since = (change: Change) => onset.getTime() - change.committedAt.getTime();
  return {
    before: found
      .filter(({ change }) => since(change) >= 0 && since(change) <= LOOK_BACK)
      .sort((a, b) => promise(b, since(b.change)) - promise(a, since(a.change)) || since(a.change) - since(b.change)),
    after: found.filter(({ change }) => since(change) < 0).map(({ change }) => change),
    limits: [...limits, ...fromTheFuture(found, now)],
  };
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
