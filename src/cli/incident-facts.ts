import { DAY } from '../domain/duration.ts';
import type { Ledger, LedgerIncident } from '../domain/ledger.ts';
import { ackOf, resolveOf, silencedUntil } from '../domain/muted.ts';
import type { Ack, Note, Orders, Resolve } from '../domain/orders.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import { compareSeverity, type Severity } from '../domain/severity.ts';
import type { Trend } from '../domain/trend.ts';
import { trendsOf } from '../escalate/trend.ts';

/** An incident, and what people and the outbox make of it. */
export interface IncidentFacts {
  readonly incident: LedgerIncident;
  /** In force. */
  readonly ack: Ack | null;
  /** Null: it is told. */
  readonly silencedUntil: Date | null;
  /** Somebody said that it is over, and no cycle has seen it since. */
  readonly resolve: Resolve | null;
  /** What the cycles before tell of it. */
  readonly trends: readonly Trend[];
  readonly notes: readonly Note[];
  /** Messages about it that have not arrived. */
  readonly undelivered: readonly OutboxEntry[];
}

interface State {
  readonly ledger: Ledger;
  readonly orders: Orders;
}

/** Fingerprints of what the last cycle found in an incident. */
export type Prints = (incidentId: string) => readonly string[];

export function factsOf({ ledger, orders }: State, incident: LedgerIncident, prints: Prints, now: Date): IncidentFacts {
  const isOpen = incident.status === 'open';
  const isOwn = ({ incidentId }: { readonly incidentId: string }): boolean => incidentId === incident.id;
  const mutable = { ...incident, fingerprints: prints(incident.id) };
  return {
    incident,
    ack: isOpen ? ackOf(incident, orders) : null,
    silencedUntil: isOpen ? silencedUntil(mutable, orders.silences, now) : null,
    resolve: isOpen ? resolveOf(incident, orders) : null,
    trends: trendsOf(incident, ledger),
    notes: orders.notes.filter(isOwn),
    undelivered: ledger.outbox.filter(({ incidentIds }) => incidentIds.includes(incident.id)),
  };
}

/** Which incidents are listed. Empty lists ask for nothing. */
export interface Wanted {
  /** Also what was over in the last 7 days. */
  readonly all: boolean;
  readonly severities: readonly Severity[];
  readonly services: readonly string[];
}

const SHOWN_WHEN_OVER = 7 * DAY;

/** Open ones first, the worst of them first; then what is over, the last one first. */
export function wantedIncidents(ledger: Ledger, wanted: Wanted, now: Date): readonly LedgerIncident[] {
  const services = wanted.services.map((name) => name.toLowerCase());
  return ledger.incidents
    .filter((incident) => {
      const { severity, resolvedAt } = incident;
      const isListed = resolvedAt === null || (wanted.all && now.getTime() - resolvedAt.getTime() < SHOWN_WHEN_OVER);
      const isSevere = wanted.severities.length === 0 || wanted.severities.includes(severity);
      const isOurs =
        services.length === 0 || servicesOf(incident).some((name) => services.includes(name.toLowerCase()));
      return isListed && isSevere && isOurs;
    })
    .sort(worstFirst);
}

function servicesOf({ service, members }: LedgerIncident): readonly string[] {
  return [...new Set([service, ...members.map((member) => member.service)])].filter((name) => name !== null);
}

function worstFirst(a: LedgerIncident, b: LedgerIncident): number {
  if (a.resolvedAt !== null || b.resolvedAt !== null) {
    return (b.resolvedAt?.getTime() ?? Number.MAX_VALUE) - (a.resolvedAt?.getTime() ?? Number.MAX_VALUE);
  }
  return (
    compareSeverity(a.severity, b.severity) ||
    (a.tier ?? 'P9').localeCompare(b.tier ?? 'P9') ||
    a.onset.getTime() - b.onset.getTime() ||
    a.id.localeCompare(b.id)
  );
}
