import { MINUTE } from '../domain/duration.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import { change, queue, type Run } from './flush-run.ts';
import { type Copy, type Job, standIns } from './jobs.ts';

const FALLBACK_MS = MINUTE;

/** Somebody has to mend the destination, and people must hear of it meanwhile: the message goes elsewhere too, and stays. */
export function sendCopy(run: Run, job: Pick<Job, 'urgency' | 'order'>, entry: OutboxEntry): void {
  if (entry.copies.length > 0) return;
  const { fallbackOf, fallbackMs = FALLBACK_MS, clock } = run.options;
  const next = standIns(run.desk, entry, fallbackOf(entry));
  toNext(run, { ...job, entryId: entry.id }, entry, { next, until: clock.monotonic() + fallbackMs });
}

/** The next destination that may stand in, as long as there is one and time. */
export function toNext(
  run: Run,
  { entryId, urgency, order }: Pick<Job, 'entryId' | 'urgency' | 'order'>,
  entry: OutboxEntry,
  { next, until }: Copy,
): void {
  const [via, ...others] = next;
  if (via === undefined || run.options.clock.monotonic() > until) return;
  if (isToldThere(run, entry, via)) change(run, entry, { copies: [...entry.copies, via] });
  else queue(run, { entryId, urgency, order, via, copy: { next: others, until } });
}

/** It gets the same message for itself: a copy would say it twice. */
function isToldThere({ desk, delivered }: Run, entry: OutboxEntry, via: string): boolean {
  const isSame = (other: OutboxEntry): boolean =>
    other.to === via &&
    other.kind === entry.kind &&
    entry.incidentIds.length > 0 &&
    other.incidentIds.join() === entry.incidentIds.join();
  const arrived = delivered.filter((d) => d.status === 'sent' && d.via === d.entry.to).map((d) => d.entry);
  return [...desk.outbox.filter(({ refused }) => !refused), ...arrived].some(isSame);
}
