import { Cron } from 'croner';
import { DAY } from '../domain/duration.ts';
import { type ObjectRef, sameRef } from '../domain/object-ref.ts';
import type { Service } from '../domain/service.ts';
import { refOf } from '../kinds/refs.ts';
import { timeOf } from '../kinds/time.ts';
import type { Attributed } from './state.ts';
import type { Scene } from './view.ts';

/** A service that is a CronJob is down when its last success is older than its tolerance and one interval. */
export function cronJobDown(
  scene: Scene,
  service: Service | null,
  ref: ObjectRef,
  own: readonly Attributed[],
): boolean {
  if (!own.some((a) => a.to.workloads.some((w) => sameRef(w, ref)))) return false;
  const cronJob = scene.snapshot.objects.CronJob.find((c) => sameRef(refOf(c), ref));
  const last = lastSuccess(scene, ref);
  if (cronJob === undefined || last === null) return false;
  const late = scene.view.now.getTime() - last.getTime();
  return (
    late >
    (service?.toleranceMs ?? 0) +
      intervalOf(cronJob.spec?.schedule ?? '', cronJob.spec?.timeZone ?? 'UTC', scene.view.now)
  );
}

/** Its last success; of one that never succeeded its creation. */
export function lastSuccess(scene: Scene, ref: ObjectRef): Date | null {
  const cronJob = scene.snapshot.objects.CronJob.find((c) => sameRef(refOf(c), ref));
  return timeOf(cronJob?.status?.lastSuccessfulTime ?? cronJob?.metadata.creationTimestamp);
}

/** Time between two runs. A schedule nobody can read counts as daily. Milliseconds. */
function intervalOf(schedule: string, timeZone: string, now: Date): number {
  try {
    const [first, second] = new Cron(schedule, { timezone: timeZone }).nextRuns(2, now);
    return first && second ? second.getTime() - first.getTime() : DAY;
  } catch {
    return DAY;
  }
}
