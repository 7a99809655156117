import { SECOND } from '../../../domain/duration.ts';
import { duration } from '../../../domain/words.ts';
import { namespaceOf } from '../../../kinds/refs.ts';
import type { ObjectOf } from '../../../kinds/registry.ts';
import type { Condition } from '../../../kinds/text.ts';
import { timeOf } from '../../../kinds/time.ts';
import { phrase } from './phrases.ts';
import { conditionOf } from './since.ts';

type Job = ObjectOf<'Job'>;

/** The condition that says the job has failed for good; undefined while it may still try. */
export function failureOf(job: Job): Condition | undefined {
  const failed = conditionOf(job.status?.conditions, 'Failed');
  return failed?.status === 'True' ? failed : undefined;
}

export function failedAt(job: Job): Date | null {
  return timeOf(failureOf(job)?.lastTransitionTime) ?? startOf(job);
}

/** When the job succeeded; null when it has not. */
export function succeededAt(job: Job): Date | null {
  const complete = conditionOf(job.status?.conditions, 'Complete');
  if (complete?.status !== 'True') return null;
  return timeOf(job.status?.completionTime) ?? timeOf(complete.lastTransitionTime) ?? startOf(job);
}

export function startOf(job: Job): Date | null {
  return timeOf(job.status?.startTime) ?? timeOf(job.metadata.creationTimestamp);
}

/** True once the job will start no pod any more (or not now): done, failed, or suspended. */
export function isOver(job: Job): boolean {
  return (
    job.spec?.suspend === true || (job.status?.conditions ?? []).some((c) => c.status === 'True' && OVER.test(c.type))
  );
}

const OVER = /^(Complete|Failed|Suspended|SuccessCriteriaMet|FailureTarget)$/;

/** `namespace/name` of the CronJob that made the job; null for a job of its own. */
export function cronJobOf(job: Job): string | null {
  const owner = (job.metadata.ownerReferences ?? []).find((o) => o.kind === 'CronJob');
  return owner === undefined ? null : `${namespaceOf(job)}/${owner.name}`;
}

/** Why a job gave up, in words that follow a colon. */
export function failureText(job: Job, failure: Condition): string {
  switch (failure.reason) {
    case 'BackoffLimitExceeded': {
      const limit = job.spec?.backoffLimit ?? 6;
      return limit === 0 ? 'its only try failed' : `all ${limit + 1} tries failed`;
    }
    case 'DeadlineExceeded': {
      const seconds = job.spec?.activeDeadlineSeconds;
      return seconds
        ? `it was not done within its deadline of ${duration(seconds * SECOND)}`
        : 'it was not done within its deadline';
    }
    case 'PodFailurePolicy':
      return `its failure policy gave up: ${phrase(failure.message, 'no cause is given')}`;
    default:
      return phrase(failure.message, failure.reason ?? 'no cause is given');
  }
}
