/** Points at one Kubernetes object. `namespace` is null for cluster-scoped kinds. */
export interface ObjectRef {
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
}

/** `Kind/namespace/name`, or `Kind/name` for cluster-scoped objects: for keys and for people. */
export function refText(ref: ObjectRef): string {
  return ref.namespace === null ? `${ref.kind}/${ref.name}` : `${ref.kind}/${ref.namespace}/${ref.name}`;
}

export function sameRef(a: ObjectRef, b: ObjectRef): boolean {
  return a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;
}
