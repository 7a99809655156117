import { refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { eventTime } from '../index-snapshot.ts';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout'] as const;
type Workload = ObjectOf<(typeof WORKLOADS)[number]>;

/** A listed service none of whose workloads wants a pod any more. */
export const workloadScaledToZero = defineDetector({
  name: 'workload-scaled-to-zero',
  reads: [...WORKLOADS, 'Event'],
  emits: ['workload-scaled-to-zero'],
  *detect(view) {
    for (const workloads of byService(view).values()) {
      // One of several at zero is how people park a canary or a replica.
      if (!workloads.every(wantsNone)) continue;
      for (const workload of workloads) {
        const subject = refOf(workload);
        const field = workload.kind === 'DaemonSet' ? 'status.desiredNumberScheduled' : 'spec.replicas';
        yield finding('workload-scaled-to-zero', {
          subject,
          owner: subject,
          since: scaledAt(view, workload) ?? view.now,
          reason: 'ScaledToZero',
          params: {},
          evidence: [evidence(subject, field, 0)],
        });
      }
    }
  },
});

function byService(view: View<(typeof WORKLOADS)[number]>): ReadonlyMap<string, readonly Workload[]> {
  const found = new Map<string, Workload[]>();
  for (const kind of WORKLOADS) {
    for (const workload of view.list(kind)) {
      const service = view.serviceOf(refOf(workload));
      if (service === null || workload.metadata.deletionTimestamp) continue;
      const known = found.get(service.name);
      if (known === undefined) found.set(service.name, [workload]);
      else known.push(workload);
    }
  }
  return found;
}

/** A DaemonSet that nobody has counted yet doesn't say zero. */
function wantsNone(workload: Workload): boolean {
  return workload.kind === 'DaemonSet' ? workload.status?.desiredNumberScheduled === 0 : workload.spec?.replicas === 0;
}

/** Scaling leaves no time in the object; for an hour the event has it. */
function scaledAt(view: View<'Event'>, workload: Workload): Date | null {
  const down = view
    .eventsOf(refOf(workload))
    .find((e) => e.reason === 'ScalingReplicaSet' && /\bto 0\b/.test(e.message ?? ''));
  return down === undefined ? null : eventTime(down);
}
