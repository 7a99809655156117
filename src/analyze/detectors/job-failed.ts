import { refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { defineDetector } from '../detector.ts';
import { finding } from '../finding.ts';
import { heldCondition } from './lib/held.ts';
import { cronJobOf, failedAt, failureOf, failureText } from './lib/job-outcome.ts';
import { failingStreaks } from './lib/job-runs.ts';

/**
 * A Job that failed for good, told until somebody deletes it. Of a CronJob only the newest run counts, only until a
 * later run succeeds, and only while it is a single slip: what keeps failing is told about the CronJob instead.
 */
export const jobFailed = defineDetector({
  name: 'job-failed',
  reads: ['Job', 'CronJob'],
  emits: ['job-failed'],
  *detect(view) {
    const streaks = failingStreaks(view);
    const isTold = (job: ObjectOf<'Job'>): boolean => {
      const streak = streaks.get(cronJobOf(job) ?? '');
      return streak !== undefined && !streak.keepsFailing && streak.failed[0] === job;
    };
    for (const job of view.list('Job')) {
      const failure = failureOf(job);
      if (failure === undefined || job.metadata.deletionTimestamp) continue;
      if (cronJobOf(job) !== null && !isTold(job)) continue;
      const subject = refOf(job);
      yield finding('job-failed', {
        subject,
        owner: view.ownerOf(job),
        since: failedAt(job) ?? view.now,
        reason: failure.reason ?? 'Failed',
        params: { cause: failureText(job, failure) },
        evidence: heldCondition(subject, failure),
      });
    }
  },
});
