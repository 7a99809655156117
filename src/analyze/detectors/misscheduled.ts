import { MINUTE } from '../../domain/duration.ts';
import type { Evidence, Finding } from '../../domain/finding.ts';
import type { Node } from '../../kinds/cluster.ts';
import { refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { latest, timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { isYoung } from './lib/ages.ts';
import { isLive } from './lib/containers.ts';
import { namesText } from './lib/phrases.ts';
import { taintText, tolerates } from './lib/tolerates.ts';
import { clip } from './lib/words.ts';

type DaemonSet = ObjectOf<'DaemonSet'>;

/** The controller counts now and then, and nodes get their labels and taints while they join. */
const SETTLING = 10 * MINUTE;
/** Taints of the cluster itself, and of those who take nodes away: they come and go. */
const PASSING =
  /^(?:node\.kubernetes\.io|node\.cloudprovider\.kubernetes\.io)\/|^ToBeDeleted|^DeletionCandidate|^karpenter\.sh\//;

/** A DaemonSet with pods where it should have none, and that nobody takes away. */
export const misscheduled = defineDetector({
  name: 'misscheduled',
  reads: ['DaemonSet', 'Pod', 'Node'],
  emits: ['misscheduled'],
  *detect(view) {
    for (const set of view.list('DaemonSet')) {
      const { numberMisscheduled = 0, observedGeneration } = set.status ?? {};
      const lags = (observedGeneration ?? set.metadata.generation ?? 0) < (set.metadata.generation ?? 0);
      if (!numberMisscheduled || lags || set.metadata.deletionTimestamp || isYoung(view.now, set, SETTLING)) continue;
      const found = told(view, set, numberMisscheduled);
      if (found !== null) yield found;
    }
  },
});

interface Misfit {
  readonly node: Node;
  readonly words: string;
  readonly proof: Evidence;
  readonly since: Date | null;
}

/** What can't be named is not told: pods that only wait to be taken away count for a moment too. */
function told(view: View<'Pod' | 'Node'>, set: DaemonSet, count: number): Finding | null {
  const misfits = view
    .podsOf(refOf(set))
    .filter(isLive)
    .flatMap((pod) => {
      const node = view.get('Node', null, pod.spec?.nodeName ?? '');
      const found = node === undefined ? null : misfit(view.now, set, node);
      return found === null ? [] : [found];
    });
  const [first] = misfits;
  if (first === undefined) return null;
  const names = misfits.map(({ node }) => node.metadata.name).sort();
  const subject = refOf(set);
  return finding('misscheduled', {
    subject,
    owner: subject,
    since: latest(first.since) ?? view.now,
    reason: 'Misscheduled',
    params: { nodes: `${names.length === 1 ? 'node' : 'nodes'} ${namesText(names)}`, cause: first.words },
    evidence: [evidence(subject, 'status.numberMisscheduled', count), first.proof],
  });
}

function misfit(now: Date, set: DaemonSet, node: Node): Misfit | null {
  const taints = node.spec?.taints ?? [];
  // Somebody is taking it out of service, or it has just come.
  const passing = node.spec?.unschedulable === true || taints.some(({ key }) => PASSING.test(key));
  if (passing || node.metadata.deletionTimestamp || isYoung(now, node, SETTLING)) return null;
  const { tolerations, nodeSelector } = set.spec?.template?.spec ?? {};
  const taint = taints.find((t) => t.effect !== 'PreferNoSchedule' && !tolerates(tolerations, t));
  const ref = refOf(node);
  if (taint !== undefined) {
    const words = `it does not tolerate taint ${clip(taintText(taint), 120)}`;
    return { node, words, proof: evidence(ref, 'metadata.name', ref.name), since: timeOf(taint.timeAdded) };
  }
  const missing = Object.entries(nodeSelector ?? {}).find(([key, value]) => node.metadata.labels?.[key] !== value);
  if (missing === undefined) return null;
  const words = `its node selector wants label ${clip(missing.join('='), 120)}`;
  return { node, words, proof: evidence(ref, 'metadata.name', ref.name), since: null };
}
