import { Cron } from 'croner';
import type { ObjectOf } from '../../../kinds/registry.ts';

/** The next two times the CronJob is due after a time. Empty for a schedule nobody can read (`@every` is one). */
export function slotsAfter(cronJob: ObjectOf<'CronJob'>, time: Date): readonly Date[] {
  const schedule = cronJob.spec?.schedule ?? '';
  try {
    // Kubernetes also takes `5/15` for "every 15 minutes from 5 on".
    return new Cron(schedule, { timezone: timeZoneOf(cronJob), mode: '5-part', sloppyRanges: true }).nextRuns(2, time);
  } catch {
    return [];
  }
}

/** `0 2 * * * (Europe/Berlin)`. */
export function scheduleText(cronJob: ObjectOf<'CronJob'>): string {
  const zone = timeZoneOf(cronJob);
  return `${cronJob.spec?.schedule ?? ''} (${zone === 'Etc/UTC' ? 'UTC' : zone})`;
}

function timeZoneOf(cronJob: ObjectOf<'CronJob'>): string {
  return cronJob.spec?.timeZone || 'Etc/UTC';
}
