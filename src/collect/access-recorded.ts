import { isKind, type Kind, resourceName } from '../kinds/registry.ts';
import type { Snapshot } from '../kinds/snapshot.ts';
import { ReadError } from '../platform/errors.ts';
import { accessName } from './access-kinds.ts';
import { lastLines } from './access-log.ts';
import { checkName, namespaceFor, placeOf } from './access-names.ts';
import { labelMatch } from './access-selector.ts';
import type { AccessKind, ClusterAccess, LogQuery, ObjectList, RawObject } from './cluster-access.ts';

/** Answers the same questions from what a cycle read: what it kept of each object, and the logs of failing containers. */
export function recordedAccess(snapshot: Snapshot): ClusterAccess {
  return {
    list: async ({ kind, namespace, labelSelector }, signal) => {
      signal.throwIfAborted();
      return listed(snapshot, held(snapshot, kind), namespaceFor(kind, namespace), labelSelector);
    },
    get: async (kind, namespace, name, signal) => {
      signal.throwIfAborted();
      return found(snapshot, held(snapshot, kind), placeOf(kind, namespace, name), name);
    },
    log: async (query, signal) => {
      signal.throwIfAborted();
      return logOf(snapshot, query);
    },
  };
}

/** Throws when the recording says nothing about the kind. */
function held({ coverage }: Snapshot, kind: AccessKind): Kind {
  const known = isKind(kind) ? (coverage.get(kind) ?? 'not-read') : 'not-read';
  if (known === 'not-served') {
    throw new ReadError('error', `the recorded cluster does not serve ${accessName(kind)}`, { status: 404 });
  }
  if (!isKind(kind) || known === 'not-read') {
    throw new ReadError('error', `the recording does not hold ${accessName(kind)}`);
  }
  return kind;
}

function listed(snapshot: Snapshot, kind: Kind, namespace: string | null, selector: string | null): ObjectList {
  const matches = selector === null ? null : labelMatch(selector);
  const all: readonly (RawObject & { readonly metadata: Snapshot['objects']['Pod'][number]['metadata'] })[] =
    snapshot.objects[kind];
  const objects = all.filter(
    ({ metadata }) =>
      (namespace === null || metadata.namespace === namespace) && (matches === null || matches(metadata.labels ?? {})),
  );
  return { objects, limits: limitsOf(snapshot, kind, namespace) };
}

function limitsOf(snapshot: Snapshot, kind: Kind, namespace: string | null): readonly string[] {
  const inside = (place: string | null) => namespace === null || place === null || place === namespace;
  const skipped = snapshot.skipped.filter((one) => one.kind === kind && inside(one.namespace)).length;
  const limits = isWhole(snapshot, kind, namespace) ? [] : [`the recording does not hold all ${resourceName(kind)}`];
  for (const gap of snapshot.gaps) {
    if (gap.resource !== resourceName(kind) || !inside(gap.namespace)) continue;
    limits.push(`${gap.cause}${gap.namespace === null ? '' : ` in ${gap.namespace}`}: ${gap.detail}`);
  }
  if (skipped > 0) limits.push(`${skipped} could not be understood and are left out`);
  if (kind === 'Event') limits.push('a recording holds warnings only');
  if (kind === 'ConfigMap') limits.push('a recording holds names only, not those of the keys');
  return limits;
}

function isWhole({ coverage, completeNamespaces }: Snapshot, kind: Kind, namespace: string | null): boolean {
  if (coverage.get(kind) === 'full') return true;
  return namespace !== null && (completeNamespaces.get(kind) ?? []).includes(namespace);
}

function found(snapshot: Snapshot, kind: Kind, namespace: string | null, name: string): RawObject | null {
  const isIt = (one: { readonly namespace?: string | null | undefined; readonly name: string | null }) =>
    one.name === name && (one.namespace ?? null) === namespace;
  const object = snapshot.objects[kind].find(({ metadata }) => isIt(metadata));
  if (object !== undefined) return object;
  const odd = snapshot.skipped.find((one) => one.kind === kind && isIt(one));
  if (odd !== undefined) throw new ReadError('invalid', `${kind} ${name} could not be understood: ${odd.why}`);
  if (isWhole(snapshot, kind, namespace)) return null;
  throw new ReadError('error', `no ${kind} ${name} in the recording, which does not hold all ${resourceName(kind)}`);
}

function logOf({ logs }: Snapshot, { namespace, pod, container, previous, tailLines }: LogQuery) {
  checkName('namespace', namespace);
  checkName('name', pod);
  checkName('container', container);
  const ofPod = logs.filter((log) => log.pod.namespace === namespace && log.pod.name === pod);
  const log = ofPod.find((one) => one.container === container && one.previous === previous);
  if (log !== undefined) return lastLines(log.text, tailLines, log.cut);
  const runs = ofPod.map((one) => `${one.container}${one.previous ? ' (previous run)' : ''}`);
  const holds = runs.length === 0 ? 'none of this pod' : `of this pod only ${runs.join(', ')}`;
  const wanted = `${previous ? 'the previous run' : 'the present run'} of container ${container}`;
  throw new ReadError('error', `the recording holds no log of ${wanted}; ${holds}`);
}
