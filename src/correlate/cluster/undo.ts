import type { ObjectRef } from '../../domain/object-ref.ts';

const RESOURCES: Readonly<Record<string, string>> = {
  Deployment: 'deployment',
  StatefulSet: 'statefulset',
  DaemonSet: 'daemonset',
};

/** A command line with nothing in it but names Kubernetes takes; null when there is no revision to go back to. */
export function undoOf({ kind, namespace, name }: ObjectRef, toRevision: number | null): string | null {
  const resource = Object.hasOwn(RESOURCES, kind) ? RESOURCES[kind] : undefined;
  if (resource === undefined || toRevision === null || !Number.isSafeInteger(toRevision) || toRevision < 1) return null;
  if (namespace === null || !isLabel(namespace) || !name.split('.').every(isLabel)) return null;
  return `kubectl -n ${namespace} rollout undo ${resource}/${name} --to-revision=${toRevision}`;
}

function isLabel(text: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
}
