import type { IncidentDraft } from '../domain/incident.ts';
import type { LedgerIncident } from '../domain/ledger.ts';

/** Parts of an incident that were one in an earlier cycle stay one: its first root stays the root. */
export function merge(drafts: readonly IncidentDraft[], incident: LedgerIncident | null): IncidentDraft {
  const members = drafts.flatMap((d) => d.members);
  const root = members.find((m) => m.key === incident?.key) ?? members[0];
  if (root === undefined) throw new Error('an incident without members cannot be');
  const inside = new Set(members.map((m) => m.service?.name ?? m.root.name));
  return {
    root,
    members: [root, ...members.filter((m) => m !== root)],
    onset: new Date(Math.min(...drafts.map((d) => d.onset.getTime()))),
    link: drafts.find((d) => d.link !== null)?.link ?? 'they began as one incident',
    causedBy: drafts.find((d) => d.causedBy !== null && !inside.has(d.causedBy))?.causedBy ?? null,
  };
}
