import type { Evidence } from '../../../domain/finding.ts';
import type { ObjectRef } from '../../../domain/object-ref.ts';
import { namespaceOf, refOf } from '../../../kinds/refs.ts';
import type { View } from '../../detector.ts';
import { evidence } from '../../finding.ts';
import { type ConfigRef, configRefs } from './config-refs.ts';
import { nearName } from './near-name.ts';
import { isReady } from './pod-readiness.ts';

export interface Twin {
  /** ` (there is a ConfigMap app-configs)`; empty where nothing is near. */
  readonly words: string;
  readonly proof: readonly Evidence[];
}

/** Each look goes through all names of the namespace: where thousands are missing, a hint for each helps nobody. */
const MOST_LOOKS = 20;

const NO_TWIN: Twin = { words: '', proof: [] };

/** Something a ready pod uses, and whose pod it is. */
interface Used {
  readonly ref: ConfigRef;
  readonly by: ObjectRef;
}

/**
 * Finds what was probably meant by the name of a ConfigMap, Secret or key that does not exist: among the ConfigMaps of
 * the namespace where their names were read, and among what its ready pods use. Looks only once it is asked.
 */
export function configTwins(view: View<'Pod' | 'ConfigMap'>): (namespace: string, missing: ConfigRef) => Twin {
  let listed: ReadonlyMap<string, readonly string[]> | null = null;
  let used: ReadonlyMap<string, readonly Used[]> | null = null;
  const known = new Map<string, Twin>();
  const look = (namespace: string, missing: ConfigRef): Twin => {
    used ??= usedIn(view);
    const mine = (used.get(namespace) ?? []).filter(({ ref }) => ref.kind === missing.kind);
    if (missing.key !== null)
      return keyTwin(
        missing.key,
        mine.filter(({ ref }) => ref.name === missing.name),
      );
    listed ??= namesOf(view);
    const near = missing.kind === 'ConfigMap' ? nearName(missing.name, listed.get(namespace) ?? []) : null;
    if (near === null) return nameTwin(missing.name, mine);
    const proof = [evidence({ kind: 'ConfigMap', namespace, name: near }, 'metadata.name', near)];
    return { words: ` (there is a ConfigMap ${near})`, proof };
  };
  return (namespace, missing) => {
    const id = [namespace, missing.kind, missing.name, missing.key ?? ''].join('/');
    const found = known.get(id) ?? (known.size < MOST_LOOKS ? look(namespace, missing) : NO_TWIN);
    if (known.size < MOST_LOOKS) known.set(id, found);
    return found;
  };
}

function keyTwin(key: string, used: readonly Used[]): Twin {
  const near = nearName(
    key,
    used.flatMap(({ ref }) => ref.key ?? []),
  );
  const user = used.find(({ ref }) => ref.key === near);
  return near === null || user === undefined ? NO_TWIN : told(user, `key ${near}`);
}

function nameTwin(name: string, used: readonly Used[]): Twin {
  const near = nearName(
    name,
    used.map(({ ref }) => ref.name),
  );
  const user = used.find(({ ref }) => ref.name === near);
  return near === null || user === undefined ? NO_TWIN : told(user, near);
}

function told({ by }: Used, what: string): Twin {
  return { words: ` (${by.kind} ${by.name} uses ${what})`, proof: [] };
}

function namesOf(view: View<'ConfigMap'>): ReadonlyMap<string, readonly string[]> {
  const groups = Map.groupBy(view.list('ConfigMap'), namespaceOf);
  return new Map([...groups].map(([namespace, maps]) => [namespace, maps.map((map) => refOf(map).name)]));
}

/** A pod that is ready has all it names. */
function usedIn(view: View<'Pod'>): ReadonlyMap<string, readonly Used[]> {
  const found = new Map<string, Used[]>();
  for (const pod of view.list('Pod')) {
    if (!isReady(pod)) continue;
    const by = view.ownerOf(pod);
    const list = found.get(namespaceOf(pod)) ?? [];
    found.set(namespaceOf(pod), list);
    for (const ref of configRefs(pod.spec)) list.push({ ref, by });
  }
  return found;
}
