import { duration } from '../../../src/domain/words.ts';
import type { Condition } from '../../../src/kinds/text.ts';
import { timeOf } from '../../../src/kinds/time.ts';

/** What one row of a list tells of an object. */
export interface Look {
  /** `1/3`; null for what has no parts. */
  readonly ready: string | null;
  readonly status: string | null;
  /** One or two things that tell most of its kind. */
  readonly about: string;
  /** Something is visibly wrong with it: it comes first. */
  readonly trouble: boolean;
}

export const FINE: Look = { ready: null, status: null, about: '', trouble: false };

/** `8 min`; null without a time. */
export function age(time: string | null | undefined, now: Date): string | null {
  const at = timeOf(time);
  return at === null ? null : duration(now.getTime() - at.getTime());
}

export function ago(time: string | null | undefined, now: Date): string {
  const since = age(time, now);
  return since === null ? '' : `${since} ago`;
}

/** The parts that say something, one after the other. */
export function told(...parts: readonly (string | null | undefined | false)[]): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join(', ');
}

export function conditionOf(conditions: readonly Condition[] | null | undefined, type: string): Condition | null {
  return conditions?.find((condition) => condition.type === type) ?? null;
}

/** Of a resource that says how it is with a condition Ready. */
export function byReady(conditions: readonly Condition[] | null | undefined, ...parts: readonly string[]): Look {
  const ready = conditionOf(conditions, 'Ready');
  if (ready === null) return { ...FINE, status: 'no condition Ready', about: told(...parts), trouble: true };
  const isReady = ready.status === 'True';
  const why = isReady ? null : told(ready.reason, ready.message?.slice(0, 200));
  return { ...FINE, status: isReady ? 'Ready' : 'NotReady', about: told(...parts, why), trouble: !isReady };
}
