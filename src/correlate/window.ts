import { HOUR } from '../domain/duration.ts';
import { LOOK_BACK } from './score.ts';

/**
 * From 24 h before the first symptom until now, in whole hours, so that the same question is asked again in the next cycle, and
 * costs nothing. What came after it explains nothing, but may have taken something back.
 */
export function askedWindow(onset: Date, now: Date): { readonly since: Date; readonly until: Date } {
  const hour = (ms: number) => new Date(ms * HOUR);
  return {
    since: hour(Math.floor((onset.getTime() - LOOK_BACK) / HOUR)),
    until: hour(Math.ceil(Math.max(onset.getTime(), now.getTime()) / HOUR)),
  };
}
