import { z } from 'zod';
import type { RawObject } from '../../src/collect/cluster-access.ts';
import { podRevisions } from '../../src/correlate/cluster/pod-revisions.ts';
import {
  controllerRevisions,
  type Revision as Kept,
  replicaSetRevisions,
} from '../../src/correlate/cluster/revisions.ts';
import { templateFields } from '../../src/correlate/cluster/template.ts';
import type { ObjectRef } from '../../src/domain/object-ref.ts';
import { project } from '../../src/kinds/project.ts';
import type { ObjectOf } from '../../src/kinds/registry.ts';
import { imagesIn, knowsValues, podSpecIn } from './template.ts';

export interface Revision {
  readonly revision: string;
  /** The ReplicaSet or ControllerRevision, or the hash of a revision that pods carry. */
  readonly of: string;
  /** ISO time of that object, or of the oldest pod. */
  readonly created: string;
  readonly replicas: string;
  readonly images: readonly string[];
  /** Against the revision before; null where that one is gone. */
  readonly changes: readonly string[] | null;
}

export interface History {
  /** Newest first. */
  readonly revisions: readonly Revision[];
  /** What this history can't tell. */
  readonly gaps: readonly string[];
}

type Pod = ObjectOf<'Pod'>;
const Counted = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({ replicas: z.number().nullish() }).nullish(),
  status: z.object({ readyReplicas: z.number().nullish() }).nullish(),
});

/** The revisions of a Deployment: its ReplicaSets. */
export function replicaSetHistory(replicaSets: readonly RawObject[], owner: ObjectRef): History {
  const counts = new Map(
    replicaSets.flatMap((object): [string, string][] => {
      const { data } = Counted.safeParse(object);
      return data === undefined
        ? []
        : [[data.metadata.name, `${data.status?.readyReplicas ?? 0}/${data.spec?.replicas ?? 0}`]];
    }),
  );
  return historyOf(replicaSetRevisions(replicaSets, owner), owner, ({ name }) => counts.get(name) ?? '0/0');
}

/** The revisions of a StatefulSet or DaemonSet: its ControllerRevisions, or as far as they are known only those that pods run. */
export function controllerHistory(
  revisions: readonly RawObject[] | null,
  pods: readonly RawObject[],
  owner: ObjectRef,
): History {
  const own = pods.flatMap((object): Pod[] => {
    const pod = project('Pod', object);
    return pod.ok && isOwned(pod.object, owner) ? [pod.object] : [];
  });
  const kept = revisions === null ? podRevisions(own) : controllerRevisions(revisions, owner);
  return historyOf(kept, owner, ({ name, hash }) => {
    const running = own.filter(({ metadata: { labels } }) => {
      const carried = labels?.['controller-revision-hash'];
      return carried !== undefined && (carried === name || carried === hash);
    });
    const ready = running.filter(({ status }) =>
      status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True'),
    );
    return `${ready.length}/${running.length}`;
  });
}

/** `kept` is oldest first. */
function historyOf(kept: readonly Kept[], owner: ObjectRef, replicasOf: (revision: Kept) => string): History {
  const specs = kept.map(({ template }) => (template === null ? null : podSpecIn(template['spec'])));
  const revisions = kept.map((one, index): Revision => {
    const before = kept[index - 1]?.template ?? null;
    const spec = specs[index] ?? null;
    return {
      revision: String(one.number ?? one.name),
      of: one.name,
      created: one.created.toISOString(),
      replicas: replicasOf(one),
      images: spec === null ? [] : imagesIn(spec),
      changes:
        before === null || one.template === null
          ? null
          : templateFields(before, one.template, owner).map(({ text }) => text),
    };
  });
  const gaps: string[] = [];
  if (specs.includes(null)) gaps.push('the template of a revision could not be understood');
  if (specs.some((spec) => spec !== null && !knowsValues(spec))) {
    gaps.push('values of variables are not known, so a change of one does not show');
  }
  return { revisions: revisions.reverse(), gaps };
}

function isOwned({ metadata: { ownerReferences } }: Pod, { kind, name }: ObjectRef): boolean {
  return ownerReferences?.some((owner) => owner.kind === kind && owner.name === name) ?? false;
}
