import { HOUR } from '../domain/duration.ts';
import type { IncidentDraft, Notice } from '../domain/incident.ts';
import type { LedgerIncident } from '../domain/ledger.ts';

/** Back within this time it is the same incident. */
export const SAME_AGAIN = 3 * HOUR;

/** What this cycle saw of one incident: drafts (several, when a joined incident is now seen in parts) or a notice. */
export interface Sighting {
  readonly drafts: readonly IncidentDraft[];
  readonly notice: Notice | null;
  /** The incident it continues; null: it is new. */
  readonly incident: LedgerIncident | null;
  /** Other open incidents that this sighting ties to it: they end, joined. */
  readonly joined: readonly LedgerIncident[];
}

/** Finds for each draft and notice the incident it continues: by the keys of its members, open incidents before resolved ones, the oldest first. */
export function identify(
  incidents: readonly LedgerIncident[],
  drafts: readonly IncidentDraft[],
  notices: readonly Notice[],
  now: Date,
): readonly Sighting[] {
  const alive = incidents.filter((i) => isAlive(i, now));
  const byKey = Map.groupBy(
    alive.flatMap((incident) => stillIn(incident).map(({ key }) => ({ key, incident }))),
    ({ key }) => key,
  );
  const byIncident = new Map<LedgerIncident, Sighting>();
  const fresh: Sighting[] = [];
  const add = (keys: readonly string[], parts: Pick<Sighting, 'drafts' | 'notice'>): void => {
    const found = keys.flatMap((key) => byKey.get(key) ?? []).map((one) => one.incident);
    const matches = [...new Set(found)].sort(oldestFirst);
    const incident = matches[0];
    if (incident === undefined) {
      fresh.push({ ...parts, incident: null, joined: [] });
      return;
    }
    const before = byIncident.get(incident);
    const joined = [...(before?.joined ?? []), ...matches.slice(1).filter((i) => i.status === 'open')];
    byIncident.set(incident, {
      drafts: [...(before?.drafts ?? []), ...parts.drafts],
      notice: parts.notice,
      incident,
      joined,
    });
  };
  for (const draft of drafts)
    add(
      draft.members.map((m) => m.key),
      { drafts: [draft], notice: null },
    );
  for (const notice of notices) add([notice.key], { drafts: [], notice });
  return mergeJoined([...byIncident.values()], fresh);
}

/** By whom it is known again: who was read and is well says nothing of those that still fail. */
function stillIn({ status, members }: LedgerIncident): LedgerIncident['members'] {
  if (status === 'resolved') return members;
  const failing = members.filter(({ well }) => !well);
  return failing.length === 0 ? members : failing;
}

/** A sighting whose incident was joined to an older one goes with it. */
function mergeJoined(sightings: readonly Sighting[], fresh: readonly Sighting[]): readonly Sighting[] {
  const merged: Sighting[] = [];
  const hosts = new Map<LedgerIncident | null, number>();
  for (const sighting of [...sightings].sort((a, b) => oldestFirst(a.incident, b.incident))) {
    const host = hosts.get(sighting.incident) ?? merged.length;
    const into = merged[host];
    merged[host] =
      into === undefined
        ? sighting
        : {
            ...into,
            drafts: [...into.drafts, ...sighting.drafts],
            joined: [...into.joined, ...sighting.joined],
          };
    for (const one of sighting.joined) if (!hosts.has(one)) hosts.set(one, host);
  }
  return [...merged, ...fresh];
}

function isAlive(incident: LedgerIncident, now: Date): boolean {
  if (incident.status === 'open') return true;
  return incident.resolvedAt !== null && now.getTime() - incident.resolvedAt.getTime() < SAME_AGAIN;
}

function oldestFirst(a: LedgerIncident | null, b: LedgerIncident | null): number {
  if (a === null || b === null) return 0;
  const open = Number(a.status === 'resolved') - Number(b.status === 'resolved');
  return open || a.firstSeenAt.getTime() - b.firstSeenAt.getTime() || (a.id < b.id ? -1 : 1);
}

/** Hands out `INC-YYYYMMDD-NNN` of a day (UTC), from the last one taken on. */
export function newIds(taken: readonly string[], now: Date): () => string {
  const prefix = `INC-${now.toISOString().slice(0, 10).replaceAll('-', '')}-`;
  let last = 0;
  for (const id of taken) if (id.startsWith(prefix)) last = Math.max(last, Number(id.slice(prefix.length)));
  return () => {
    last += 1;
    return prefix + String(last).padStart(3, '0');
  };
}
