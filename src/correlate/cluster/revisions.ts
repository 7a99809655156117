import { z } from 'zod';
import type { ObjectRef } from '../../domain/object-ref.ts';
import { timeOf } from '../../kinds/time.ts';
import type { Served } from './read.ts';

/** One template of a workload, as a ReplicaSet, a ControllerRevision or the pods of it keep it. */
export interface Revision {
  /** As `--to-revision` takes it; null where only pods tell of it. */
  readonly number: number | null;
  /** The ReplicaSet, the ControllerRevision, or the hash that its pods carry. */
  readonly name: string;
  readonly hash: string | null;
  readonly created: Date;
  /** It says itself that it was another revision before: it was rolled back to. */
  readonly again: boolean;
  /** `metadata` and `spec` of the template, unchecked; null when it could not be understood. */
  readonly template: Served | null;
}

const Bag = z.record(z.string(), z.unknown());
const Texts = z.record(z.string(), z.unknown()).nullish();
const Meta = z.object({
  name: z.string(),
  creationTimestamp: z.string(),
  labels: Texts,
  annotations: Texts,
  ownerReferences: z.array(z.object({ kind: z.string(), name: z.string() })).nullish(),
});
const ReplicaSet = z.object({ metadata: Meta, spec: z.object({ template: z.unknown() }).nullish() });
const ControllerRevision = z.object({
  metadata: Meta,
  revision: z.number(),
  data: z
    .object({ spec: z.object({ template: z.unknown() }) })
    .nullish()
    .catch(null),
});
/** The numbers it had before. */
const FORMER = 'deployment.kubernetes.io/revision-history';
const NUMBER = ['deployment.kubernetes.io/revision', 'rollout.argoproj.io/revision'] as const;

/** Of a Deployment or an Argo Rollout, oldest first. */
export function replicaSetRevisions(replicaSets: readonly Served[], owner: ObjectRef): readonly Revision[] {
  const found = replicaSets.flatMap((object): Revision[] => {
    const { data } = ReplicaSet.safeParse(object);
    if (data === undefined || !isOwned(data.metadata, owner)) return [];
    const { annotations } = data.metadata;
    const number = NUMBER.map((key) => Number(annotations?.[key])).find((one) => Number.isSafeInteger(one) && one > 0);
    return revision(data.metadata, number ?? null, 'pod-template-hash', data.spec?.template);
  });
  return inOrder(found);
}

/** Of a StatefulSet or DaemonSet, oldest first. */
export function controllerRevisions(all: readonly Served[], owner: ObjectRef): readonly Revision[] {
  const found = all.flatMap((object): Revision[] => {
    const { data } = ControllerRevision.safeParse(object);
    if (data === undefined || !isOwned(data.metadata, owner)) return [];
    return revision(data.metadata, data.revision, 'controller-revision-hash', data.data?.spec.template);
  });
  return inOrder(found);
}

function revision(meta: z.infer<typeof Meta>, number: number | null, label: string, template: unknown): Revision[] {
  const created = timeOf(meta.creationTimestamp);
  if (created === null) return [];
  const hash = meta.labels?.[label];
  const parsed = Bag.safeParse(template);
  return [
    {
      number,
      name: meta.name,
      hash: typeof hash === 'string' ? hash : null,
      created,
      again: Boolean(meta.annotations?.[FORMER]),
      template: parsed.success ? parsed.data : null,
    },
  ];
}

/** By number: a revision that was rolled back to is the newest, however old its ReplicaSet is. */
function inOrder(all: readonly Revision[]): readonly Revision[] {
  return [...all].sort((a, b) =>
    a.number === null || b.number === null || a.number === b.number
      ? a.created.getTime() - b.created.getTime()
      : a.number - b.number,
  );
}

function isOwned({ ownerReferences }: z.infer<typeof Meta>, { kind, name }: ObjectRef): boolean {
  return ownerReferences?.some((owner) => owner.kind === kind && owner.name === name) ?? false;
}
