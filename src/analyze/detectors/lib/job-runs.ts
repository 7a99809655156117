import { namespaceOf, refOf } from '../../../kinds/refs.ts';
import type { ObjectOf } from '../../../kinds/registry.ts';
import { latest, timeOf } from '../../../kinds/time.ts';
import type { View } from '../../detector.ts';
import { backedUp } from './backups.ts';
import { cronJobOf, failedAt, failureOf, startOf, succeededAt } from './job-outcome.ts';
import { slotsAfter } from './job-schedule.ts';

type Job = ObjectOf<'Job'>;
type CronJob = ObjectOf<'CronJob'>;

/** The failed runs of a CronJob since its last success, newest first. */
export interface Streak {
  readonly failed: readonly [Job, ...Job[]];
  readonly lastSuccess: Date | null;
  /** The failures are more than what happens once: several in a row, or one of a job somebody counts on. */
  readonly keepsFailing: boolean;
  /** Every run since the last success failed, though the older ones are cleared away. */
  readonly longer: boolean;
}

/** Runs that failed with no success after them, by `namespace/name` of their CronJob. */
export function failingStreaks(view: View<'Job' | 'CronJob'>): ReadonlyMap<string, Streak> {
  const jobs = new Map<string, Job[]>();
  for (const job of view.list('Job')) {
    const key = cronJobOf(job);
    if (key === null || job.metadata.deletionTimestamp) continue;
    const known = jobs.get(key);
    if (known === undefined) jobs.set(key, [job]);
    else known.push(job);
  }
  const cronJobs = new Map(view.list('CronJob').map((c) => [`${namespaceOf(c)}/${c.metadata.name}`, c]));
  const streaks = new Map<string, Streak>();
  for (const [key, runs] of jobs) {
    const streak = streakOf(view, runs, cronJobs.get(key));
    if (streak !== null) streaks.set(key, streak);
  }
  return streaks;
}

function streakOf(view: View<'CronJob'>, runs: readonly Job[], cronJob: CronJob | undefined): Streak | null {
  if (cronJob?.spec?.suspend === true || cronJob?.metadata.deletionTimestamp) return null;
  const lastSuccess = latest(timeOf(cronJob?.status?.lastSuccessfulTime), ...runs.map(succeededAt));
  const [newest, ...older] = runs
    .filter((job) => failureOf(job) !== undefined && !isBefore(failedAt(job), lastSuccess))
    .sort((a, b) => time(startOf(b)) - time(startOf(a)) || (a.metadata.name < b.metadata.name ? -1 : 1));
  if (newest === undefined) return null;
  const failed = [newest, ...older] as const;
  // Nobody can be told about a CronJob that is gone: its last job speaks for itself.
  if (cronJob === undefined) return { failed, lastSuccess, longer: false, keepsFailing: false };
  const longer = older.length === 0 && hasOlderSlot(cronJob, lastSuccess, newest);
  const countedOn = view.serviceOf(refOf(cronJob)) !== null || backedUp(view, cronJob) !== null;
  return { failed, lastSuccess, longer, keepsFailing: older.length > 0 || longer || countedOn };
}

/** Kubernetes keeps one failed job: whether runs before it failed too, the time of the last success tells. */
function hasOlderSlot(cronJob: CronJob, lastSuccess: Date | null, newest: Job): boolean {
  const start = startOf(newest);
  const from = lastSuccess ?? timeOf(cronJob.metadata.creationTimestamp);
  if (start === null || from === null) return false;
  const [first, second] = slotsAfter(cronJob, from);
  return first !== undefined && second !== undefined && second <= start;
}

function isBefore(time: Date | null, other: Date | null): boolean {
  return time !== null && other !== null && time <= other;
}

function time(date: Date | null): number {
  return date?.getTime() ?? 0;
}
