import { HOUR } from '../domain/duration.ts';

/** A destination that asks for more is tried again after this. */
export const LONGEST_PAUSE = HOUR;

/** Nothing goes there yet. An end further away than any pause was written by a clock that has been set back since, and says nothing. */
export function isResting(until: Date | null | undefined, now: Date): boolean {
  if (until === null || until === undefined) return false;
  const left = until.getTime() - now.getTime();
  return left > 0 && left <= LONGEST_PAUSE;
}
