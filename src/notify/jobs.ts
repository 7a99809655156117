import { type Destination, destinationName } from '../domain/destination.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import { compareSeverity, type Severity } from '../domain/severity.ts';
import type { Desk } from './arrived.ts';
import { inOrder } from './families.ts';

/** One message on its way to one destination. */
export interface Job {
  readonly entryId: string;
  readonly via: Destination;
  readonly urgency: Severity;
  /** Place among those that are as urgent. */
  readonly order: number;
  /** Set where `via` stands in for a destination that refused it. */
  readonly copy: Copy | null;
}

export interface Copy {
  /** Where it is tried after this. */
  readonly next: readonly Destination[];
  /** When that is given up, in milliseconds of the monotonic clock. */
  readonly until: number;
}

/** Refused messages that are tried again at one destination before one of them arrives. */
const PROBES = 20;

export interface Jobs {
  readonly now: readonly Job[];
  /** Tried only when another one arrives there. */
  readonly later: readonly Job[];
}

/**
 * What to try, in this order. Of what a destination refused before only a few are tried, those least often tried first: somebody may
 * have mended it, and one message it will never take must not stand before all others.
 */
export function jobsOf(due: readonly OutboxEntry[]): Jobs {
  const jobs = inOrder(due).map(({ entry, urgency }, order): Job & { readonly entry: OutboxEntry } => {
    return { entryId: entry.id, via: entry.to, urgency, order, copy: null, entry };
  });
  const refused = Map.groupBy(
    jobs.filter(({ entry }) => entry.refused),
    ({ via }) => via,
  );
  const probes = new Set(
    [...refused.values()].flatMap((all) =>
      all.toSorted((a, b) => a.entry.attempts - b.entry.attempts).slice(0, PROBES),
    ),
  );
  const isLater = (job: (typeof jobs)[number]): boolean => job.entry.refused && !probes.has(job);
  const bare = ({ entry: _, ...job }: (typeof jobs)[number]): Job => job;
  return { now: jobs.filter((j) => !isLater(j)).map(bare), later: jobs.filter(isLater).map(bare) };
}

export function compareJobs(a: Job, b: Job): number {
  return compareSeverity(a.urgency, b.urgency) || a.order - b.order;
}

/** Where a refused message goes instead: first where people already read about it. */
export function standIns(
  { threads, outbox }: Pick<Desk, 'threads' | 'outbox'>,
  entry: OutboxEntry,
  fallbacks: readonly Destination[],
): readonly Destination[] {
  const about = new Set([...entry.incidentIds, ...(entry.thread === null ? [] : [entry.thread])]);
  const copied = outbox
    .filter((e) => e.to === entry.to && e.incidentIds.some((id) => about.has(id)))
    .flatMap(({ copies }) => copies)
    .filter((to) => fallbacks.includes(to));
  const known = fallbacks.filter((to) => threads.some((thread) => thread.to === to && about.has(thread.key)));
  return [...new Set([...copied, ...known, ...fallbacks])].filter((to) => to !== entry.to);
}

export function missing(to: Destination): string {
  return `nothing is set up for ${destinationName(to)}: set it up, or take it out of routes.yaml`;
}
