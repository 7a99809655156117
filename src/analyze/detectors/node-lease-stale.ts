import { MINUTE, SECOND } from '../../domain/duration.ts';
import { duration } from '../../domain/words.ts';
import { refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { isYoung } from './lib/ages.ts';
import { heldCondition } from './lib/held.ts';
import { conditionOf } from './lib/since.ts';

const LEASES = 'kube-node-lease';
/** The controller of the nodes looks after one lease time; whoever was missed that often is silent. */
const MISSED = 5;
const USUAL_SECONDS = 40;
const LEAST = 3 * MINUTE;

/** A node that still counts as ready although its kubelet has stopped renewing its lease. */
export const nodeLeaseStale = defineDetector({
  name: 'node-lease-stale',
  reads: ['Node', 'Lease'],
  emits: ['node-lease-stale'],
  *detect(view) {
    const leases = view.list('Node').flatMap((node) => withLease(view, node));
    // All of them silent at once: the clock of the snapshot is off, or nobody could renew. One kubelet is not the cause.
    if (leases.every(({ stale }) => stale)) return;
    for (const { node, lease, renewed, stale, age } of leases) {
      const ready = conditionOf(node.status?.conditions, 'Ready');
      // A node that is not ready is told as such.
      if (!stale || ready?.status !== 'True' || node.metadata.deletionTimestamp || isYoung(view.now, node, LEAST))
        continue;
      const subject = refOf(node);
      yield finding('node-lease-stale', {
        subject,
        owner: subject,
        since: renewed,
        reason: 'LeaseStale',
        params: { duration: duration(age) },
        evidence: [
          evidence(refOf(lease), 'spec.renewTime', lease.spec?.renewTime ?? '', renewed),
          ...heldCondition(subject, ready),
        ],
      });
    }
  },
});

function withLease(view: View<'Lease'>, node: ObjectOf<'Node'>) {
  const lease = view.get('Lease', LEASES, node.metadata.name);
  const renewed = timeOf(lease?.spec?.renewTime);
  if (lease === undefined || renewed === null) return [];
  const age = view.now.getTime() - renewed.getTime();
  const most = Math.max(MISSED * (lease.spec?.leaseDurationSeconds ?? USUAL_SECONDS) * SECOND, LEAST);
  return [{ node, lease, renewed, age, stale: age > most }];
}
