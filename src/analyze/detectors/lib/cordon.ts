import type { Pod } from '../../../kinds/pod.ts';
import type { ObjectOf } from '../../../kinds/registry.ts';
import type { Condition } from '../../../kinds/text.ts';
import { isLive } from './containers.ts';
import { conditionOf } from './since.ts';

type Node = ObjectOf<'Node'>;

/** A pod that any of more nodes could take does not wait for one of them. */
const MOST_NODES = 3;
const CORDONED = /were unschedulable|taint \{node\.kubernetes\.io\/unschedulable/;

/** The scheduler's word that cordoned nodes are among those it asked; all others have refused for reasons of their own. */
export function cordonWord(pod: Pod): Condition | undefined {
  if (!isLive(pod) || pod.spec?.nodeName) return undefined;
  const condition = conditionOf(pod.status?.conditions, 'PodScheduled');
  return condition?.status === 'False' && CORDONED.test(condition.message ?? '') ? condition : undefined;
}

/** The cordoned nodes that would take the pod by their labels; none when there are so many that it waits for no certain one. */
export function cordonedFor(pod: Pod, cordoned: readonly Node[]): readonly Node[] {
  const wanted = Object.entries(pod.spec?.nodeSelector ?? {});
  const fitting = cordoned.filter((node) => wanted.every(([key, value]) => node.metadata.labels?.[key] === value));
  return fitting.length > MOST_NODES ? [] : fitting;
}
