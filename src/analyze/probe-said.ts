import type { Trouble } from '../domain/incident.ts';
import { refOf } from '../kinds/refs.ts';
import { latest, timeOf } from '../kinds/time.ts';
import { eventTime } from './index-snapshot.ts';
import type { Scene } from './view.ts';

/** What the probes of a trouble's workloads last said: the newest Unhealthy event, else what the Ready condition says. */
export function probeSaid(scene: Scene, trouble: Trouble): string | null {
  const workloads = trouble.service === null ? [trouble.root] : scene.match.workloadsOf(trouble.service);
  const pods = workloads.flatMap((w) => scene.index.podsOf(w));
  const events = pods
    .flatMap((pod) => scene.index.eventsOf(refOf(pod)))
    .filter((e) => e.reason === 'Unhealthy' && e.message);
  const newest = [...events].sort((a, b) => (eventTime(b)?.getTime() ?? 0) - (eventTime(a)?.getTime() ?? 0))[0];
  if (newest?.message) return newest.message;
  const conditions = pods.flatMap((pod) => (pod.status?.conditions ?? []).filter((c) => c.type === 'Ready'));
  if (conditions.length === 0) return null;
  const ready = conditions.filter((c) => c.status === 'True').length;
  const since = latest(...conditions.map((c) => timeOf(c.lastTransitionTime)));
  return `${ready} of ${conditions.length} pods ready${since === null ? '' : `, last change ${since.toISOString()}`}`;
}
