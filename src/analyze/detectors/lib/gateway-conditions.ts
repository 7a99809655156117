import { MINUTE } from '../../../domain/duration.ts';
import type { Evidence } from '../../../domain/finding.ts';
import type { GatewayCondition } from '../../../kinds/gateway.ts';
import { type HasMeta, refOf } from '../../../kinds/refs.ts';
import { latest, timeOf } from '../../../kinds/time.ts';
import { evidence } from '../../finding.ts';
import { phrase } from './phrases.ts';

/** An address of a cloud takes some minutes, and a controller has to see the object at all. */
const PENDING = 5 * MINUTE;
const SETTLING = 2 * MINUTE;

/** Something that keeps a class, a gateway or a route from doing its work. */
export interface GatewayFault {
  readonly what: string;
  readonly reason: string;
  readonly cause: string;
  readonly since: Date | null;
  readonly proof: readonly Evidence[];
  /** Key of what is behind it, where that is another object (lib/causes.ts). */
  readonly behind?: string;
}

/** A condition that says no, or not yet and that for long; null while it is good, young, or about another generation. */
export function refusal(
  now: Date,
  object: HasMeta,
  conditions: readonly GatewayCondition[] | null | undefined,
  type: string,
  path = 'status.conditions',
): Omit<GatewayFault, 'what'> | null {
  const condition = (conditions ?? []).find((c) => c.type === type);
  if (condition === undefined || condition.status === 'True') return null;
  const seen = condition.observedGeneration;
  if (typeof seen === 'number' && seen < (object.metadata.generation ?? 0)) return null;
  // What nobody has looked at carries a time of 1970.
  const since = latest(timeOf(condition.lastTransitionTime), timeOf(object.metadata.creationTimestamp));
  const slow = condition.status !== 'False' || condition.reason === 'Pending' || type === 'Programmed';
  if (since !== null && now.getTime() - since.getTime() < (slow ? PENDING : SETTLING)) return null;
  const self = refOf(object);
  const field = `${path}[${type}]`;
  const { status, reason, message } = condition;
  return {
    reason: condition.status === 'False' ? reason || `Not${type}` : 'Pending',
    cause: phrase(message, reason || 'no cause is given'),
    since,
    proof: [
      evidence(self, `${field}.status`, status, since),
      ...(reason ? [evidence(self, `${field}.reason`, reason, since)] : []),
      ...(message ? [evidence(self, `${field}.message`, message, since)] : []),
    ],
  };
}
