// What two runs that don't know of each other make of one ledger, for the properties of a merge.
import fc from 'fast-check';
import { HOUR, MINUTE } from '../../src/domain/duration.ts';
import { emptyLedger, type Ledger, type LedgerIncident } from '../../src/domain/ledger.ts';
import { memberOf, openIncident, waitingEntry } from './open-state.ts';

const START = Date.UTC(2026, 10, 21, 3);
const SERVICES = ['mysql', 'api', 'web', 'vault'] as const;
const CHANNELS = ['slack:#critical', 'slack:#info', 'ops-mail'] as const;
const CLUSTER = { uid: 'abc', name: 'home', version: 'v1.34.2' };

export interface Step {
  readonly does: 'find' | 'see' | 'tell' | 'resolve' | 'deliver' | 'cycle';
  readonly which: number;
  readonly to: (typeof CHANNELS)[number];
}

export interface Run {
  readonly ledger: Ledger;
  /** Ids of what this run delivered. */
  readonly delivered: ReadonlySet<string>;
}

const step = fc.record<Step>({
  does: fc.constantFrom('find', 'see', 'tell', 'resolve', 'deliver', 'cycle'),
  which: fc.nat(5),
  to: fc.constantFrom(...CHANNELS),
});
export const steps = fc.array(step, { maxLength: 14 });

export const START_LEDGER: Ledger = emptyLedger(CLUSTER);

/** Plays steps on a ledger, a minute each. `name` tells what this run made from what others did. */
export function play(name: string, from: Ledger, todo: readonly Step[], startMinute: number): Run {
  const delivered = new Set<string>();
  let ledger = from;
  for (const [index, step] of todo.entries()) {
    const at = new Date(START + (startMinute + index) * MINUTE);
    if (step.does === 'deliver') ledger = deliver(ledger, step, at, delivered);
    else ledger = judged(ledger, step, at, `${name}-${index}`);
  }
  return { ledger, delivered };
}

/** A mail has no thread: nothing shows that it arrived. */
function deliver(ledger: Ledger, { which }: Step, at: Date, delivered: Set<string>): Ledger {
  const entry = ledger.outbox[which % Math.max(1, ledger.outbox.length)];
  if (entry === undefined) return ledger;
  delivered.add(entry.id);
  const { to, id: ref, text } = entry;
  const threads = to === 'ops-mail' ? [] : entry.incidentIds.map((key) => ({ key, to, ref, text, shown: '', at }));
  const outbox = ledger.outbox.filter((other) => other !== entry);
  return { ...ledger, outbox, threads: [...ledger.threads, ...threads] };
}

function judged(ledger: Ledger, { does, which, to }: Step, at: Date, id: string): Ledger {
  if (does === 'cycle') return { ...ledger, lastCycle: { id, at } };
  if (does === 'find') return found(ledger, SERVICES[which % SERVICES.length] ?? 'mysql', at);
  const incident = ledger.incidents[which % Math.max(1, ledger.incidents.length)];
  if (incident === undefined || incident.status === 'resolved') return ledger;
  if (does === 'see') return changed(ledger, incident, { lastSeenAt: at });
  if (does === 'resolve') {
    const over = { status: 'resolved', resolvedAt: at, resolvedUntold: incident.told !== null } as const;
    return changed(ledger, incident, over);
  }
  const told = {
    severity: 'SEV-1',
    worst: 'SEV-1',
    services: [],
    channel: to,
    to: [to],
    firstAt: at,
    lastAt: at,
  } as const;
  const next = changed(ledger, incident, { told: { ...told, services: [], to: [to] } });
  const text = `${id}-${incident.key}`;
  const message = waitingEntry({ id: text, to, incidentIds: [incident.id], text, createdAt: at });
  return { ...next, outbox: [...next.outbox, message] };
}

/** As escalate does it: the same root goes on, and ids count up. */
function found(ledger: Ledger, service: string, at: Date): Ledger {
  if (ledger.incidents.some((i) => i.service === service && i.status === 'open')) return ledger;
  const id = `INC-20261121-${String(ledger.incidents.length + 1).padStart(3, '0')}`;
  const incident = openIncident(service, {
    id,
    members: [{ ...memberOf(service), lastSeenAt: at }],
    onset: new Date(at.getTime() - HOUR),
    firstSeenAt: at,
    lastSeenAt: at,
  });
  return { ...ledger, incidents: [...ledger.incidents, incident] };
}

function changed(ledger: Ledger, incident: LedgerIncident, parts: Partial<LedgerIncident>): Ledger {
  return { ...ledger, incidents: ledger.incidents.map((i) => (i === incident ? { ...i, ...parts } : i)) };
}
