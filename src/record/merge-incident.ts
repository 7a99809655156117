import type { LedgerIncident, LedgerMember } from '../domain/ledger.ts';
import { mostSevere } from '../domain/severity.ts';

type Told = NonNullable<LedgerIncident['told']>;

/**
 * One incident that two runs have written. Who saw it later is right about what it is; it is over only if nobody saw it after that; and
 * whatever either told has been told.
 */
export function mergeIncident(mine: LedgerIncident, theirs: LedgerIncident): LedgerIncident {
  const [winner, other] = isRight(mine, theirs) ? [mine, theirs] : [theirs, mine];
  const merged: LedgerIncident = {
    ...winner,
    members: mergeMembers(winner.members, other.members),
    onset: earlier(winner.onset, other.onset),
    firstSeenAt: earlier(winner.firstSeenAt, other.firstSeenAt),
    lastSeenAt: later(winner.lastSeenAt, other.lastSeenAt),
    reopenedAt: latest(winner.reopenedAt, other.reopenedAt),
  };
  // It came back after people had heard that it was over: they have to hear of it again.
  if (winner.status === 'open' && other.status === 'resolved' && !other.resolvedUntold) return merged;
  return { ...merged, told: mergeTold(winner.told, other.told), ...whatWaits(winner, other) };
}

function isRight(mine: LedgerIncident, theirs: LedgerIncident): boolean {
  if (mine.status !== theirs.status) return mine.status === 'resolved' ? isOver(mine, theirs) : !isOver(theirs, mine);
  const seen = mine.lastSeenAt.getTime() - theirs.lastSeenAt.getTime();
  const ended = (mine.resolvedAt?.getTime() ?? 0) - (theirs.resolvedAt?.getTime() ?? 0);
  return (seen || ended || lastTold(mine) - lastTold(theirs)) >= 0;
}

function isOver({ resolvedAt }: LedgerIncident, open: LedgerIncident): boolean {
  return resolvedAt !== null && resolvedAt > open.lastSeenAt;
}

function lastTold({ told }: LedgerIncident): number {
  return told?.lastAt.getTime() ?? 0;
}

/** What still has to be told follows from who told last; who was told has to hear the end. */
function whatWaits(winner: LedgerIncident, other: LedgerIncident): Pick<LedgerIncident, 'waiting' | 'resolvedUntold'> {
  const toldLast = lastTold(other) > lastTold(winner) ? other : winner;
  return { waiting: toldLast.waiting, resolvedUntold: winner.status === 'resolved' && endUntold(winner, other) };
}

function endUntold(winner: LedgerIncident, other: LedgerIncident): boolean {
  if (winner.told === null && other.told !== null) return other.status === 'open' || other.resolvedUntold;
  const both = other.told !== null && other.status === 'resolved';
  return winner.resolvedUntold && !(both && !other.resolvedUntold);
}

function mergeTold(a: Told | null, b: Told | null): Told | null {
  if (a === null || b === null) return a ?? b;
  return {
    ...(b.lastAt > a.lastAt ? b : a),
    worst: mostSevere([a.worst, b.worst]),
    services: union(a.services, b.services),
    to: union(a.to, b.to),
    firstAt: earlier(a.firstAt, b.firstAt),
    lastAt: later(a.lastAt, b.lastAt),
  };
}

function mergeMembers(first: readonly LedgerMember[], second: readonly LedgerMember[]): LedgerMember[] {
  const others = new Map(second.map((member) => [member.key, member]));
  const both = first.map((member) => {
    const other = others.get(member.key);
    return other !== undefined && other.lastSeenAt > member.lastSeenAt ? other : member;
  });
  return [...both, ...second.filter(({ key }) => !first.some((member) => member.key === key))];
}

export function union<T>(a: readonly T[], b: readonly T[]): T[] {
  return [...new Set([...a, ...b])];
}

function earlier(a: Date, b: Date): Date {
  return a <= b ? a : b;
}

function latest(a: Date | undefined, b: Date | undefined): Date | undefined {
  return a && b ? later(a, b) : (a ?? b);
}

export function later(a: Date, b: Date): Date {
  return a >= b ? a : b;
}
