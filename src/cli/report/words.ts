import type { HoldReason, NotifyReason } from '../../domain/decision.ts';
import type { DecisionRow } from '../../domain/report.ts';
import type { Lens } from './time.ts';

/** `1 incident`, `2 incidents`. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : plural}`;
}

/** The first few, and how many more there are. */
export function listed(names: readonly string[], most: number): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${rest} more` : names.join(', ');
}

const TELL: Readonly<Record<NotifyReason, string>> = {
  new: 'new',
  worse: 'it got worse',
  reminder: 'reminder, still so',
  scope: 'another service joined',
  resolved: 'it is over',
};

const HOLD: Readonly<Record<HoldReason, string>> = {
  unchanged: 'told before, unchanged since',
  better: 'told before, better since',
  'outside-hours': 'waits for business hours',
  'log-only': 'cycle log only',
  known: 'a known issue inside its bound',
  silenced: 'silenced by an operator',
  acknowledged: 'somebody has taken it on',
};

const REASONS: Readonly<Record<DecisionRow['reason'], string>> = { ...TELL, ...HOLD };

/** What was decided about telling people, and why. */
export function verdictText(decision: DecisionRow | undefined, lens: Lens): string {
  if (decision === undefined) return 'nothing decided';
  const why = REASONS[decision.reason];
  if (decision.verdict === 'notify') return `tell ${decision.channel ?? 'nobody'}: ${why}`;
  if (decision.until === null) return `hold: ${why}`;
  return `hold: ${why}, ${lens.clock(decision.until)}${decision.channel === null ? '' : ` in ${decision.channel}`}`;
}
