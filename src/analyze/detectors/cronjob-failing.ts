import { namespaceOf, refOf } from '../../kinds/refs.ts';
import { earliest } from '../../kinds/time.ts';
import { defineDetector } from '../detector.ts';
import { finding } from '../finding.ts';
import { heldCondition } from './lib/held.ts';
import { failedAt, failureOf, failureText } from './lib/job-outcome.ts';
import { backedUp, failingStreaks, type Streak } from './lib/job-runs.ts';
import { timeText } from './lib/phrases.ts';

/** A CronJob whose runs keep failing, or the single failed run of one that people count on: a listed one, a backup. */
export const cronJobFailing = defineDetector({
  name: 'cronjob-failing',
  reads: ['CronJob', 'Job'],
  emits: ['cronjob-failing'],
  *detect(view) {
    const streaks = failingStreaks(view);
    for (const cronJob of view.list('CronJob')) {
      const streak = streaks.get(`${namespaceOf(cronJob)}/${cronJob.metadata.name}`);
      const newest = streak?.failed[0];
      const failure = newest && failureOf(newest);
      if (!streak?.keepsFailing || !newest || !failure) continue;
      const subject = refOf(cronJob);
      const stored = backedUp(view, cronJob);
      yield finding('cronjob-failing', {
        subject,
        owner: subject,
        since: earliest(...streak.failed.map(failedAt)) ?? view.now,
        reason: failure.reason ?? 'Failed',
        params: {
          runs: runsText(streak, stored === null ? 'run' : `backup of ${stored.name}`),
          cause: failureText(newest, failure),
        },
        evidence: heldCondition(refOf(newest), failure),
      });
    }
  },
});

function runsText({ failed, lastSuccess, longer }: Streak, what: string): string {
  if (longer) return lastSuccess === null ? `every ${what} so far` : `every ${what} since ${timeText(lastSuccess)}`;
  return failed.length === 1 ? `the last ${what}` : `the last ${failed.length} ${what.replace(/^\w+/, '$&s')}`;
}
