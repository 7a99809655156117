import { MINUTE, SECOND } from '../../domain/duration.ts';
import { refOf } from '../../kinds/refs.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector } from '../detector.ts';
import { finding } from '../finding.ts';
import { backedUp } from './lib/backups.ts';
import { held } from './lib/held.ts';
import { scheduleText, slotsAfter } from './lib/job-schedule.ts';
import { timeText } from './lib/phrases.ts';

/** The controller looks every 10 s and makes the job at once: a minute late is late. */
const GRACE = MINUTE;

/** A CronJob that was due twice and did not start. */
export const cronJobMissed = defineDetector({
  name: 'cronjob-missed',
  reads: ['CronJob'],
  emits: ['cronjob-missed'],
  *detect(view) {
    for (const cronJob of view.list('CronJob')) {
      const { spec, status, metadata } = cronJob;
      const last = timeOf(status?.lastScheduleTime);
      const from = last ?? timeOf(metadata.creationTimestamp);
      // A run that goes on holds the next one back on purpose.
      const waits = spec?.concurrencyPolicy === 'Forbid' && (status?.active ?? []).length > 0;
      if (from === null || waits || spec?.suspend || metadata.deletionTimestamp) continue;
      const [first, second] = slotsAfter(cronJob, from);
      const mayStillStart = Math.max(GRACE, (spec?.startingDeadlineSeconds ?? 0) * SECOND);
      if (!first || !second || second.getTime() + mayStillStart > view.now.getTime()) continue;
      const subject = refOf(cronJob);
      const stored = backedUp(view, cronJob);
      yield finding('cronjob-missed', {
        subject,
        owner: subject,
        since: first,
        reason: 'MissedSchedule',
        params: {
          has: stored === null ? 'has' : `is the backup of ${stored.name} and has`,
          last: last === null ? `it was created at ${timeText(from)}` : timeText(last),
          schedule: scheduleText(cronJob),
        },
        evidence: held(subject, {
          'status.lastScheduleTime': status?.lastScheduleTime,
          'spec.schedule': spec?.schedule,
          'metadata.creationTimestamp': last === null ? metadata.creationTimestamp : null,
        }),
      });
    }
  },
});
