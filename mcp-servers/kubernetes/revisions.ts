import { z } from 'zod';
import type { RawObject } from '../../src/collect/cluster-access.ts';
import { changesBetween, imagesIn, knowsValues, type PodSpec, podSpecIn } from './template.ts';

export interface Revision {
  readonly revision: string;
  /** The ReplicaSet, or the hash of a revision that pods carry. */
  readonly of: string;
  /** ISO time of the ReplicaSet, or of its oldest pod. */
  readonly created: string | null;
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

const Owned = z.object({
  name: z.string(),
  creationTimestamp: z.string().nullish(),
  labels: z.record(z.string(), z.string()).nullish(),
  annotations: z.record(z.string(), z.unknown()).nullish(),
  ownerReferences: z
    .array(z.object({ kind: z.string(), name: z.string(), controller: z.boolean().nullish() }))
    .nullish(),
});
const WithTemplate = z.object({
  metadata: Owned,
  spec: z.object({ replicas: z.number().nullish(), template: z.object({ spec: z.unknown() }).nullish() }).nullish(),
  status: z.object({ readyReplicas: z.number().nullish() }).nullish(),
});
const OfPod = z.object({
  metadata: Owned,
  spec: z.unknown(),
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).nullish() }).nullish(),
});

/** The revisions of a Deployment: its ReplicaSets. */
export function replicaSetHistory(replicaSets: readonly RawObject[], deployment: string): History {
  const owned = replicaSets.flatMap((object) => {
    const parsed = WithTemplate.safeParse(object);
    return parsed.success && isOwned(parsed.data.metadata, 'Deployment', deployment) ? [parsed.data] : [];
  });
  const numbered = owned
    .map((one) => ({ ...one, revision: Number(one.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0) }))
    .sort((a, b) => a.revision - b.revision);
  return historyOf(
    numbered.map(({ metadata, spec, status, revision }) => ({
      revision: String(revision),
      of: metadata.name,
      created: metadata.creationTimestamp ?? null,
      replicas: `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
      spec: podSpecIn(spec?.template?.spec),
    })),
  );
}

/** The revisions of a StatefulSet or DaemonSet as far as pods of them run: their ControllerRevisions are not read. */
export function podHistory(pods: readonly RawObject[], kind: string, name: string): History {
  const groups = new Map<string, z.infer<typeof OfPod>[]>();
  for (const object of pods) {
    const { data } = OfPod.safeParse(object);
    if (data === undefined || !isOwned(data.metadata, kind, name)) continue;
    const hash = data.metadata.labels?.['controller-revision-hash'] ?? 'unknown';
    groups.set(hash, [...(groups.get(hash) ?? []), data]);
  }
  const found = [...groups].map(([hash, group]) => {
    const created = group.map(({ metadata }) => metadata.creationTimestamp ?? '').sort();
    const ready = group.filter(({ status }) =>
      status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True'),
    );
    return {
      revision: hash,
      of: hash,
      created: created[0] || null,
      replicas: `${ready.length}/${group.length}`,
      spec: podSpecIn(group[0]?.spec),
    };
  });
  return historyOf(found.sort((a, b) => ((a.created ?? '') < (b.created ?? '') ? -1 : 1)));
}

type Found = Omit<Revision, 'images' | 'changes'> & { readonly spec: PodSpec | null };

/** `found` is oldest first. */
function historyOf(found: readonly Found[]): History {
  const revisions = found.map(({ spec, ...one }, index) => {
    const before = found[index - 1]?.spec ?? null;
    const changes = before === null || spec === null ? null : changesBetween(before, spec);
    return { ...one, images: spec === null ? [] : imagesIn(spec), changes };
  });
  const gaps: string[] = [];
  if (found.some(({ spec }) => spec === null)) gaps.push('the template of a revision could not be understood');
  if (found.some(({ spec }) => spec !== null && !knowsValues(spec))) {
    gaps.push('values of variables are not known, so a change of one does not show');
  }
  return { revisions: revisions.reverse(), gaps };
}

function isOwned({ ownerReferences }: z.infer<typeof Owned>, kind: string, name: string): boolean {
  return ownerReferences?.some((owner) => owner.kind === kind && owner.name === name) ?? false;
}
