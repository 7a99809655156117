import type { Alert } from '../domain/alert.ts';
import { type Destination, isThreaded } from '../domain/destination.ts';
import type { MessageKind, Thread } from '../domain/outbox.ts';
import { mostSevere, type Severity } from '../domain/severity.ts';

export const KIND = {
  new: 'incident',
  worse: 'update',
  scope: 'update',
  reminder: 'reminder',
  resolved: 'resolved',
} as const satisfies Record<Alert['reason'], MessageKind>;

/** An alert at one of its destinations, with the message there that it can answer; null: there is none. */
export interface Piece {
  readonly alert: Alert;
  readonly to: Destination;
  readonly thread: Thread | null;
  /** Something about it was told there before, and was over since: this is another time. */
  readonly before: Thread | null;
}

/** Which news it is: the same in every cycle until it is told. */
export function newsOf({ alert: { incident, reason }, before }: Piece): string {
  const since = incident.told?.lastAt ?? incident.firstSeenAt;
  const again = before === null ? '' : ` after ${before.at.toISOString()}`;
  return `${incident.id} ${reason} ${incident.severity} ${since.toISOString()}${again}`;
}

/** How urgent it is: that it is over is as urgent as the worst that people were told. */
export function urgency({ incident, reason }: Alert): Severity {
  return reason === 'resolved' ? (incident.told?.worst ?? incident.severity) : incident.severity;
}

export function worstOf(pieces: readonly Piece[]): Severity {
  return mostSevere(pieces.map(({ alert }) => urgency(alert)));
}

export function isAnyOpen(pieces: readonly Piece[]): boolean {
  return pieces.some(({ alert }) => alert.reason !== 'resolved');
}

/** The end of an incident is that of those that joined it, where nothing else says so. */
export function idsOf(pieces: readonly Piece[]): readonly string[] {
  return pieces.flatMap(({ alert: { incident, reason }, to }) => {
    const endToo = reason === 'resolved' && !isThreaded(to) ? (incident.joined ?? []) : [];
    return [incident.id, ...endToo];
  });
}

/** Those that are less severe than the worst of them. */
export function lesserOf(pieces: readonly Piece[]): readonly string[] {
  const worst = worstOf(pieces);
  return idsOf(pieces.filter(({ alert }) => urgency(alert) !== worst));
}

/** What waited and got worse meanwhile is told on its own, as loud as it is now. */
export function isFromNight({ incident }: Alert): boolean {
  return incident.waiting && (incident.status === 'resolved' || incident.severity === 'SEV-3');
}

/** What the monitor says of itself and could wait: it has a thread of its own. What hides a P0, or everything, is told as an incident. */
export function isOwnTrouble({ incident: { rules, severity } }: Alert): boolean {
  const [rule] = rules;
  return rule === 'SELF' || (severity === 'SEV-3' && (rule === 'GAP' || rule === 'DRIFT'));
}
