import { MINUTE } from '../domain/duration.ts';
import type { Trouble } from '../domain/incident.ts';
import { outageStart } from '../domain/outage-start.ts';

/** Troubles further apart than this are incidents of their own. */
const JOIN = 30 * MINUTE;

/** A warning that stood before the outage doesn't date it. What is gone has no time but the first sight of its absence. */
export function began(trouble: Trouble): number {
  const failed = trouble.state === 'down' || trouble.state === 'degraded';
  return (failed && !trouble.facts.gone ? outageStart(trouble) : trouble.onset).getTime();
}

export function near(a: Trouble, b: Trouble): boolean {
  return Math.abs(began(a) - began(b)) <= JOIN;
}

/** Of a cause that only its first sight dates: what began before that may well follow from it. */
export function maySince(cause: Trouble, effect: Trouble): boolean {
  return began(effect) - cause.onset.getTime() <= JOIN;
}
