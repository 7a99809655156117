import type { OutboxEntry } from '../domain/outbox.ts';
import { compareSeverity, type Severity } from '../domain/severity.ts';

/** The entry that opens the thread another one waits for, at the same destination and before it; undefined: there is none. */
export type FindParent = (entry: OutboxEntry) => OutboxEntry | undefined;

export function findParent(outbox: readonly OutboxEntry[]): FindParent {
  const first = new Map<string, { readonly entry: OutboxEntry; readonly place: number }>();
  const places = new Map(outbox.map((entry, place) => [entry.id, place]));
  outbox.forEach((entry, place) => {
    if (entry.kind === 'details') return;
    for (const key of [...entry.incidentIds, ...entry.opens, ...(entry.thread === null ? [] : [entry.thread])]) {
      const at = `${entry.to}\n${key}`;
      if (!first.has(at)) first.set(at, { entry, place });
    }
  });
  return (entry) => {
    const key = answeredKey(entry);
    const found = key === null ? undefined : first.get(`${entry.to}\n${key}`);
    return found !== undefined && found.place < (places.get(entry.id) ?? 0) ? found.entry : undefined;
  };
}

const FOLLOW_UPS: ReadonlySet<string> = new Set(['update', 'reminder', 'resolved']);

/** The key of the thread it belongs to. What follows a message that had not arrived yet was decided without one. */
export function answeredKey({ thread, kind, incidentIds }: OutboxEntry): string | null {
  return thread ?? (FOLLOW_UPS.has(kind) && incidentIds.length === 1 ? (incidentIds[0] ?? null) : null);
}

/** An entry and how urgent it is: as urgent as the worst of what can only follow it. */
export interface Due {
  readonly entry: OutboxEntry;
  readonly urgency: Severity;
}

/** In the order to send: the worst first, the oldest first inside each severity, and nothing before what it answers. */
export function inOrder(outbox: readonly OutboxEntry[]): readonly Due[] {
  const parentOf = findParent(outbox);
  const urgency = new Map<string, Severity>();
  for (const entry of outbox) {
    for (const id of [entry.id, parentOf(entry)?.id]) {
      if (id === undefined) continue;
      const known = urgency.get(id);
      if (known === undefined || compareSeverity(entry.severity, known) < 0) urgency.set(id, entry.severity);
    }
  }
  return (
    outbox
      .map((entry) => {
        const since = Math.max(entry.createdAt.getTime(), parentOf(entry)?.createdAt.getTime() ?? 0);
        return { entry, urgency: urgency.get(entry.id) ?? entry.severity, since };
      })
      // Sorting is stable: at the same time, what was decided first.
      .sort((a, b) => compareSeverity(a.urgency, b.urgency) || a.since - b.since)
  );
}
