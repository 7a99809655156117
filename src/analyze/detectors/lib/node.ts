import type { Evidence } from '../../../domain/finding.ts';
import type { Pod } from '../../../kinds/pod.ts';
import { refOf } from '../../../kinds/refs.ts';
import { timeOf } from '../../../kinds/time.ts';
import type { View } from '../../detector.ts';
import { evidence } from '../../finding.ts';
import { conditionOf } from './since.ts';

export interface LostNode {
  readonly words: string;
  readonly proof: readonly Evidence[];
}

/** The node of the pod, when nobody runs there what the API still shows. */
export function lostNode(view: View<'Node'>, pod: Pod): LostNode | null {
  const name = pod.spec?.nodeName;
  if (!name) return null;
  const node = view.get('Node', null, name);
  if (node === undefined) {
    return view.complete('Node', null) && view.list('Node').length > 0
      ? { words: `its node ${name} is gone`, proof: [] }
      : null;
  }
  const ready = conditionOf(node.status?.conditions, 'Ready');
  if (ready === undefined || ready.status === 'True') return null;
  const words = ready.status === 'Unknown' ? `its node ${name} does not answer` : `its node ${name} is not ready`;
  const at = timeOf(ready.lastTransitionTime);
  return { words, proof: [evidence(refOf(node), 'status.conditions[Ready].status', ready.status, at)] };
}
