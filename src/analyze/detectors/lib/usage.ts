import { MINUTE } from '../../../domain/duration.ts';
import type { Evidence } from '../../../domain/finding.ts';
import { refOf } from '../../../kinds/refs.ts';
import { timeOf } from '../../../kinds/time.ts';
import type { View } from '../../detector.ts';
import { evidence } from '../../finding.ts';
import { ageOf } from './ages.ts';
import { containersOf, isLive, type Slot } from './containers.ts';
import { quantityOf } from './quantity.ts';

/** Metrics are taken every 15 to 60 seconds; older ones are of another time. */
const STALE = 10 * MINUTE;

/** What a running container uses of something it has a limit for. */
export interface Usage {
  readonly slot: Slot;
  readonly used: number;
  readonly limit: number;
  /** As the pod writes it: `512Mi`. */
  readonly limitText: string;
  /** When it was measured. */
  readonly at: Date | null;
  readonly proof: readonly [Evidence, Evidence];
}

/** Where the cluster serves metrics: every running container that has a limit, and what it uses. */
export function* usages(view: View<'Pod' | 'PodMetrics'>, resource: 'memory' | 'cpu'): Generator<Usage> {
  for (const metrics of view.list('PodMetrics')) {
    const pod = view.get('Pod', metrics.metadata.namespace ?? null, metrics.metadata.name);
    if (pod === undefined || !isLive(pod) || pod.status?.phase !== 'Running') continue;
    const at = timeOf(metrics.timestamp);
    if (at !== null && ageOf(view.now, metrics.timestamp) > STALE) continue;
    const used = new Map((metrics.containers ?? []).map((c) => [c.name, c.usage?.[resource]]));
    for (const slot of containersOf(pod)) {
      const running = slot.status.state?.running;
      const started = timeOf(running?.startedAt);
      // What was measured before this run began was the run before.
      if (!running || (started !== null && at !== null && at < started)) continue;
      const [said, limitSaid] = [used.get(slot.name), slot.spec?.resources?.limits?.[resource]];
      const [amount, limit] = [quantityOf(said), quantityOf(limitSaid)];
      if (said === undefined || limitSaid === undefined || amount === null || !limit) continue;
      yield {
        slot,
        used: amount,
        limit,
        limitText: String(limitSaid),
        at,
        proof: [
          evidence({ ...refOf(pod), kind: 'PodMetrics' }, `containers[${slot.name}].usage.${resource}`, said, at),
          evidence(refOf(pod), `${slot.specField}.resources.limits.${resource}`, limitSaid),
        ],
      };
    }
  }
}
