import type { ObjectOf } from '../kinds/registry.ts';
import { latest, timeOf } from '../kinds/time.ts';
import type { Keep } from './shelf.ts';

/** Normal events and history say nothing about a fault. */
export function isTellingEvent(event: ObjectOf<'Event'>, { eventsSince }: Keep): boolean {
  if (event.type === 'Normal') return false;
  return eventsSince === null || lastSeen(event) >= eventsSince.getTime();
}

export function newestEvents(events: readonly ObjectOf<'Event'>[], { maxEvents }: Keep): ObjectOf<'Event'>[] {
  const timed = events.map((event) => ({ event, at: lastSeen(event) }));
  return timed
    .sort((a, b) => b.at - a.at)
    .slice(0, maxEvents)
    .map(({ event }) => event);
}

/** An event without any time counts as just seen. */
function lastSeen({ lastTimestamp, series, eventTime, firstTimestamp, metadata }: ObjectOf<'Event'>): number {
  const seen = latest(
    timeOf(lastTimestamp),
    timeOf(series?.lastObservedTime),
    timeOf(eventTime),
    timeOf(firstTimestamp),
  );
  return (seen ?? timeOf(metadata.creationTimestamp))?.getTime() ?? Number.POSITIVE_INFINITY;
}
