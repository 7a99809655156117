import type { Band, Severity } from './severity.ts';

/** Rule ids of docs/severity.md. */
export const RULES = [
  'P0-DOWN',
  'DATA-DOWN',
  'INGRESS-DOWN',
  'P0-MANY',
  'P0-GONE',
  'P0-DEGRADED',
  'P0-RISK',
  'P0-WARN',
  'ROLLOUT-BLOCKED',
  'P1-DOWN',
  'P1-WITHIN',
  'P2-DOWN',
  'LOW',
  'UNLISTED',
  'UNLISTED-MINOR',
  'NODE',
  'CLUSTER',
  'BAD-ROLLOUT',
  'BLIND',
  'GAP',
  'DRIFT',
  'SELF',
  'KNOWN',
  'KNOWN-OVERDUE',
] as const;
export type RuleId = (typeof RULES)[number];

/** What the rows say of one incident. */
export interface Assessment {
  readonly severity: Severity;
  readonly band: Band;
  /** Every row that matched; the one that decided comes first. */
  readonly rules: readonly RuleId[];
  /** Why, in one sentence for people. */
  readonly rationale: string;
  /** When what decided it began. */
  readonly since?: Date;
}

export const NOTIFY_REASONS = ['new', 'worse', 'reminder', 'scope', 'resolved'] as const;
export const HOLD_REASONS = [
  'unchanged',
  'better',
  'outside-hours',
  'log-only',
  'known',
  'silenced',
  'acknowledged',
] as const;
export type NotifyReason = (typeof NOTIFY_REASONS)[number];
export type HoldReason = (typeof HOLD_REASONS)[number];

/** Tell or don't tell, with exactly one reason. */
export type Verdict =
  | { readonly verdict: 'notify'; readonly reason: NotifyReason }
  | { readonly verdict: 'hold'; readonly reason: HoldReason };
