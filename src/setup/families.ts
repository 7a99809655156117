import type { ObjectRef } from '../domain/object-ref.ts';

/** Products of many workloads that nobody runs one by one: one entry lists them all. */
interface Family {
  readonly name: string;
  readonly has: (ref: ObjectRef, partOf: string | null) => boolean;
}

const FAMILIES: readonly Family[] = [
  { name: 'argocd', has: ({ name }, partOf) => partOf === 'argocd' || /^argo-?cd-/.test(name) },
  {
    name: 'flux',
    has: ({ namespace, name }, partOf) =>
      (partOf === 'flux' || namespace === 'flux-system') &&
      /^(?:source|kustomize|helm|notification|image-reflector|image-automation)-controller$/.test(name),
  },
  { name: 'longhorn', has: ({ namespace }) => namespace === 'longhorn-system' },
  { name: 'metallb', has: ({ namespace, name }) => namespace === 'metallb-system' || /^metallb-/.test(name) },
];

/** What keeps running; a job on a schedule is an entry of its own. */
const RUNS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout']);

/** The family a workload belongs to; null for most. `partOf`: its label `app.kubernetes.io/part-of`. */
export function familyOf(ref: ObjectRef, partOf: string | null): string | null {
  if (!RUNS.has(ref.kind)) return null;
  return FAMILIES.find((family) => family.has(ref, partOf))?.name ?? null;
}
