import { MINUTE } from '../../domain/duration.ts';
import type { Pod } from '../../kinds/pod.ts';
import { namespaceOf, refOf } from '../../kinds/refs.ts';
import { earliest, timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { isJobPod, isLive } from './lib/containers.ts';
import { held } from './lib/held.ts';
import { namesText } from './lib/phrases.ts';
import { selects } from './lib/selectors.ts';
import { count } from './lib/words.ts';

/** A drain is done by then, unless something holds it. */
const PATIENCE = 15 * MINUTE;
const CORDON = 'node.kubernetes.io/unschedulable';

/** A disruption budget that allows no disruption while a node its pods run on is to be emptied. Tight alone it is fine. */
export const pdbBlocksDrain = defineDetector({
  name: 'pdb-blocks-drain',
  reads: ['PodDisruptionBudget', 'Pod', 'Node'],
  emits: ['pdb-blocks-drain'],
  *detect(view) {
    const cordoned = cordonedNodes(view);
    if (cordoned.size === 0) return;
    const left = leftOn(view, cordoned);
    for (const budget of view.list('PodDisruptionBudget')) {
      const { disruptionsAllowed, currentHealthy, desiredHealthy } = budget.status ?? {};
      if (disruptionsAllowed !== 0 || budget.metadata.deletionTimestamp) continue;
      const [label = null] = Object.entries(budget.spec?.selector?.matchLabels ?? {});
      const pods = (left.get(keyOf(namespaceOf(budget), label)) ?? [])
        .filter((pod) => selects(budget.spec?.selector, pod.metadata.labels))
        .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
      const [first] = pods;
      if (first === undefined) continue;
      const nodes = [...new Set(pods.map((pod) => pod.spec?.nodeName ?? ''))];
      const subject = refOf(budget);
      yield finding('pdb-blocks-drain', {
        subject,
        owner: view.ownerOf(first),
        since: earliest(...nodes.map((name) => cordoned.get(name))) ?? view.now,
        reason: 'DisruptionsNotAllowed',
        params: {
          pods: count(pods.length, 'pod'),
          node: namesText(nodes),
          cause: `${currentHealthy ?? 0} are healthy and ${desiredHealthy ?? 0} must stay`,
        },
        evidence: [
          evidence(subject, 'status.disruptionsAllowed', disruptionsAllowed),
          ...held(subject, { 'status.currentHealthy': currentHealthy, 'status.desiredHealthy': desiredHealthy }),
          evidence(refOf(first), 'spec.nodeName', first.spec?.nodeName ?? ''),
        ],
      });
    }
  },
});

/** By name, with the time they were cordoned where it is known; not those that were cordoned a moment ago. */
function cordonedNodes(view: View<'Node'>): ReadonlyMap<string, Date | null> {
  const nodes = new Map<string, Date | null>();
  for (const node of view.list('Node')) {
    const since = timeOf((node.spec?.taints ?? []).find((t) => t.key === CORDON)?.timeAdded);
    // Without a time nobody knows how long it has been: the drain may have just begun.
    if (node.spec?.unschedulable !== true || since === null || view.now.getTime() - since.getTime() <= PATIENCE)
      continue;
    nodes.set(node.metadata.name, since);
  }
  return nodes;
}

/** Pods that wait to be moved, by their namespace and by each of their labels: budgets may be many. */
function leftOn(view: View<'Pod'>, nodes: ReadonlyMap<string, unknown>): ReadonlyMap<string, readonly Pod[]> {
  const left = new Map<string, Pod[]>();
  for (const pod of view.list('Pod')) {
    if (!nodes.has(pod.spec?.nodeName ?? '') || !isEvictable(view, pod)) continue;
    for (const label of [null, ...Object.entries(pod.metadata.labels ?? {})]) {
      const key = keyOf(namespaceOf(pod), label);
      const known = left.get(key);
      if (known === undefined) left.set(key, [pod]);
      else known.push(pod);
    }
  }
  return left;
}

function keyOf(namespace: string, label: readonly [string, string] | null): string {
  return label === null ? namespace : `${namespace}|${label.join('=')}`;
}

/** What a drain would move: not the pods of a DaemonSet, of a Job, or of the node itself. */
function isEvictable(view: View<'Pod'>, pod: Pod): boolean {
  const owners = pod.metadata.ownerReferences ?? [];
  return (
    isLive(pod) && !isJobPod(pod) && view.ownerOf(pod).kind !== 'DaemonSet' && !owners.some((o) => o.kind === 'Node')
  );
}
