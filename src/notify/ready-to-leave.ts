import { createHash } from 'node:crypto';
import { type Destination, destinationName } from '../domain/destination.ts';
import { MINUTE } from '../domain/duration.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import { duration } from '../domain/words.ts';
import { NEVER_TOLD } from './coalesce.ts';
import { withNote } from './message-lines.ts';
import { plain } from './render/plain.ts';
import type { Outgoing } from './sink.ts';

/** A message that is later than this says so. */
const LATE = 10 * MINUTE;

export interface Leaving {
  /** `entry.to`, or what stands in for it. */
  readonly via: Destination;
  readonly thread: string | null;
  readonly now: Date;
}

/** An entry as it leaves: where it goes instead, or that it is late, is said in its first line. */
export function outgoing(entry: OutboxEntry, { via, thread, now }: Leaving): Outgoing {
  const { id, to, kind, severity, open, incidentIds, broadcast, unsure: retry } = entry;
  const isCopy = via !== to;
  const note = isCopy ? insteadOf(entry) : lateBy(entry, now);
  return {
    to: via,
    ...{ kind, severity, open, incidentIds, thread, broadcast, retry },
    ...(entry.lesser === undefined ? {} : { lesser: entry.lesser }),
    ...(entry.parts === undefined ? {} : { parts: entry.parts }),
    text: note === null ? entry.text : withNote(entry.text, note),
    deliveryId: isCopy ? copyId(id, via) : id,
  };
}

function insteadOf({ to, lastError }: OutboxEntry): string {
  const why = lastError === null ? '' : `: ${plain(lastError, 160)}`;
  return `(instead of ${destinationName(to)}${why})`;
}

function lateBy({ to, attempts, createdAt, kind, parts, text }: OutboxEntry, now: Date): string | null {
  const lateMs = now.getTime() - createdAt.getTime();
  if (attempts === 0 || lateMs < LATE || parts !== undefined || kind === 'details') return null;
  if (text.split('\n', 1)[0]?.includes(NEVER_TOLD)) return null;
  return `(told late: could not be delivered to ${destinationName(to)} for ${duration(lateMs)})`;
}

function copyId(id: string, via: Destination): string {
  return createHash('sha256').update(`${id}\n${via}`).digest('hex').slice(0, 32);
}
