import type { Evidence } from '../../../domain/finding.ts';
import type { ObjectRef } from '../../../domain/object-ref.ts';
import type { Condition } from '../../../kinds/text.ts';
import { timeOf } from '../../../kinds/time.ts';
import { evidence } from '../../finding.ts';

type Value = string | number | boolean | null | undefined;
type Some = readonly [Evidence, ...Evidence[]];

/**
 * Evidence from those fields that the object really has: the API leaves out zeros. With none of them
 * the object's name stands for it.
 */
export function held(object: ObjectRef, fields: Readonly<Record<string, Value>>, more: readonly Evidence[] = []): Some {
  const found = Object.entries(fields).flatMap(([field, value]) =>
    isThere(value) ? [evidence(object, field, value)] : [],
  );
  const [first, ...rest] = [...found, ...more];
  return first === undefined ? [evidence(object, 'metadata.name', object.name)] : [first, ...rest];
}

/** What a condition says: its status, its reason, its message. */
export function heldCondition(object: ObjectRef, condition: Condition): Some {
  const at = timeOf(condition.lastTransitionTime);
  const path = `status.conditions[${condition.type}]`;
  const words = [
    ...(isThere(condition.reason) ? [evidence(object, `${path}.reason`, condition.reason, at)] : []),
    ...(isThere(condition.message) ? [evidence(object, `${path}.message`, condition.message, at)] : []),
  ];
  return [evidence(object, `${path}.status`, condition.status, at), ...words];
}

function isThere(value: Value): value is string | number | boolean {
  return value !== null && value !== undefined && value !== '';
}
