import { CONFIDENCE_LEVELS, type Suspect } from '../domain/change.ts';
import type { Weighed } from './weigh.ts';

const MOST_SUSPECTS = 5;

/**
 * The likeliest first, at most five. Only one change can be blamed with HIGH confidence: the others explain the same fault less
 * well, or came earlier and were overtaken.
 */
export function ranked(all: readonly Weighed[]): readonly Suspect[] {
  const order = (one: Weighed) => CONFIDENCE_LEVELS.indexOf(one.confidence);
  const sorted = [...all].sort(
    (a, b) => order(a) - order(b) || b.points - a.points || a.suspect.minutesBeforeOnset - b.suspect.minutesBeforeOnset,
  );
  return sorted.slice(0, MOST_SUSPECTS).map(({ suspect, confidence }, index) => {
    if (index === 0 || confidence !== 'HIGH') return suspect;
    return {
      ...suspect,
      confidence: 'MEDIUM',
      reasons: [...suspect.reasons, 'another change explains it at least as well'],
    };
  });
}
