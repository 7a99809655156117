import type { FindingCode } from '../domain/catalogue.ts';
import type { Finding } from '../domain/finding.ts';
import type { Trouble } from '../domain/incident.ts';
import type { ObjectRef } from '../domain/object-ref.ts';
import type { Scene } from './view.ts';
import { withoutWarnings } from './warnings.ts';

/** What a lost node does to the pods on it. Crashes and image faults have other causes. */
const NODE_EFFECTS: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'not-ready',
  'replicas-short',
  'terminating-stuck',
  'evicted',
  'endpoints-missing',
  'pod-start',
  'unschedulable',
  'rollout-stuck',
  'rollout-aborted',
  'statefulset-stalled',
]);

/** True when everything that is wrong here can be the loss of that node: its pods ran there. */
export function onLostNode(scene: Scene, node: ObjectRef, trouble: Trouble): boolean {
  if (trouble.root.kind === 'Node') return false;
  const effects = withoutWarnings(trouble.findings).every((f) => NODE_EFFECTS.has(f.code));
  return effects && trouble.findings.some((f) => ranThere(scene, node, f));
}

function ranThere(scene: Scene, node: ObjectRef, finding: Finding): boolean {
  const pods = scene.index.podsOf(finding.owner);
  const unready = pods.filter(
    (pod) => !(pod.status?.conditions ?? []).some((c) => c.type === 'Ready' && c.status === 'True'),
  );
  return unready.some((pod) => pod.spec?.nodeName === node.name);
}
