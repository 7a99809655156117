import type { Evidence } from '../../domain/finding.ts';
import type { ObjectRef } from '../../domain/object-ref.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Rollout', 'Pod'] as const;
type Sees = View<(typeof WORKLOADS)[number] | 'Namespace'>;

/** A workload of a listed service that was there in an earlier cycle and is not any more. */
export const workloadGone = defineDetector({
  name: 'workload-gone',
  reads: [...WORKLOADS, 'Namespace'],
  emits: ['workload-gone'],
  *detect(view) {
    for (const service of view.services) {
      for (const ref of view.seenBefore(service)) {
        if (!isGone(view, ref) || isReplaced(view, ref)) continue;
        // A bare pod comes back under another name.
        if (ref.kind === 'Pod' && hasWorkload(view, service.name)) continue;
        yield finding('workload-gone', {
          subject: ref,
          owner: ref,
          since: view.now,
          reason: 'WorkloadGone',
          params: {},
          evidence: [proof(view, ref)],
        });
      }
    }
  },
});

function isGone(view: Sees, ref: ObjectRef): boolean {
  const kind = WORKLOADS.find((k) => k === ref.kind);
  return (
    kind !== undefined && view.complete(kind, ref.namespace) && view.get(kind, ref.namespace, ref.name) === undefined
  );
}

/** The same name under another kind: a Deployment that became a Rollout. */
function isReplaced(view: Sees, ref: ObjectRef): boolean {
  return WORKLOADS.some((kind) => kind !== ref.kind && view.get(kind, ref.namespace, ref.name) !== undefined);
}

function hasWorkload(view: Sees, service: string): boolean {
  return WORKLOADS.some((kind) =>
    view
      .list(kind)
      .some(
        (o) =>
          view.serviceOf({ kind, namespace: o.metadata.namespace ?? null, name: o.metadata.name })?.name === service,
      ),
  );
}

/** Nothing is left of it to point at but the place where it was. */
function proof(view: Sees, ref: ObjectRef): Evidence {
  const home = ref.namespace === null ? undefined : view.get('Namespace', null, ref.namespace);
  if (home === undefined) return evidence(ref, 'metadata.name', ref.name);
  return evidence(
    { kind: 'Namespace', namespace: null, name: home.metadata.name },
    'metadata.name',
    home.metadata.name,
  );
}
