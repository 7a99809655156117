import type { OutboxEntry, Thread } from '../../src/domain/outbox.ts';
import type { Desk } from '../../src/notify/arrived.ts';
import type { Message } from '../../src/notify/message.ts';

export const NOON = new Date('2026-01-15T12:00:00Z');

export function minutes(n: number, from = NOON): Date {
  return new Date(from.getTime() + n * 60_000);
}

export function messageOf(over: Partial<Message> = {}): Message {
  const incidentIds = over.incidentIds ?? ['INC-1'];
  const severity = over.severity ?? 'SEV-2';
  const [id = 'none'] = incidentIds;
  return {
    to: 'slack:#ops',
    kind: 'incident',
    severity,
    open: true,
    incidentIds,
    text: `[${severity}] ${id} is down\nSince: 2026-01-15 12:00 UTC\nImpact: nobody can pay\n${id} · cycle c1`,
    key: `${id} ${over.kind ?? 'incident'}`,
    thread: null,
    broadcast: false,
    opens: over.thread == null ? incidentIds : [],
    ...over,
  };
}

export function entryOf(over: Partial<OutboxEntry> = {}): OutboxEntry {
  const {
    key: _,
    incidentIds,
    lesser: __,
    fallback: ___,
    opens,
    ...message
  } = messageOf({ ...over, kind: over.kind ?? 'incident' });
  return {
    id: `id of ${incidentIds.join()} ${message.kind}`,
    ...message,
    incidentIds: [...incidentIds],
    opens: [...opens],
    createdAt: NOON,
    cycleId: 'c1',
    attempts: 0,
    lastError: null,
    refused: false,
    unsure: false,
    notBefore: null,
    copies: [],
    ...over,
  };
}

export function threadOf(over: Partial<Thread> = {}): Thread {
  return { key: 'INC-1', to: 'slack:#ops', ref: 'slack 1', text: null, shown: '', at: NOON, ...over };
}

export function deskOf(outbox: readonly OutboxEntry[], over: Partial<Desk> = {}): Desk {
  return { outbox, threads: [], pauses: {}, ...over };
}
