import type { IncidentDraft } from '../domain/incident.ts';
import type { LedgerIncident } from '../domain/ledger.ts';
import { compareSeverity, type Severity } from '../domain/severity.ts';

export interface Merged {
  readonly draft: IncidentDraft;
  /** The part that its title tells of: the others have nothing to do with it any more. */
  readonly worst: IncidentDraft;
}

/**
 * Parts of an incident that were one in an earlier cycle stay one. Its first root stays the root, unless another part is more severe:
 * people are told of what wakes them.
 */
export function merge(
  drafts: readonly IncidentDraft[],
  incident: LedgerIncident | null,
  severityOf: (draft: IncidentDraft) => Severity,
): Merged {
  const first = drafts.find((d) => d.members.some((m) => m.key === incident?.key)) ?? drafts[0];
  if (first === undefined) throw new Error('an incident without members cannot be');
  const worst = worstOf(first, drafts, severityOf);
  const members = drafts.flatMap((d) => d.members);
  const root = (worst === first ? members.find((m) => m.key === incident?.key) : undefined) ?? worst.root;
  const inside = new Set(members.map((m) => m.service?.name ?? m.root.name));
  const draft: IncidentDraft = {
    root,
    members: [root, ...members.filter((m) => m !== root)],
    onset: new Date(Math.min(...drafts.map((d) => d.onset.getTime()))),
    link: 'they began as one incident',
    causedBy: drafts.find((d) => d.causedBy !== null && !inside.has(d.causedBy))?.causedBy ?? null,
  };
  return { draft, worst };
}

function worstOf(
  first: IncidentDraft,
  drafts: readonly IncidentDraft[],
  severityOf: (draft: IncidentDraft) => Severity,
): IncidentDraft {
  let worst = { draft: first, severity: severityOf(first) };
  for (const draft of drafts) {
    const severity = severityOf(draft);
    if (compareSeverity(severity, worst.severity) < 0) worst = { draft, severity };
  }
  return worst.draft;
}
