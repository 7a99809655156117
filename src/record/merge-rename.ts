import type { Ledger, LedgerIncident } from '../domain/ledger.ts';
import { pastKey } from '../domain/past.ts';

/**
 * Their ledger with ids that mean the same as in mine. Ids count up within a day, so two runs may have given the same one to different
 * incidents: theirs gets the next free one, and so do its messages and threads. And both may have found the same root.
 */
export function withIds(theirs: Ledger, mine: Ledger): Ledger {
  const taken = new Set([...mine.incidents, ...theirs.incidents].map(({ id }) => id));
  const strangers = theirs.incidents.filter((incident) => !mine.incidents.some((own) => isSame(own, incident)));
  const met = new Set(theirs.incidents.filter((incident) => !strangers.includes(incident)).map(({ id }) => id));
  const renamed = new Map<string, string>();
  const pastRenamed = new Map<string, string>();
  for (const incident of strangers) {
    const own = sameStory(incident, mine.incidents, met);
    const id =
      own?.id ?? (mine.incidents.some((other) => other.id === incident.id) ? nextId(incident.id, taken) : incident.id);
    taken.add(id);
    if (own !== undefined) met.add(id);
    if (id === incident.id) continue;
    renamed.set(incident.id, id);
    pastRenamed.set(pastKey(incident), id);
  }
  if (renamed.size === 0) return theirs;
  const nameOf = (id: string) => renamed.get(id) ?? id;
  return {
    ...theirs,
    incidents: theirs.incidents.map((incident) => ({ ...incident, id: nameOf(incident.id) })),
    past: theirs.past.map((one) => ({ ...one, id: pastRenamed.get(pastKey(one)) ?? one.id })),
    outbox: theirs.outbox.map((entry) => ({
      ...entry,
      incidentIds: entry.incidentIds.map(nameOf),
      thread: entry.thread === null ? null : nameOf(entry.thread),
    })),
    threads: theirs.threads.map((thread) => ({ ...thread, key: nameOf(thread.key) })),
  };
}

/** An incident keeps the key it was first seen with; two of the same key with one id are one. */
function isSame(a: LedgerIncident, b: LedgerIncident): boolean {
  return a.id === b.id && a.key === b.key;
}

/** Renamed by an earlier merge, or found by both. Only one can be met by each. */
function sameStory(
  incident: LedgerIncident,
  mine: readonly LedgerIncident[],
  met: ReadonlySet<string>,
): LedgerIncident | undefined {
  const found = mine.filter(({ id, key }) => key === incident.key && !met.has(id));
  const began = incident.firstSeenAt.getTime();
  return (
    found.find(({ firstSeenAt }) => firstSeenAt.getTime() === began) ??
    found.find(({ status }) => status === 'open' && incident.status === 'open')
  );
}

function nextId(id: string, taken: ReadonlySet<string>): string {
  const prefix = id.slice(0, id.lastIndexOf('-') + 1);
  const numbers = [...taken]
    .filter((other) => other.startsWith(prefix))
    .map((other) => Number(other.slice(prefix.length)));
  const last = Math.max(0, ...numbers.filter(Number.isSafeInteger));
  return prefix + String(last + 1).padStart(3, '0');
}
