import { DAY } from './duration.ts';
import type { LedgerIncident } from './ledger.ts';
import type { Ack, Orders, Resolve, Silence } from './orders.ts';
import { compareSeverity, type Severity } from './severity.ts';

/** What is asked of an incident to know whether people want to hear of it. */
export interface Mutable {
  readonly id: string;
  readonly key: string;
  readonly severity: Severity;
  readonly firstSeenAt: Date;
  /** When it was seen again after it was over. */
  readonly reopenedAt?: Date | undefined;
  readonly members: readonly { readonly key: string; readonly service: string | null }[];
  /** Of everything found in it now (fingerprint.ts); empty where that isn't known. */
  readonly fingerprints: readonly string[];
}

/** Who ordered that an incident is not told; a silence goes before an ack. Pure: docs/severity.md, "Notify or hold". */
export function mutedBy(incident: Mutable, orders: Orders, now: Date): 'silenced' | 'acknowledged' | null {
  if (silencedUntil(incident, orders.silences, now) !== null) return 'silenced';
  return ackOf(incident, orders) === null ? null : 'acknowledged';
}

type Begun = Pick<Mutable, 'id' | 'severity' | 'firstSeenAt' | 'reopenedAt'>;

/**
 * The ack in force: it ends when the incident is worse than it was then, or over. What is back is another outage, and after a lost ledger
 * another incident may have the same id: an ack from before says nothing of them.
 */
export function ackOf({ id, severity, firstSeenAt, reopenedAt }: Begun, { acks }: Orders): Ack | null {
  const ack = acks.findLast(({ incidentId }) => incidentId === id);
  if (ack === undefined || compareSeverity(severity, ack.severity) < 0) return null;
  return ack.at < firstSeenAt || (reopenedAt && ack.at < reopenedAt) ? null : ack;
}

/** The word of a person that it is over, until it is seen again after that. */
export function resolveOf(
  { id, lastSeenAt }: Pick<LedgerIncident, 'id' | 'lastSeenAt'>,
  { resolves }: Orders,
): Resolve | null {
  return resolves.findLast(({ incidentId, at }) => incidentId === id && at >= lastSeenAt) ?? null;
}

/**
 * Until when an incident is silenced; null: it isn't. One silence may cover it by its severity; else every member has to be covered,
 * or everything found in it: a P0 that joins is told whatever was silenced before.
 */
export function silencedUntil(incident: Mutable, silences: readonly Silence[], now: Date): Date | null {
  const running = silences.filter(({ until }) => until > now);
  const byMembers = incident.members.map((member) => coveredUntil(member, incident, running));
  const byFindings = incident.fingerprints.map((print) => lastEnd(running, isPrint(print)));
  return latest([lastEnd(running, isSeverity(incident.severity)), earliest(byMembers), earliest(byFindings)]);
}

/** The members that no silence covers: why an incident is told all the same. */
export function uncovered<M extends Mutable['members'][number]>(
  incident: Omit<Mutable, 'members'> & { readonly members: readonly M[] },
  silences: readonly Silence[],
  now: Date,
): readonly M[] {
  const running = silences.filter(({ until }) => until > now);
  return incident.members.filter((member) => coveredUntil(member, incident, running) === null);
}

type Test = (match: Silence['match']) => boolean;

const isSeverity = (severity: Severity): Test => {
  return (match) => 'severity' in match && match.severity === severity;
};
const isService = (service: string | null): Test => {
  return (match) => 'service' in match && match.service === service;
};
const isPrint = (fingerprint: string): Test => {
  return (match) => 'fingerprint' in match && match.fingerprint === fingerprint;
};

/** The key of the incident covers what nobody listed in it; a listed service is covered only by its own name or key. */
function coveredUntil(
  { key, service }: Mutable['members'][number],
  incident: Pick<Mutable, 'key'>,
  running: readonly Silence[],
): Date | null {
  return latest([
    lastEnd(running, isPrint(key)),
    service === null ? lastEnd(running, isPrint(incident.key)) : lastEnd(running, isService(service)),
  ]);
}

function lastEnd(silences: readonly Silence[], test: Test): Date | null {
  return latest(silences.filter(({ match }) => test(match)).map(({ until }) => until));
}

function latest(times: readonly (Date | null)[]): Date | null {
  const known = times.filter((time) => time !== null);
  return known.sort((a, b) => b.getTime() - a.getTime())[0] ?? null;
}

/** Null when there is none, or when one of them never began. */
function earliest(times: readonly (Date | null)[]): Date | null {
  const known = times.filter((time) => time !== null);
  if (known.length < times.length) return null;
  return known.sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
}

const KEPT = 30 * DAY;

/**
 * Without what is over for 30 days, and without acks that have ended: what got worse or was over is told again when it comes back to
 * where it was. Notes, acks and resolves of what is open stay.
 */
export function prune(
  orders: Orders,
  now: Date,
  incidents: readonly Pick<LedgerIncident, 'id' | 'status' | 'severity' | 'firstSeenAt' | 'reopenedAt'>[],
): Orders {
  const isFresh = (at: Date): boolean => now.getTime() - at.getTime() < KEPT;
  const open = new Set(incidents.filter(({ status }) => status === 'open').map(({ id }) => id));
  const isWanted = ({ incidentId, at }: { readonly incidentId: string; readonly at: Date }): boolean =>
    open.has(incidentId) || isFresh(at);
  const hasEnded = (ack: Ack): boolean => {
    const incident = incidents.find(({ id }) => id === ack.incidentId);
    if (incident === undefined) return false;
    return incident.status === 'resolved' || ackOf(incident, { ...orders, acks: [ack] }) === null;
  };
  return {
    ...orders,
    silences: orders.silences.filter(({ until }) => isFresh(until)),
    acks: orders.acks.filter((ack) => isWanted(ack) && !hasEnded(ack)),
    resolves: orders.resolves.filter(isWanted),
    notes: orders.notes.filter(isWanted),
    retries: orders.retries.filter(({ at }) => isFresh(at)),
  };
}
