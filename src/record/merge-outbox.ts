import type { Ledger } from '../domain/ledger.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import { later, union } from './merge-incident.ts';

type Desk = Pick<Ledger, 'outbox' | 'threads'>;

/**
 * What still has to arrive. An entry goes only with a proof that the other run has seen to it; without one it is kept, and looked for
 * before it is sent once more.
 */
export function mergeOutbox(mine: Desk, theirs: Desk, base: Desk | null): OutboxEntry[] {
  const before = new Set(base?.outbox.map(({ id }) => id));
  const keep = (entry: OutboxEntry, other: Desk): OutboxEntry[] => {
    if (before.has(entry.id) || isOpened(entry, other)) return [];
    // Without knowing what both began with, the other may have sent it.
    return [base === null ? { ...entry, unsure: true } : entry];
  };
  const [byMine, byTheirs] = [byId(mine), byId(theirs)];
  return [
    ...mine.outbox.flatMap((entry) => {
      const same = byTheirs.get(entry.id);
      return same === undefined ? keep(entry, theirs) : [mergeEntry(entry, same)];
    }),
    ...theirs.outbox.flatMap((entry) => (byMine.has(entry.id) ? [] : keep(entry, mine))),
  ];
}

/**
 * It opens a thread, and the one who no longer has it has that thread: it arrived. The text tells it from another message about the same
 * incident; a message about several is told by all of them having the same thread.
 */
function isOpened(entry: OutboxEntry, { threads }: Desk): boolean {
  if (entry.thread !== null || entry.incidentIds.length === 0) return false;
  const found = entry.incidentIds.map((id) =>
    threads.find(({ key, to, at }) => key === id && to === entry.to && at >= entry.createdAt),
  );
  const [first] = found;
  if (first === undefined || found.some((thread) => thread?.ref !== first.ref)) return false;
  return found.length === 1 ? first.text === entry.text : first.text === null;
}

function mergeEntry(mine: OutboxEntry, theirs: OutboxEntry): OutboxEntry {
  return {
    ...mine,
    attempts: Math.max(mine.attempts, theirs.attempts),
    lastError: mine.lastError ?? theirs.lastError,
    refused: mine.refused || theirs.refused,
    unsure: mine.unsure || theirs.unsure,
    notBefore: laterOf(mine.notBefore, theirs.notBefore),
    copies: union(mine.copies, theirs.copies),
    ...unheardBy(mine, theirs),
  };
}

function unheardBy(mine: OutboxEntry, theirs: OutboxEntry): Pick<OutboxEntry, 'unheard'> {
  const unheard = Math.max(mine.unheard ?? 0, theirs.unheard ?? 0);
  return unheard === 0 ? {} : { unheard };
}

function laterOf(a: Date | null, b: Date | null): Date | null {
  return a === null || b === null ? (a ?? b) : later(a, b);
}

function byId({ outbox }: Desk): ReadonlyMap<string, OutboxEntry> {
  return new Map(outbox.map((entry) => [entry.id, entry]));
}
