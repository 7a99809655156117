import type { Destination } from '../domain/destination.ts';
import type { LedgerIncident } from '../domain/ledger.ts';
import type { Thread } from '../domain/outbox.ts';

/** What is asked of an incident to find the messages about it. */
type Told = Pick<LedgerIncident, 'id' | 'told'>;

/**
 * The messages about an incident, at most one for each destination: the newest there. One from before it was told anew (it was over,
 * and came back) is not about this time.
 */
export type FindThreads = (incident: Told) => readonly Thread[];

export function findThreads(threads: readonly Thread[]): FindThreads {
  const byKey = Map.groupBy(threads, (thread) => thread.key);
  return ({ id, told }) => {
    const newest = new Map<Destination, Thread>();
    for (const thread of byKey.get(id) ?? []) {
      if (told === null || thread.at < told.firstAt) continue;
      const other = newest.get(thread.to);
      if (other === undefined || other.at <= thread.at) newest.set(thread.to, thread);
    }
    return [...newest.values()];
  };
}
