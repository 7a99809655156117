import type { OutboxEntry } from '../domain/outbox.ts';
import { sendCopy, toNext } from './copies.ts';
import { change, laneOf, note, type Run } from './flush-run.ts';
import type { Job } from './jobs.ts';

/** How often a message is sent where nobody answers and nobody can look: once more than may be needed, and no more. */
const MOST_TIMES = 2;

/** It was sent as often as it may be. All that can still be owed is a copy elsewhere. */
export function isSpent({ unheard = 0 }: OutboxEntry): boolean {
  return unheard >= MOST_TIMES;
}

/** No answer came from where nobody can look: a later cycle sends it once more. After that it is told elsewhere, if there is such a place. */
export function neverHeard(run: Run, job: Job, entry: OutboxEntry, why: string): void {
  laneOf(run, job.via).closed = why;
  if (job.copy !== null) {
    // It may stand there now; the next one is told as well, and neither a second time.
    const now = change(run, entry, { copies: [...entry.copies, job.via] });
    toNext(run, job, now, job.copy);
    return;
  }
  const unheard = (entry.unheard ?? 0) + 1;
  const lastError = unheard < MOST_TIMES ? why : `${why}; sent twice without an answer, and not once more`;
  const now = change(run, entry, { attempts: entry.attempts + 1, lastError, unsure: true, unheard });
  note(run, now, 'failed', lastError, job.via);
  if (owesCopy(run, now)) sendCopy(run, job, now);
}

/** Its own destination has had it often enough: only the copy is tried again. */
export function spent(run: Run, job: Job, entry: OutboxEntry): void {
  if (!owesCopy(run, entry)) return;
  const now = change(run, entry, { attempts: entry.attempts + 1 });
  note(run, now, 'queued', entry.lastError ?? '', job.via);
  sendCopy(run, job, now);
}

/** What was sent as often as it may be, and is not owed to anybody else, is done with. */
export function withoutSpent(run: Run): void {
  const outbox = run.desk.outbox.filter((entry) => !isSpent(entry) || owesCopy(run, entry));
  run.desk = { ...run.desk, outbox };
}

function owesCopy({ options }: Run, entry: OutboxEntry): boolean {
  return isSpent(entry) && entry.copies.length === 0 && options.fallbackOf(entry).length > 0;
}
