import { HOUR, MINUTE } from '../../src/domain/duration.ts';
import { emptyLedger, type Ledger, type LedgerIncident } from '../../src/domain/ledger.ts';
import { NO_ORDERS, type Orders } from '../../src/domain/orders.ts';
import type { OutboxEntry, Thread } from '../../src/domain/outbox.ts';
import { UNTOLD } from './untold.ts';

/** When somebody looks at it. */
export const LOOKED = new Date('2026-11-21T03:26:00Z');
export const ago = (ms: number): Date => new Date(LOOKED.getTime() - ms);
const CYCLE = '20261121T031400Z-a1b2';

interface StateParts {
  readonly ledger?: Partial<Ledger>;
  readonly orders?: Partial<Orders>;
  readonly cluster?: string;
}

/** What a cycle 12 minutes ago has left, with these incidents. */
export function stateWith(incidents: readonly LedgerIncident[], parts: StateParts = {}) {
  const name = parts.cluster ?? 'homelab';
  const lastCycle = { id: CYCLE, at: ago(12 * MINUTE) };
  const ledger = { ...emptyLedger({ uid: `uid-${name}`, name, version: 'v1.34.1' }), lastCycle };
  return {
    ledger: { ...ledger, incidents: [...incidents], ...parts.ledger },
    orders: { ...NO_ORDERS, ...parts.orders },
  };
}

/** A listed service is down; say only what matters to the test. */
export function openIncident(service: string, parts: Partial<LedgerIncident> = {}): LedgerIncident {
  const onset = ago(50 * MINUTE);
  return {
    id: 'INC-20261121-001',
    key: `service:${service}`,
    members: [memberOf(service)],
    status: 'open',
    service,
    tier: 'P0',
    state: 'down',
    title: `${service} is down, 0 of 1 ready: container db is killed for using more memory than its limit 512Mi`,
    rationale: `${service} (P0) is down; P0 may not be down at all`,
    severity: 'SEV-1',
    band: ['SEV-1', 'SEV-1'],
    rules: ['P0-DOWN'],
    affected: [],
    onset,
    firstSeenAt: ago(45 * MINUTE),
    lastSeenAt: ago(12 * MINUTE),
    ...UNTOLD,
    ...parts,
  };
}

export function memberOf(service: string): LedgerIncident['members'][number] {
  const onset = ago(50 * MINUTE);
  return { key: `service:${service}`, service, onset, lastSeenAt: ago(12 * MINUTE), downSince: onset, places: [] };
}

export function overIncident(service: string, parts: Partial<LedgerIncident> = {}): LedgerIncident {
  const over = { status: 'resolved', state: 'ok', onset: ago(30 * HOUR), resolvedAt: ago(25 * HOUR) } as const;
  return openIncident(service, { id: 'INC-20261119-001', ...over, ...parts });
}

export function toldAs(severity: LedgerIncident['severity']): LedgerIncident['told'] {
  const times = { firstAt: ago(44 * MINUTE), lastAt: ago(44 * MINUTE) };
  return { severity, worst: severity, services: [], channel: '#critical', to: ['slack:#critical'], ...times };
}

export function waitingEntry(parts: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    id: '3fa9c1d2e4f5a6b7c8d9e0f1a2b3c4d5',
    to: 'slack:#critical',
    kind: 'incident',
    severity: 'SEV-1',
    open: true,
    incidentIds: ['INC-20261121-001'],
    text: 'mysql is down',
    thread: null,
    broadcast: false,
    createdAt: ago(44 * MINUTE),
    cycleId: CYCLE,
    attempts: 3,
    lastError: 'Slack does not answer (timeout)',
    refused: false,
    unsure: false,
    notBefore: null,
    copies: [],
    opens: [],
    ...parts,
  };
}

export function threadOf(incidentId: string): Thread {
  return {
    key: incidentId,
    to: 'slack:#critical',
    ref: 'C0CRITICAL1 1732184040.000100',
    text: 'mysql is down',
    shown: '',
    at: ago(44 * MINUTE),
  };
}
