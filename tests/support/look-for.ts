import type { ClusterChanges, Sync } from '../../src/correlate/cluster-history.ts';
import { correlate } from '../../src/correlate/correlate.ts';
import type { Incidence } from '../../src/correlate/incidence.ts';
import type { Changes, Suspect } from '../../src/domain/change.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { FakeCommit } from '../fakes/github/types.ts';
import { recordedSource } from './recorded-source.ts';

export interface Seen extends Partial<ClusterChanges> {
  readonly syncs?: readonly Sync[];
}

/** What is found behind one incident; `isListed`: the list tells the files of each commit, as that of a Git repository does. */
export async function lookFor(
  asked: Incidence,
  commits: readonly FakeCommit[] | null,
  seen: Seen | null = null,
  isListed = false,
): Promise<Changes> {
  const made = recordedSource(commits ?? []);
  const listed: typeof made = {
    ...made,
    list: async (query, signal) => {
      const list = await made.list(query, signal);
      return { ...list, changes: await Promise.all(list.changes.map((change) => made.read(change, signal))) };
    },
  };
  const nothing = { changes: [], lastRollout: null, mutableImages: [], limits: [] };
  const found = await correlate([asked], commits === null ? null : isListed ? listed : made, {
    clock: systemClock,
    deadlineMs: 2000,
    signal: new AbortController().signal,
    whyNone: 'no repository',
    history:
      seen === null ? null : { syncs: async () => seen.syncs ?? [], changesOf: async () => ({ ...nothing, ...seen }) },
  });
  const changes = found.get(asked.id);
  if (changes === undefined) throw new Error('nothing was said');
  return changes;
}

export async function suspectsOf(...asked: Parameters<typeof lookFor>): Promise<readonly Suspect[]> {
  const changes = await lookFor(...asked);
  return changes.status === 'found' ? changes.suspects : [];
}

/** What a suspect is called, and how sure one is. */
export function named({ change, confidence }: Suspect): string {
  return `${confidence} ${'sha' in change ? change.subject : change.text}`;
}
