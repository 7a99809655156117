import { destinationName, sinkName } from '../domain/destination.ts';
import { SECOND } from '../domain/duration.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import { atLeast } from '../domain/severity.ts';
import { messageOf } from '../platform/errors.ts';
import { afterArrival, answeredBy } from './arrived.ts';
import { sendCopy, toNext } from './copies.ts';
import { change, entryOf, laneOf, note, queue, type Run } from './flush-run.ts';
import { settle } from './give-up.ts';
import { type Job, missing } from './jobs.ts';
import { isSpent, neverHeard, spent } from './never-heard.ts';
import { LONGEST_PAUSE } from './pause.ts';
import { outgoing } from './ready-to-leave.ts';
import { type Outcome, sendOne } from './send-one.ts';
import type { Sink } from './sink.ts';

/** Brings one message to one destination, and writes down what became of it. Never rejects. */
export async function work(run: Run, job: Job): Promise<void> {
  const held = await isHeld(run);
  if (held === false) run.lost = true;
  run.unasked = held === 'unknown';
  const entry = entryOf(run, job.entryId);
  if (entry === undefined) return;
  try {
    if (run.lost) queue(run, job);
    else if (held === true) await bring(run, job, entry);
    else if (!atLeast(job.urgency, 'SEV-2')) settle(run, [job], UNASKED, false);
    // Twice is better than never: what another run may have told meanwhile is looked for.
    else await bring(run, job, change(run, entry, { unsure: true }));
  } catch (error) {
    failed(run, job, entry, messageOf(error), true);
  }
}

async function bring(run: Run, job: Job, entry: OutboxEntry): Promise<void> {
  const sink = run.options.sinks.get(sinkName(job.via));
  if (job.copy === null && isSpent(entry)) spent(run, job, entry);
  else if (sink === undefined) refused(run, job, entry, missing(job.via), entry.unsure);
  else if (sink.accepts(entry)) await post(run, job, entry, sink);
  else unwanted(run, job, entry);
}

async function post(run: Run, job: Job, entry: OutboxEntry, sink: Sink): Promise<void> {
  const { clock, messageDeadlineMs } = run.options;
  const known = sink.threads ? answeredBy(run.desk.threads, entry, job.via) : null;
  const message = outgoing(entry, { via: job.via, thread: known?.ref ?? null, now: clock.now() });
  const outcome = await sendOne(sink, message, { clock, messageDeadlineMs, time: run.time });
  const { delivery, unsure } = outcome;
  if (delivery.status === 'sent') {
    const text = job.copy === null ? entry.text : message.text;
    await arrived(run, job, entry, { text, answered: message.thread, ref: delivery.ref, hint: delivery.note, sink });
  } else if (delivery.gone === true && known !== null) {
    // It opens a thread of its own then.
    const threads = run.desk.threads.filter(({ to, ref }) => to !== job.via || ref !== known.ref);
    run.desk = { ...run.desk, threads };
    queue(run, job);
  } else if (outcome.unheard) neverHeard(run, job, entry, delivery.why);
  else if (delivery.failure === 'permanent') refused(run, job, entry, delivery.why, unsure);
  else if (delivery.retryAfterMs !== null) askedToWait(run, job, entry, outcome, delivery.retryAfterMs);
  else failed(run, job, entry, delivery.why, unsure);
}

const UNASKED = 'nobody could be asked whether another run has taken over: it waits for the next cycle';

async function isHeld({ options, lost }: Run): Promise<boolean | 'unknown'> {
  if (lost) return false;
  return options.held().catch(() => 'unknown');
}

interface Arrived {
  readonly text: string;
  readonly answered: string | null;
  readonly ref: string | null;
  /** What somebody should mend although it arrived. */
  readonly hint: string | undefined;
  readonly sink: Pick<Sink, 'threads' | 'paceMs'>;
}

async function arrived(
  run: Run,
  job: Job,
  entry: OutboxEntry,
  { text, answered, ref, hint, sink }: Arrived,
): Promise<void> {
  const { clock } = run.options;
  const lane = laneOf(run, job.via);
  const now = entryOf(run, entry.id) ?? entry;
  const name = sink.threads ? ref : null;
  run.desk = afterArrival(run.desk, { entry: now, via: job.via, text, answered, ref: name, at: clock.now() });
  note(run, now, 'sent', [ref, hint].filter(Boolean).join('; '), job.via);
  lane.readyAt = clock.monotonic() + sink.paceMs;
  lane.asked = false;
  // What it refused before may go now too.
  queue(run, ...run.later.filter(({ via }) => via === job.via));
  run.later = run.later.filter(({ via }) => via !== job.via);
  await saved(run);
}

/** One after the other, each with the desk as it is then. No longer than there is time: it is kept again at the end. */
async function saved(run: Run): Promise<void> {
  if (run.unasked) return;
  const { save } = run.options;
  run.saving = run.saving.then(() => save(run.desk)).catch(() => {});
  const { over } = run.time;
  const isOver = new Promise<void>((resolve) => {
    if (over.aborted) resolve();
    else over.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([run.saving, isOver]);
}

/** Where there is no use for it there is nothing to wait for. */
function unwanted(run: Run, job: Job, entry: OutboxEntry): void {
  if (job.copy === null) {
    run.desk = { ...run.desk, outbox: run.desk.outbox.filter(({ id }) => id !== entry.id) };
    note(run, entry, 'sent', `nothing that ${destinationName(job.via)} is for`, job.via);
  } else toNext(run, job, entry, job.copy);
}

function refused(run: Run, job: Job, entry: OutboxEntry, why: string, unsure: boolean): void {
  if (job.copy === null) {
    const now = change(run, entry, { refused: true, attempts: entry.attempts + 1, lastError: why, unsure });
    note(run, now, 'failed', why, job.via);
    sendCopy(run, job, now);
  } else copyFailed(run, job, entry, unsure);
}

function failed(run: Run, job: Job, entry: OutboxEntry, why: string, unsure: boolean): void {
  laneOf(run, job.via).closed = why;
  if (job.copy === null) {
    const now = change(run, entry, { attempts: entry.attempts + 1, lastError: why, unsure });
    note(run, now, 'failed', why, job.via);
  } else copyFailed(run, job, entry, unsure);
}

function copyFailed(run: Run, job: Job, entry: OutboxEntry, unsure: boolean): void {
  if (job.copy === null) return;
  // A copy that may have arrived is looked for before it is sent again.
  const now = unsure ? change(run, entry, { unsure: true }) : entry;
  toNext(run, job, now, job.copy);
}

const SHORTEST_PAUSE_MS = SECOND;
/** A sink that asks again and again is not asked for the whole time. */
const MOST_WAITS = 10;

/** Waits where that fits into the time that is left, and the worst leaves first then; else the destination rests until a later cycle. */
function askedToWait(run: Run, job: Job, entry: OutboxEntry, { delivery, unsure }: Outcome, askedMs: number): void {
  const { clock } = run.options;
  const lane = laneOf(run, job.via);
  const ms = Math.min(Math.max(askedMs, SHORTEST_PAUSE_MS), LONGEST_PAUSE);
  const readyAt = clock.monotonic() + ms;
  lane.waits += 1;
  const isInTime = ms < run.time.leftMs() && readyAt <= (job.copy?.until ?? Number.POSITIVE_INFINITY);
  if (isInTime && lane.waits <= MOST_WAITS) {
    lane.readyAt = readyAt;
    lane.asked = true;
    change(run, entry, { unsure: unsure || entry.unsure });
    queue(run, job);
    return;
  }
  const notBefore = new Date(clock.now().getTime() + ms);
  const closed = `asked to be left alone until ${notBefore.toISOString()}`;
  lane.closed = closed;
  run.desk = { ...run.desk, pauses: { ...run.desk.pauses, [job.via]: notBefore } };
  if (job.copy === null) {
    const lastError = delivery.status === 'failed' ? delivery.why : null;
    const now = change(run, entry, { attempts: entry.attempts + 1, lastError, unsure, notBefore });
    note(run, now, 'queued', `${lastError}; ${closed}`, job.via);
  } else copyFailed(run, job, entry, unsure);
}
