import type { Destination } from '../domain/destination.ts';
import type { Ledger } from '../domain/ledger.ts';
import type { OutboxEntry, Thread } from '../domain/outbox.ts';
import { answeredKey } from './families.ts';

/** What waits, what has arrived and can be answered, and who asked to be left alone. */
export interface Desk {
  readonly outbox: readonly OutboxEntry[];
  readonly threads: readonly Thread[];
  readonly pauses: Readonly<Ledger['pauses']>;
}

export interface Arrival {
  readonly entry: OutboxEntry;
  /** Where it arrived: `entry.to`, or what stood in for it. */
  readonly via: Destination;
  /** The text it arrived with. */
  readonly text: string;
  /** `ref` of the message it answered; null: it is a message of its own. */
  readonly answered: string | null;
  /** Null where nothing can be edited or answered. */
  readonly ref: string | null;
  readonly at: Date;
}

/** The desk after a message has arrived: at its destination it is done, elsewhere a copy that still waits for its destination. */
export function afterArrival(desk: Desk, arrival: Arrival): Desk {
  const { entry, via } = arrival;
  const outbox =
    via === entry.to
      ? desk.outbox.filter((e) => e.id !== entry.id)
      : desk.outbox.map((e) => (e.id === entry.id ? { ...e, copies: [...new Set([...e.copies, via])] } : e));
  return { ...desk, outbox, threads: withThreads(desk.threads, arrival) };
}

/** The message of this thread there: the newest. */
export function threadAt(threads: readonly Thread[], key: string | null, to: Destination): Thread | null {
  if (key === null) return null;
  const known = threads.filter((thread) => thread.key === key && thread.to === to);
  return known.reduce<Thread | null>((a, b) => (a === null || b.at >= a.at ? b : a), null);
}

/** The message that this one answers there; null: it is a message of its own. */
export function answeredBy(threads: readonly Thread[], entry: OutboxEntry, to: Destination): Thread | null {
  if (entry.thread !== null) return threadAt(threads, entry.thread, to);
  // An older one is about another time: what began it anew had not arrived when this was decided.
  const thread = threadAt(threads, answeredKey(entry), to);
  return thread !== null && thread.at >= entry.createdAt ? thread : null;
}

const OWN_TEXT: ReadonlySet<string> = new Set(['incident', 'update']);

function withThreads(threads: readonly Thread[], arrival: Arrival): readonly Thread[] {
  const { entry, via: to, text, answered, ref, at } = arrival;
  const shown = answered ?? ref;
  if (shown === null) return threads;
  const isOwn = answered === null && OWN_TEXT.has(entry.kind) && entry.incidentIds.length === 1;
  const opened = opens(entry, answered !== null, (key) => threadAt(threads, key, to) !== null);
  const fresh = opened.map((key): Thread => ({ key, to, ref: shown, text: isOwn ? text : null, shown: '', at }));
  const keys = new Set(opened);
  return [...threads.filter((thread) => thread.to !== to || !keys.has(thread.key)), ...fresh];
}

/** The keys it can be found by from now on. A digest takes no thread away from an incident that has one. */
function opens(entry: OutboxEntry, isReply: boolean, isKnown: (key: string) => boolean): readonly string[] {
  const { kind, thread, incidentIds } = entry;
  if (isReply) return entry.opens.filter((key) => !isKnown(key));
  if (kind === 'resolved' || kind === 'details' || (kind === 'storm' && !entry.open)) return entry.opens;
  const missing = kind === 'digest' || kind === 'storm' ? incidentIds.filter((key) => !isKnown(key)) : [];
  return [...new Set([...entry.opens, ...(thread === null ? [] : [thread]), ...missing])];
}
