import pLimit from 'p-limit';
import { type Destination, sinkName } from '../domain/destination.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import { messageOf } from '../platform/errors.ts';
import { afterArrival, answeredBy, type Desk } from './arrived.ts';
import { inOrder } from './families.ts';
import type { FlushOptions } from './flush-run.ts';
import { isOverdue } from './melt.ts';
import { isResting } from './pause.ts';
import type { Found, Sink } from './sink.ts';
import { type TimeLeft, timeLeft, untilStopped } from './time-left.ts';

export type LookOptions = Pick<FlushOptions, 'sinks' | 'clock' | 'deadlineMs' | 'messageDeadlineMs' | 'signal'>;

const MOST_AT_ONCE = 4;

/**
 * Before what is overdue becomes a digest: what of it may have arrived is looked for. What is there is done, what is not, or can't be
 * looked for, waits like the rest; where nobody could look this time it stays as it is. Never rejects.
 */
export async function settleUnsure(desk: Desk, options: LookOptions): Promise<Desk> {
  const { clock, deadlineMs, signal } = options;
  const time = untilStopped(clock, deadlineMs, 0, signal);
  const limit = pLimit(MOST_AT_ONCE);
  const overdue = Map.groupBy(desk.outbox.filter(isOverdue), ({ to }) => to);
  const many = [...overdue].filter(([, entries]) => entries.length > 1);
  let current = desk;
  const found = (entry: OutboxEntry, answer: Found): void => {
    current = settled(current, entry, answer, clock.now());
  };
  try {
    await Promise.all(many.map(([to, entries]) => limit(() => lookAt(to, entries, desk, { ...options, time, found }))));
  } finally {
    time.end();
  }
  return current;
}

interface Looking extends LookOptions {
  readonly time: TimeLeft;
  readonly found: (entry: OutboxEntry, answer: Found) => void;
}

/** One after the other; the first look that fails is the last one there. */
async function lookAt(
  to: Destination,
  entries: readonly OutboxEntry[],
  { threads, pauses }: Desk,
  { sinks, clock, messageDeadlineMs, time, found }: Looking,
): Promise<void> {
  const sink = sinks.get(sinkName(to));
  const pause = pauses[to];
  if (sink === undefined || isResting(pause, clock.now())) return;
  for (const { entry } of inOrder(entries)) {
    if (!entry.unsure) continue;
    if (time.leftMs() <= 0 || time.over.aborted) return;
    const thread = sink.threads ? (answeredBy(threads, entry, to)?.ref ?? null) : null;
    const one = timeLeft(clock, messageDeadlineMs, time);
    const answer = await look(sink, entry, thread, one);
    one.end();
    if (answer.status === 'failed') return;
    found(entry, answer);
  }
}

async function look(sink: Sink, { id, to }: OutboxEntry, thread: string | null, time: TimeLeft): Promise<Found> {
  const silent = new Promise<Found>((resolve) => {
    time.over.addEventListener('abort', () => resolve({ status: 'failed', why: 'no answer in time' }), { once: true });
  });
  try {
    return await Promise.race([sink.find(to, { deliveryId: id, thread }, time.over), silent]);
  } catch (error) {
    return { status: 'failed', why: messageOf(error) };
  }
}

function settled(desk: Desk, entry: OutboxEntry, answer: Found, at: Date): Desk {
  if (answer.status === 'there') {
    const answered = answeredBy(desk.threads, entry, entry.to)?.ref ?? null;
    return afterArrival(desk, { entry, via: entry.to, text: entry.text, answered, ref: answer.ref, at });
  }
  const known = { ...entry, unsure: false };
  return { ...desk, outbox: desk.outbox.map((e) => (e.id === entry.id ? known : e)) };
}
