import type { Trouble } from '../domain/incident.ts';
import type { LedgerMember } from '../domain/ledger.ts';
import { outageStart } from '../domain/outage-start.ts';

/**
 * Since when a trouble is down: what its tolerance is measured against. The time in which an earlier cycle saw it up
 * doesn't count. Null while it isn't down.
 */
export function downSince(trouble: Trouble, before: LedgerMember | undefined): Date | null {
  if (trouble.state !== 'down') return null;
  // What runs once in a while is missed from its last success on, however late its failure was noticed.
  if (trouble.facts.lastSuccess !== null) return trouble.facts.lastSuccess;
  const start = outageStart(trouble);
  if (before === undefined) return start;
  if (before.downSince !== null) return before.downSince < start ? before.downSince : start;
  return before.lastSeenAt > start ? before.lastSeenAt : start;
}
