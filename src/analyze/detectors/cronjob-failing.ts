import type { Finding } from '../../domain/finding.ts';
import { namespaceOf, refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { earliest } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { finding } from '../finding.ts';
import { backedUp } from './lib/backups.ts';
import { held, heldCondition } from './lib/held.ts';
import { cronJobOf, failedAt, failureOf, failureText } from './lib/job-outcome.ts';
import { failingStreaks, type Streak } from './lib/job-runs.ts';
import { silentFailures } from './lib/job-traces.ts';
import { timeText } from './lib/phrases.ts';

/** A CronJob whose runs keep failing, or the single failed run of one that people count on: a listed one, a backup. */
export const cronJobFailing = defineDetector({
  name: 'cronjob-failing',
  reads: ['CronJob', 'Job'],
  emits: ['cronjob-failing'],
  *detect(view) {
    const streaks = failingStreaks(view);
    const withRuns = new Set(view.list('Job').map(cronJobOf));
    for (const cronJob of view.list('CronJob')) {
      const key = `${namespaceOf(cronJob)}/${cronJob.metadata.name}`;
      if (!withRuns.has(key)) yield* withoutTrace(view, cronJob);
      const streak = streaks.get(key);
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

/** All its runs are cleared away, as some want it: that none succeeded says the CronJob itself. */
function* withoutTrace(view: View<'CronJob' | 'Job'>, cronJob: ObjectOf<'CronJob'>): Generator<Finding> {
  const { spec, status, metadata } = cronJob;
  const failures = silentFailures(cronJob);
  if (failures === null || spec?.suspend || metadata.deletionTimestamp) return;
  if (!view.complete('Job', namespaceOf(cronJob)) || (status?.active ?? []).length > 0) return;
  const subject = refOf(cronJob);
  const stored = backedUp(view, cronJob);
  const what = stored === null ? 'run' : `backup of ${stored.name}`;
  const { since, lastSuccess } = failures;
  yield finding('cronjob-failing', {
    subject,
    owner: subject,
    since,
    reason: 'NeverSucceeded',
    params: {
      runs: lastSuccess === null ? `every ${what} so far` : `every ${what} since ${timeText(lastSuccess)}`,
      cause: 'none succeeded, and none of its jobs is left to say why',
    },
    evidence: held(subject, {
      'status.lastScheduleTime': status?.lastScheduleTime,
      'status.lastSuccessfulTime': status?.lastSuccessfulTime,
    }),
  });
}

function runsText({ failed, lastSuccess, longer }: Streak, what: string): string {
  if (longer) return lastSuccess === null ? `every ${what} so far` : `every ${what} since ${timeText(lastSuccess)}`;
  return failed.length === 1 ? `the last ${what}` : `the last ${failed.length} ${what.replace(/^\w+/, '$&s')}`;
}
