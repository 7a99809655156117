import { HOUR } from '../../domain/duration.ts';
import type { Evidence } from '../../domain/finding.ts';
import { duration } from '../../domain/words.ts';
import { namespaceOf, refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { latest, timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { finding } from '../finding.ts';
import { DATABASE_KINDS, dataBehind, databasesByNamespace } from './lib/backups.ts';
import { held, heldCondition } from './lib/held.ts';
import { cronJobOf, failureOf, failureText, isOver, startOf, succeededAt } from './lib/job-outcome.ts';
import { scheduleText, slotsAfter } from './lib/job-schedule.ts';
import { leavesNoTrace } from './lib/job-traces.ts';
import { timeText } from './lib/phrases.ts';

type Job = ObjectOf<'Job'>;
type CronJob = ObjectOf<'CronJob'>;

/** A backup may take its time. */
const GRACE = HOUR;

/** A database whose last backup that worked is older than two of its intervals, whatever keeps it from being made. */
export const backupStale = defineDetector({
  name: 'backup-stale',
  reads: [...DATABASE_KINDS, 'Job'],
  emits: ['backup-stale'],
  *detect(view) {
    const databases = databasesByNamespace(view);
    const runs = Map.groupBy(view.list('Job'), cronJobOf);
    for (const cronJob of view.list('CronJob')) {
      const { spec, status, metadata } = cronJob;
      if (spec?.suspend || metadata.deletionTimestamp) continue;
      const data = dataBehind(view, cronJob, databases);
      if (data === null) continue;
      const jobs = runs.get(`${namespaceOf(cronJob)}/${metadata.name}`) ?? [];
      const last = latest(timeOf(status?.lastSuccessfulTime), ...jobs.map(succeededAt));
      const from = last ?? timeOf(metadata.creationTimestamp);
      const due = from === null ? null : dueSince(view.now, cronJob, from);
      if (from === null || due === null) continue;
      const why = reasonWhy(view, cronJob, jobs, from);
      if (why === null) continue;
      const subject = refOf(cronJob);
      yield finding('backup-stale', {
        subject,
        owner: subject,
        since: due,
        reason: 'NoBackup',
        params: {
          data,
          last: last === null ? `its job was made at ${timeText(from)}` : timeText(last),
          schedule: scheduleText(cronJob),
          cause: why.words,
        },
        evidence: held(
          subject,
          {
            'status.lastSuccessfulTime': status?.lastSuccessfulTime,
            'metadata.creationTimestamp': last === null ? metadata.creationTimestamp : null,
            'spec.schedule': spec?.schedule,
          },
          why.proof,
        ),
      });
    }
  },
});

/** When the first backup after this one was due, once two of them are overdue. */
function dueSince(now: Date, cronJob: CronJob, from: Date): Date | null {
  const [first, second] = slotsAfter(cronJob, from);
  if (first === undefined || second === undefined) return null;
  const twice = 2 * (second.getTime() - first.getTime());
  const late = Math.max(second.getTime(), from.getTime() + twice) + GRACE;
  return now.getTime() > late ? first : null;
}

interface Why {
  readonly words: string;
  readonly proof: readonly Evidence[];
}

/** What the newest run since then says; null where nobody could have noted a success. */
function reasonWhy(view: View<'Job'>, cronJob: CronJob, jobs: readonly Job[], from: Date): Why | null {
  const [newest] = jobs
    .filter((job) => (startOf(job) ?? from) > from && !job.metadata.deletionTimestamp)
    .sort((a, b) => time(b) - time(a));
  const failure = newest && failureOf(newest);
  if (newest && failure)
    return {
      words: `its last run failed, ${failureText(newest, failure)}`,
      proof: heldCondition(refOf(newest), failure),
    };
  if (newest && !isOver(newest)) {
    const age = duration(view.now.getTime() - time(newest));
    return {
      words: `its run has been going on for ${age}`,
      proof: held(refOf(newest), { 'status.startTime': newest.status?.startTime }),
    };
  }
  const scheduled = timeOf(cronJob.status?.lastScheduleTime);
  if (scheduled === null || scheduled <= from) return { words: 'it has not been started since', proof: [] };
  if (leavesNoTrace(cronJob)) return null;
  return view.complete('Job', namespaceOf(cronJob))
    ? { words: 'none of its runs succeeded, and none of them is left', proof: [] }
    : { words: 'how its runs ended could not be read', proof: [] };
}

function time(job: Job): number {
  return startOf(job)?.getTime() ?? 0;
}
