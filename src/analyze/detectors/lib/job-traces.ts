import { MINUTE, SECOND } from '../../../domain/duration.ts';
import type { ObjectOf } from '../../../kinds/registry.ts';
import { timeOf } from '../../../kinds/time.ts';
import { slotsAfter } from './job-schedule.ts';

type CronJob = ObjectOf<'CronJob'>;

/** Runs that are cleared away faster than this may be gone before their CronJob has noted that they succeeded. */
const NOTED = MINUTE;

export function leavesNoTrace(cronJob: CronJob): boolean {
  const ttl = cronJob.spec?.jobTemplate?.spec?.ttlSecondsAfterFinished;
  return typeof ttl === 'number' && ttl * SECOND < NOTED;
}

export interface SilentFailures {
  /** When the first of them was due. */
  readonly since: Date;
  readonly lastSuccess: Date | null;
}

/** Three runs or more were started since the last success; null while fewer were, or nobody could know. */
export function silentFailures(cronJob: CronJob): SilentFailures | null {
  const { status, metadata } = cronJob;
  const started = timeOf(status?.lastScheduleTime);
  const lastSuccess = timeOf(status?.lastSuccessfulTime);
  const from = lastSuccess ?? timeOf(metadata.creationTimestamp);
  if (started === null || from === null || leavesNoTrace(cronJob)) return null;
  const [first, second] = slotsAfter(cronJob, from);
  const [third] = second === undefined ? [] : slotsAfter(cronJob, second);
  return first !== undefined && third !== undefined && third <= started ? { since: first, lastSuccess } : null;
}
