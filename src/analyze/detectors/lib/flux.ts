import { MINUTE } from '../../../domain/duration.ts';
import { namespaceOf } from '../../../kinds/refs.ts';
import type { ObjectOf } from '../../../kinds/registry.ts';
import type { Condition } from '../../../kinds/text.ts';
import type { View } from '../../detector.ts';
import { ageOf } from './ages.ts';
import { conditionOf } from './since.ts';

export const FLUX_KINDS = ['Kustomization', 'HelmRelease', 'GitRepository'] as const;
export type FluxObject = ObjectOf<(typeof FLUX_KINDS)[number]>;

/** A failed try is tried again; a stalled one is not. */
const PATIENCE = 10 * MINUTE;
const STALLED = 2 * MINUTE;
const ON_ITS_WAY = new Set(['Progressing', 'ProgressingWithRetry', 'Suspended']);
const WAITS = 'DependencyNotReady';

/** What says that it is not ready; undefined while it is, may still get there, or is suspended. */
export function fluxFailure(view: View<'Kustomization' | 'HelmRelease'>, object: FluxObject): Condition | undefined {
  const condition = failing(view.now, object);
  if (condition === undefined || condition.reason !== WAITS) return condition;
  return isSymptom(view, object, new Set()) ? undefined : condition;
}

function failing(now: Date, object: FluxObject): Condition | undefined {
  if (object.spec?.suspend === true || object.metadata.deletionTimestamp) return undefined;
  const conditions = object.status?.conditions;
  const ready = conditionOf(conditions, 'Ready');
  const late = ready?.status === 'False' && !ON_ITS_WAY.has(ready.reason ?? '');
  if (late && ageOf(now, ready.lastTransitionTime) > PATIENCE) return ready;
  const stalled = conditionOf(conditions, 'Stalled');
  if (stalled?.status !== 'True' || ageOf(now, stalled.lastTransitionTime) <= STALLED) return undefined;
  return late ? ready : stalled;
}

/** It waits for another that is not ready either: that one is told, or suspended on purpose. Not so when they wait for each other. */
function isSymptom(view: View<'Kustomization' | 'HelmRelease'>, object: FluxObject, seen: Set<FluxObject>): boolean {
  if (object.kind === 'GitRepository' || seen.has(object)) return false;
  seen.add(object);
  return (object.spec?.dependsOn ?? []).some(({ namespace, name }) => {
    const other = name ? view.get(object.kind, namespace || namespaceOf(object), name) : undefined;
    const ready = conditionOf(other?.status?.conditions, 'Ready');
    if (other === undefined || (ready?.status === 'True' && other.spec?.suspend !== true)) return false;
    return ready?.reason === WAITS ? isSymptom(view, other, seen) : true;
  });
}
