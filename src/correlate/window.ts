import type { ChangeConfidence } from '../domain/change.ts';
import { HOUR, MINUTE } from '../domain/duration.ts';

/** How long before the first symptom a change may lie. */
const LOOK_BACK = 24 * HOUR;
const NEAR = 2 * HOUR;
/** What a sync, a rollout and a start usually take together. */
const USUAL = { from: 3 * MINUTE, to: 30 * MINUTE };

/** Whether a change of this moment may explain the symptom: never one that came after it. */
export function isInWindow(committedAt: Date, onset: Date): boolean {
  const before = onset.getTime() - committedAt.getTime();
  return before >= 0 && before <= LOOK_BACK;
}

/** The window in whole hours, so that the same question is asked again in the next cycle, and costs nothing. */
export function askedWindow(onset: Date): { readonly since: Date; readonly until: Date } {
  const hour = (ms: number) => new Date(ms * HOUR);
  return {
    since: hour(Math.floor((onset.getTime() - LOOK_BACK) / HOUR)),
    until: hour(Math.ceil(onset.getTime() / HOUR)),
  };
}

export interface Timing {
  readonly confidence: ChangeConfidence;
  readonly isUsual: boolean;
  /** What is odd about the time, for people. */
  readonly reason: string | null;
}

/** By time alone, for the right place. HIGH needs the field that explains the fault, which is not compared yet. */
export function timing(beforeMs: number): Timing {
  if (beforeMs > NEAR) return { confidence: 'LOW', isUsual: false, reason: 'more than 2 h before' };
  if (beforeMs > USUAL.to) {
    return { confidence: 'MEDIUM', isUsual: false, reason: 'longer before than a sync and a rollout usually take' };
  }
  if (beforeMs < USUAL.from) {
    return { confidence: 'MEDIUM', isUsual: false, reason: 'sooner before than a sync usually takes' };
  }
  return { confidence: 'MEDIUM', isUsual: true, reason: null };
}
