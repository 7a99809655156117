import { SECOND } from '../domain/duration.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import { atLeast } from '../domain/severity.ts';
import { threadAt } from './arrived.ts';
import { sendCopy, toNext } from './copies.ts';
import { change, entryOf, laneOf, note, type Run, unqueue } from './flush-run.ts';
import type { Job } from './jobs.ts';

/** The rest of a message goes into the thread that its beginning opens. */
export function isTooEarly(run: Run, { entryId, via, copy }: Job): boolean {
  const parentId = run.parents.get(entryId);
  if (copy !== null || parentId === undefined || entryOf(run, parentId) === undefined) return false;
  return threadAt(run.desk.threads, entryOf(run, entryId)?.thread ?? null, via) === null;
}

/** Takes out what can't leave any more in this flush, and says why. */
export function withoutHopeless(run: Run): void {
  const { signal } = run.options;
  if (run.lost) settle(run, [...run.waiting, ...run.later], 'another run has taken over', false);
  else if (run.time.over.aborted || run.time.leftMs() <= 0) outOfTime(run, run.waiting);
  else if (signal.aborted) {
    const canWait = run.waiting.filter(({ urgency }) => !atLeast(urgency, 'SEV-2'));
    settle(run, canWait, STOPPED, false);
  }
  for (let [job, why] = hopeless(run); job !== null; [job, why] = hopeless(run)) giveUp(run, job, why);
}

function hopeless(run: Run): readonly [Job, string] | readonly [null, ''] {
  for (const job of run.waiting) {
    const { closed, readyAt } = laneOf(run, job.via);
    if (closed !== null) return [job, closed];
    if (job.copy !== null && readyAt > job.copy.until) return [job, 'it would take too long'];
    if (isTooEarly(run, job) && isElsewhere(parentOf(run, job))) return [job, 'its beginning was refused'];
  }
  return [null, ''];
}

/** Somebody has to mend its destination, and people read it in another place. */
function isElsewhere(entry: OutboxEntry | undefined): boolean {
  return entry?.refused === true && entry.copies.length > 0;
}

function parentOf(run: Run, { entryId }: Job): OutboxEntry | undefined {
  return entryOf(run, run.parents.get(entryId) ?? '');
}

function giveUp(run: Run, job: Job, why: string): void {
  unqueue(run, job);
  const entry = entryOf(run, job.entryId);
  if (entry === undefined) return;
  if (job.copy !== null) toNext(run, job, entry, job.copy);
  else if (isElsewhere(parentOf(run, job)) && laneOf(run, job.via).closed === null) {
    note(run, entry, 'queued', why, job.via);
    sendCopy(run, job, entry);
  } else {
    const tried = { attempts: entry.attempts + 1, lastError: entry.lastError ?? why };
    note(run, change(run, entry, tried), 'queued', why, job.via);
  }
}

const STOPPED = 'asked to stop before it could leave';

/** The next cycle has them together: they could not leave although they should have. */
export function outOfTime(run: Run, jobs: readonly Job[]): void {
  const { signal, deadlineMs } = run.options;
  const why = `no time was left after ${Math.round(deadlineMs / SECOND)} s (SEND_DEADLINE_SECONDS)`;
  settle(run, jobs, signal.aborted ? STOPPED : why, !signal.aborted);
}

export function settle(run: Run, jobs: readonly Job[], why: string, isTried: boolean): void {
  for (const job of jobs) {
    unqueue(run, job);
    run.later = run.later.filter((other) => other !== job);
    const entry = entryOf(run, job.entryId);
    if (entry === undefined || job.copy !== null) continue;
    const tried = { attempts: entry.attempts + 1, lastError: entry.lastError ?? why };
    note(run, isTried ? change(run, entry, tried) : entry, 'queued', why, job.via);
  }
}
