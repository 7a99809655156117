import pLimit from 'p-limit';
import { type Destination, sinkName } from '../domain/destination.ts';
import type { Thread } from '../domain/outbox.ts';
import { messageOf } from '../platform/errors.ts';
import type { Desk } from './arrived.ts';
import type { FlushOptions } from './flush-run.ts';
import { isResting } from './pause.ts';
import type { Delivery, Sink } from './sink.ts';
import { type TimeLeft, timeLeft, untilStopped } from './time-left.ts';

/** A message that stands in a channel, what it is to say, and a word for what it says then. */
export interface WantedEdit {
  readonly thread: Thread;
  readonly text: string;
  readonly shown: string;
}

export type EditOptions = Pick<
  FlushOptions,
  'sinks' | 'clock' | 'deadlineMs' | 'messageDeadlineMs' | 'signal' | 'held'
>;

const MOST_AT_ONCE = 4;

/**
 * Edits messages in place, as far as time allows: what can't be edited now is tried again by the next cycle, and a message that is gone
 * is forgotten. A destination that fails is left alone. Never rejects.
 */
export async function editThreads(desk: Desk, wanted: readonly WantedEdit[], options: EditOptions): Promise<Desk> {
  const { clock, deadlineMs, signal } = options;
  // Nobody waits for an edit: once asked to stop none is begun, and the one that has is not waited for.
  const time = untilStopped(clock, deadlineMs, 0, signal);
  const limit = pLimit(MOST_AT_ONCE);
  let threads = desk.threads;
  const keep = (edit: WantedEdit, { gone }: { readonly gone: boolean }): void => {
    const isIt = (thread: Thread): boolean => isSame(thread, edit.thread);
    threads = gone
      ? threads.filter((thread) => !isIt(thread))
      : threads.map((thread) => (isIt(thread) ? { ...thread, shown: edit.shown } : thread));
  };
  const resting = new Set(
    Object.entries(desk.pauses).flatMap(([to, until]) => (isResting(until, clock.now()) ? [to] : [])),
  );
  const places = [...Map.groupBy(wanted, ({ thread }) => thread.to)].filter(([to]) => !resting.has(to));
  try {
    await Promise.all(places.map(([to, edits]) => limit(() => editAt(to, edits, { ...options, time, keep }))));
  } finally {
    time.end();
  }
  return { ...desk, threads };
}

interface Editing extends EditOptions {
  readonly time: TimeLeft;
  readonly keep: (edit: WantedEdit, outcome: { readonly gone: boolean }) => void;
}

async function editAt(to: Destination, edits: readonly WantedEdit[], editing: Editing): Promise<void> {
  const { sinks, clock, messageDeadlineMs, time, keep } = editing;
  const sink = sinks.get(sinkName(to));
  if (sink === undefined || !sink.threads) return;
  let isFirst = true;
  for (const edit of edits) {
    if (!isFirst && !(await rested(sink, editing))) return;
    isFirst = false;
    if (!(await isHeld(editing)) || time.over.aborted || time.leftMs() <= 0) return;
    const one = timeLeft(clock, messageDeadlineMs, time);
    const done = await tried(sink, to, edit, one);
    one.end();
    if (done.status === 'sent') keep(edit, { gone: false });
    else if (done.gone === true) keep(edit, { gone: true });
    // What this one message does not allow says nothing about the next.
    else if (done.failure !== 'permanent') return;
  }
}

async function rested(sink: Sink, { clock, time }: Editing): Promise<boolean> {
  if (sink.paceMs >= time.leftMs()) return false;
  return clock.sleep(sink.paceMs, time.over).then(
    () => true,
    () => false,
  );
}

async function isHeld({ held }: Editing): Promise<boolean> {
  return (await held().catch(() => false)) === true;
}

async function tried(sink: Sink, to: Destination, { thread, text }: WantedEdit, time: TimeLeft): Promise<Delivery> {
  const late = new Promise<Delivery>((resolve) => {
    const why = 'no answer in time';
    const failed: Delivery = { status: 'failed', why, failure: 'unknown', retryAfterMs: null };
    time.over.addEventListener('abort', () => resolve(failed), { once: true });
  });
  try {
    return await Promise.race([sink.edit(to, thread.ref, text, time.over), late]);
  } catch (error) {
    return { status: 'failed', why: messageOf(error), failure: 'unknown', retryAfterMs: null };
  }
}

function isSame(a: Thread, b: Thread): boolean {
  return a.key === b.key && a.to === b.to && a.ref === b.ref;
}
