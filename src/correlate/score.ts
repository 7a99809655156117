import type { ChangeConfidence } from '../domain/change.ts';
import { HOUR, MINUTE } from '../domain/duration.ts';

/** What counts for or against one change behind one incident. */
export interface Signs {
  /** own: the service's manifests, by services.txt or the application that syncs it; named: only named after it. */
  readonly place: 'own' | 'dependency' | 'named' | 'cluster';
  /** From the change to the first symptom, not below 0. Milliseconds. */
  readonly beforeMs: number;
  /** How well the changed field explains the fault; none: it is known and does not; unknown: it was not read. */
  readonly explains: 'names' | 'strong' | 'weak' | 'none' | 'unknown';
}

export interface Score {
  readonly confidence: ChangeConfidence;
  /** Ranks suspects of one confidence; higher is likelier. */
  readonly points: number;
}

/** What a sync, a rollout and a start usually take together. */
const USUAL = { from: 3 * MINUTE, to: 30 * MINUTE };
const NEAR = 2 * HOUR;
export const LOOK_BACK = 24 * HOUR;

const EXPLAINS = { names: 6, strong: 4, unknown: 2, weak: 1, none: 0 } as const;
const PLACE = { own: 2, cluster: 2, dependency: 1, named: 1 } as const;

/** The table of severity.md, "Correlation confidence". Deterministic, and no model's view is in it. */
export function score({ place, beforeMs, explains }: Signs): Score {
  const points = EXPLAINS[explains] + PLACE[place] + timePoints(beforeMs);
  return { confidence: confidence({ place, beforeMs, explains }), points };
}

function confidence({ place, beforeMs, explains }: Signs): ChangeConfidence {
  if (beforeMs > NEAR || explains === 'unknown') return 'LOW';
  const isUsual = beforeMs <= USUAL.to && (place === 'cluster' || beforeMs >= USUAL.from);
  const explained = explains === 'names' || explains === 'strong';
  return explained && isUsual && (place === 'own' || place === 'cluster') ? 'HIGH' : 'MEDIUM';
}

function timePoints(beforeMs: number): number {
  if (beforeMs > NEAR) return 1 - beforeMs / LOOK_BACK / 2;
  if (beforeMs > USUAL.to) return 2;
  return beforeMs < USUAL.from ? 2.5 : 3;
}

/** What is odd about the time, for people; null when nothing is. */
export function timeWords(beforeMs: number): string | null {
  if (beforeMs > NEAR) return 'more than 2 h before';
  if (beforeMs > USUAL.to) return 'longer before than a sync and a rollout usually take';
  return beforeMs < USUAL.from ? 'sooner before than a sync usually takes' : null;
}
