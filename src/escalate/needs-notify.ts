import type { HoldReason, NotifyReason, Verdict } from '../domain/decision.ts';
import { HOUR } from '../domain/duration.ts';
import { compareSeverity, type Severity } from '../domain/severity.ts';

/** What people know of an incident. */
export interface ToldSoFar {
  readonly severity: Severity;
  readonly worst: Severity;
  readonly services: readonly string[];
  readonly lastAt: Date;
}

/** Everything the decision depends on. */
export interface Situation {
  readonly status: 'open' | 'resolved';
  readonly severity: Severity;
  readonly known: boolean;
  /** Null when nobody was told yet, or when they know already that it is over. */
  readonly told: ToldSoFar | null;
  /** Listed services in it now. */
  readonly services: readonly string[];
  /** Something that nobody listed fails in it since, and nobody was told. */
  readonly unheard: boolean;
  /** It was read and nothing was found in this cycle, though it is not over yet. */
  readonly recovering: boolean;
  /** It was well after people were told last, and is back to stay. */
  readonly again?: boolean;
  /** The doors are open: SEV-3 may be told. */
  readonly businessHours: boolean;
  /** Somebody asked not to hear of it. */
  readonly muted: 'silenced' | 'acknowledged' | null;
  readonly now: Date;
  /** After this long an unchanged SEV-1 or SEV-2 is told again; daily for trouble with the monitoring. */
  readonly remindAfterMs: number;
}

export const REMIND_AFTER = 3 * HOUR;

const hold = (reason: HoldReason): Verdict => ({ verdict: 'hold', reason });

/** Tell or hold, with exactly one reason. Pure: docs/severity.md, "Notify or hold". */
export function needsNotify(s: Situation): Verdict {
  const verdict = unmuted(s);
  if (verdict.verdict === 'hold' || s.muted === null) return verdict;
  if (s.muted === 'silenced') return hold('silenced');
  // Who acknowledged it knows of it; what is worse, wider or over is news to them too.
  return verdict.reason === 'reminder' || verdict.reason === 'new' ? hold('acknowledged') : verdict;
}

function unmuted(s: Situation): Verdict {
  // How urgent the end is, the worst that was told says: who was woken is also told that it is over.
  if (s.status === 'resolved') return s.told === null ? hold('log-only') : whenOpen(s, s.told.worst, 'resolved');
  if (s.recovering) return hold(s.told === null ? 'log-only' : 'better');
  if (s.told === null) return s.severity === 'SEV-4' && s.known ? hold('known') : whenOpen(s, s.severity, 'new');
  const change = compareSeverity(s.severity, s.told.severity);
  if (change < 0) return whenOpen(s, s.severity, 'worse');
  const { services, lastAt } = s.told;
  // A service that joins is news even while the rest gets better.
  const joined = s.unheard || s.services.some((service) => !services.includes(service));
  if (joined && s.severity !== 'SEV-4') return whenOpen(s, s.severity, 'scope');
  if (s.again === true) return whenOpen(s, s.severity, 'reminder');
  if (change > 0) return hold('better');
  if (s.severity !== 'SEV-4' && s.now.getTime() - lastAt.getTime() >= s.remindAfterMs)
    return whenOpen(s, s.severity, 'reminder');
  return hold('unchanged');
}

/** SEV-3 waits for business hours; what is worse never waits; SEV-4 is never told. */
function whenOpen(s: Situation, severity: Severity, reason: NotifyReason): Verdict {
  if (severity === 'SEV-4') return hold('log-only');
  return severity === 'SEV-3' && !s.businessHours ? hold('outside-hours') : { verdict: 'notify', reason };
}
