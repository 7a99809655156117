import { MINUTE } from '../../domain/duration.ts';
import { duration } from '../../domain/words.ts';
import type { Pod } from '../../kinds/pod.ts';
import { namespaceOf, refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { defineDetector, type View } from '../detector.ts';
import { finding } from '../finding.ts';
import { isLive } from './lib/containers.ts';
import { held } from './lib/held.ts';
import { cronJobOf, isOver, startOf } from './lib/job-outcome.ts';
import { scheduleText, slotsAfter } from './lib/job-schedule.ts';

type Job = ObjectOf<'Job'>;
type CronJob = ObjectOf<'CronJob'>;

/** Runs that take a little longer than their schedule are common; a whole interval longer they are not. */
const LEAST = 15 * MINUTE;

/** A run of a CronJob that is still at it when the next one, and the one after that, should have been. */
export const cronJobOverrun = defineDetector({
  name: 'cronjob-overrun',
  reads: ['CronJob', 'Job', 'Pod'],
  emits: ['cronjob-overrun'],
  *detect(view) {
    const oldest = oldestRuns(view);
    for (const cronJob of view.list('CronJob')) {
      const { spec, metadata } = cronJob;
      const job = oldest.get(`${namespaceOf(cronJob)}/${metadata.name}`);
      const start = job === undefined ? null : startOf(job);
      if (job === undefined || start === null || spec?.suspend || metadata.deletionTimestamp) continue;
      const [next] = slotsAfter(cronJob, start);
      if (next === undefined || !isLate(view.now, cronJob, start) || !isRunning(view, cronJob, job)) continue;
      const subject = refOf(cronJob);
      yield finding('cronjob-overrun', {
        subject,
        owner: subject,
        since: next,
        reason: 'StillRunning',
        params: {
          job: `job ${job.metadata.name}`,
          duration: duration(view.now.getTime() - start.getTime()),
          schedule: scheduleText(cronJob),
        },
        evidence: held(subject, { 'spec.schedule': spec?.schedule }, [
          ...held(refOf(job), {
            'status.active': job.status?.active,
            'status.startTime': job.status?.startTime,
            'metadata.creationTimestamp': job.status?.startTime ? null : job.metadata.creationTimestamp,
          }),
        ]),
      });
    }
  },
});

/** The run of each CronJob that has been going on the longest. */
function oldestRuns(view: View<'Job'>): ReadonlyMap<string, Job> {
  const oldest = new Map<string, Job>();
  for (const job of view.list('Job')) {
    const key = cronJobOf(job);
    const start = startOf(job);
    if (key === null || start === null || isOver(job) || job.metadata.deletionTimestamp) continue;
    const known = oldest.get(key);
    if (known === undefined || start < (startOf(known) ?? start)) oldest.set(key, job);
  }
  return oldest;
}

/** One whole interval past the next start; where runs may overlap, two. */
function isLate(now: Date, cronJob: CronJob, start: Date): boolean {
  const [next, second] = slotsAfter(cronJob, start);
  if (next === undefined || second === undefined) return false;
  const interval = second.getTime() - next.getTime();
  const overlaps = (cronJob.spec?.concurrencyPolicy || 'Allow') === 'Allow';
  return now.getTime() - next.getTime() >= Math.max(LEAST, overlaps ? 2 * interval : interval);
}

/** A run whose pod never got going is told as what holds that up. */
function isRunning(view: View<'Pod'>, cronJob: CronJob, job: Job): boolean {
  if (!job.status?.active) return false;
  const pods = view.podsOf(refOf(cronJob)).filter((pod) => isLive(pod) && isOf(pod, job));
  return pods.length === 0 || pods.some((pod) => pod.status?.phase === 'Running');
}

function isOf({ metadata }: Pod, job: Job): boolean {
  return (metadata.ownerReferences ?? []).some((o) => o.kind === 'Job' && o.name === job.metadata.name);
}
