import type { HasMeta } from '../../../kinds/refs.ts';
import { timeOf } from '../../../kinds/time.ts';

/** Milliseconds since a timestamp of the API; Infinity when there is none, so that nothing waits for it. */
export function ageOf(now: Date, text: string | null | undefined): number {
  const time = timeOf(text);
  return time === null ? Number.POSITIVE_INFINITY : now.getTime() - time.getTime();
}

/** True for an object made less than `ms` ago: its controllers may not have seen it yet. */
export function isYoung(now: Date, object: HasMeta, ms: number): boolean {
  return ageOf(now, object.metadata.creationTimestamp) < ms;
}
