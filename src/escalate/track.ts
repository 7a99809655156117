import type { Assessment } from '../domain/decision.ts';
import type { IncidentDraft, Notice } from '../domain/incident.ts';
import type { LedgerIncident } from '../domain/ledger.ts';
import type { Recovery } from '../domain/recovery.ts';
import type { Service, ServiceState } from '../domain/service.ts';
import { compareSeverity } from '../domain/severity.ts';
import { identify, newIds, type Sighting } from './identity.ts';
import { endTogether, isEndTold, toldTogether } from './joined.ts';
import { membersOf, onlyService } from './members.ts';
import { merge } from './merge.ts';
import { isPast } from './notices.ts';
import { noticeTitle, titleOf } from './title.ts';

/** One incident after this cycle: what the ledger will say, and what was seen. */
export interface Tracked {
  readonly incident: LedgerIncident;
  /** What was seen of it in this cycle; null when nothing was. */
  readonly draft: IncidentDraft | null;
  readonly notice: Notice | null;
  readonly recovery: Recovery | null;
}

export interface TrackInput {
  readonly incidents: readonly LedgerIncident[];
  readonly drafts: readonly IncidentDraft[];
  readonly notices: readonly Notice[];
  readonly services: readonly Service[];
  readonly assessDraft: (
    draft: IncidentDraft,
    all: readonly IncidentDraft[],
    since: LedgerIncident | null,
  ) => Assessment;
  readonly assessNotice: (notice: Notice) => Assessment;
  /** Whether an incident that wasn't seen in this cycle is over. */
  readonly recovery: (incident: LedgerIncident) => Recovery;
  /** Whether a person's word that it is over counts, for an incident that wasn't seen in this cycle. */
  readonly orderedOver: (incident: LedgerIncident) => boolean;
  readonly affected: (draft: IncidentDraft) => readonly string[];
  readonly now: Date;
}

/** Carries incidents from cycle to cycle: same root, same id, from first sight to resolved. */
export function track(input: TrackInput): readonly Tracked[] {
  const { incidents, now } = input;
  const sightings = identify(incidents, input.drafts, input.notices, now);
  const newId = newIds(
    incidents.map((i) => i.id),
    now,
  );
  const merged = sightings.map((s) => (s.drafts.length > 1 ? { ...s, drafts: [merge(s.drafts, s.incident)] } : s));
  const drafts = merged.flatMap((s) => s.drafts);
  const seen = merged.map((sighting) => {
    return toTracked(input, sighting, sighting.incident?.id ?? newId(), drafts);
  });
  const continued = new Set(merged.flatMap((s) => [s.incident, ...s.joined]));
  const joined = merged.flatMap((s) => s.joined.map((i) => endJoined(i, s.incident?.id ?? '', now)));
  const unseen = incidents.filter((i) => !continued.has(i)).map((i) => age(input, i));
  return [...seen, ...joined, ...unseen];
}

function toTracked(input: TrackInput, sighting: Sighting, id: string, all: readonly IncidentDraft[]): Tracked {
  const draft = sighting.drafts[0] ?? null;
  const { notice, incident: before } = sighting;
  const assessment =
    draft !== null ? input.assessDraft(draft, all, before) : notice !== null ? input.assessNotice(notice) : null;
  if (assessment === null) throw new Error('a sighting holds a draft or a notice');
  const onsets = [before, ...sighting.joined].flatMap((i) => (i === null ? [] : [i.onset.getTime()]));
  const service = draft?.root.service ?? input.services.find((s) => s.name === onlyService(notice)) ?? null;
  const incident: LedgerIncident = {
    id,
    key: before?.key ?? draft?.root.key ?? notice?.key ?? id,
    members: membersOf(earlierMembers(sighting), {
      draft,
      notice,
      recoveryOf: (member) => (before === null ? 'unread' : input.recovery({ ...before, members: [member] })),
      now: input.now,
    }),
    status: 'open',
    service: service?.name ?? null,
    tier: service?.tier ?? null,
    state: draft === null ? 'unknown' : worstState(draft),
    title: draft !== null ? titleOf(draft) : noticeTitle(notice),
    rationale: assessment.rationale,
    severity: assessment.severity,
    band: [assessment.band[0], assessment.band[1]],
    rules: [...assessment.rules],
    affected: draft !== null ? [...input.affected(draft)] : [...(notice?.services ?? [])],
    onset: new Date(Math.min(...onsets, (draft?.onset ?? input.now).getTime())),
    firstSeenAt: before?.firstSeenAt ?? input.now,
    lastSeenAt: input.now,
    resolvedAt: null,
    reopenedAt: reopenedAt(before, input.now),
    choice: before?.choice ?? null,
    culprit: before?.status === 'open' ? before.culprit : null,
    changesUnread: before?.status === 'open' && before.changesUnread,
    told: toldTogether(toldBefore(sighting), sighting.joined),
    waiting: before?.waiting ?? false,
    joined: endTogether(sighting),
    resolvedUntold: false,
  };
  return { incident, draft, notice, recovery: null };
}

function reopenedAt(before: LedgerIncident | null, now: Date): Date | undefined {
  return before?.status === 'resolved' ? now : before?.reopenedAt;
}

/** What is back after it was over begins anew: its old members say nothing about how long it has been down. */
function earlierMembers({ incident, joined }: Sighting): LedgerIncident['members'] {
  return [incident, ...joined].flatMap((i) => (i?.status === 'open' ? i.members : []));
}

/**
 * Back after it was told resolved: people have to hear of it again. What was told under an id that joins an older,
 * untold one was told all the same.
 */
function toldBefore({ incident, joined }: Sighting): LedgerIncident['told'] {
  const told = incident === null || isEndTold(incident) ? null : incident.told;
  const others = joined.flatMap((i) => (i.told === null ? [] : [i.told]));
  return told ?? others.sort((a, b) => compareSeverity(a.severity, b.severity))[0] ?? null;
}

/** An open incident that wasn't seen ends when every member was read and is well; else it stays as it was. */
function age(input: TrackInput, incident: LedgerIncident): Tracked {
  if (incident.status === 'resolved') return { incident, draft: null, notice: null, recovery: null };
  const recovery = input.orderedOver(incident) ? 'healthy' : input.recovery(incident);
  if (recovery !== 'healthy') return { incident, draft: null, notice: null, recovery };
  const over: LedgerIncident = {
    ...incident,
    status: 'resolved',
    state: 'ok',
    resolvedAt: input.now,
    resolvedUntold: incident.told !== null && !isPast(incident.key),
  };
  return { incident: over, draft: null, notice: null, recovery };
}

function endJoined(incident: LedgerIncident, into: string, now: Date): Tracked {
  const over: LedgerIncident = {
    ...incident,
    status: 'resolved',
    resolvedAt: now,
    rationale: `joined ${into}`,
    waiting: false,
    resolvedUntold: false,
  };
  return { incident: over, draft: null, notice: null, recovery: null };
}

const WORST_FIRST = ['down', 'degraded', 'impaired', 'unknown', 'at-risk', 'ok'] as const;

/** A node that is at risk and the service it takes down are one incident: people are hit by the service. */
function worstState({ members }: IncidentDraft): ServiceState {
  return WORST_FIRST.find((state) => members.some((m) => m.state === state)) ?? 'unknown';
}
