import type { Assessment } from '../domain/decision.ts';
import { MINUTE } from '../domain/duration.ts';
import type { IncidentDraft, Notice } from '../domain/incident.ts';
import type { LedgerIncident } from '../domain/ledger.ts';
import type { Recovery } from '../domain/recovery.ts';
import type { Service, ServiceState } from '../domain/service.ts';
import { compareSeverity } from '../domain/severity.ts';
import { identify, newIds, SAME_AGAIN, type Sighting } from './identity.ts';
import { endTogether, isEndTold, toldTogether } from './joined.ts';
import { hasLeft, membersOf, onlyService } from './members.ts';
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
  /** When what is worst in it began, where that is long after the incident itself; left out: then. */
  readonly since?: Date;
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
  /** It comes and goes: being well now says little. */
  readonly isFlapping: (incident: LedgerIncident) => boolean;
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
  const merged = sightings.map((s) => mergeParts(input, s));
  const drafts = merged.flatMap((s) => s.drafts);
  const seenKeys = new Set(drafts.flatMap((draft) => draft.members.map((m) => m.key)));
  const seen = merged.map((sighting) => {
    return toTracked(input, sighting, sighting.incident?.id ?? newId(), { drafts, seenKeys });
  });
  const continued = new Set(merged.flatMap((s) => [s.incident, ...s.joined]));
  const joined = merged.flatMap((s) => s.joined.map((i) => endJoined(i, s.incident?.id ?? '', now)));
  const unseen = incidents.filter((i) => !continued.has(i)).map((i) => age(input, withoutLeft(i, seenKeys)));
  return [...seen, ...joined, ...unseen];
}

/** `titled`: what its title tells of, when that is not all of it. */
type Whole = Sighting & { readonly titled?: IncidentDraft };

function mergeParts(input: TrackInput, sighting: Sighting): Whole {
  const { drafts, incident } = sighting;
  if (drafts.length < 2) return sighting;
  const { draft, worst } = merge(drafts, incident, (d) => input.assessDraft(d, input.drafts, incident).severity);
  return { ...sighting, drafts: [draft], titled: worst };
}

/** Everything this cycle saw. */
interface Cycle {
  readonly drafts: readonly IncidentDraft[];
  readonly seenKeys: ReadonlySet<string>;
}

function withoutLeft(incident: LedgerIncident, seenKeys: ReadonlySet<string>): LedgerIncident {
  if (incident.status === 'resolved' || !incident.members.some((m) => hasLeft(m, seenKeys))) return incident;
  return { ...incident, members: incident.members.filter((m) => !hasLeft(m, seenKeys)) };
}

function toTracked(input: TrackInput, sighting: Whole, id: string, cycle: Cycle): Tracked {
  const draft = sighting.drafts[0] ?? null;
  const { notice, incident: before } = sighting;
  const assessment =
    draft !== null
      ? input.assessDraft(draft, cycle.drafts, before)
      : notice !== null
        ? input.assessNotice(notice)
        : null;
  if (assessment === null) throw new Error('a sighting holds a draft or a notice');
  const onsets = [before, ...sighting.joined].flatMap((i) => (i === null ? [] : [i.onset.getTime()]));
  const service = draft?.root.service ?? input.services.find((s) => s.name === onlyService(notice)) ?? null;
  const told = toldTogether(toldBefore(sighting), sighting.joined);
  const incident: LedgerIncident = {
    id,
    key: before?.key ?? draft?.root.key ?? notice?.key ?? id,
    members: membersOf(earlierMembers(sighting, told !== null), {
      draft,
      notice,
      recoveryOf: (member) => (before === null ? 'unread' : input.recovery({ ...before, members: [member] })),
      wasTold: told !== null,
      seenKeys: cycle.seenKeys,
      now: input.now,
    }),
    status: 'open',
    service: service?.name ?? null,
    tier: service?.tier ?? null,
    state: draft === null ? 'unknown' : worstState(draft),
    title: draft !== null ? titleOf(sighting.titled ?? draft) : noticeTitle(notice),
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
    well: wellBefore(before, input.now),
    choice: before?.choice ?? null,
    culprit: before?.status === 'open' ? before.culprit : null,
    changesUnread: before?.status === 'open' && before.changesUnread,
    told,
    waiting: before?.waiting ?? false,
    joined: endTogether(sighting),
    codes: codesOf(draft, before),
    resolvedUntold: false,
  };
  return { incident, draft, notice, recovery: null, ...sinceWorst(incident, draft, assessment) };
}

const FAR_APART = 30 * MINUTE;

/** Nobody looks for the cause of this hour's outage weeks before it, because something beside it has failed since then. */
function sinceWorst(
  { onset }: LedgerIncident,
  draft: IncidentDraft | null,
  { since }: Assessment,
): Pick<Tracked, 'since'> {
  if (since === undefined || draft === null || draft.members.length < 2) return {};
  return since.getTime() - onset.getTime() > FAR_APART ? { since } : {};
}

const MOST_CODES = 5;

/** What its root was seen with first: what follows from it says little of which fault it is, and a code alone as little. */
function codesOf(draft: IncidentDraft | null, before: LedgerIncident | null): string[] {
  const now =
    draft?.root.findings.slice(0, 1).map(({ code, reason }) => (reason === '' ? code : `${code}: ${reason}`)) ?? [];
  return [...new Set([...now, ...(before?.codes ?? [])])].slice(0, MOST_CODES);
}

function reopenedAt(before: LedgerIncident | null, now: Date): Date | undefined {
  const isBack = before?.status === 'resolved' || isWell(before);
  return isBack ? now : before?.reopenedAt;
}

/** What comes and goes is back after it was well. */
function wellBefore(before: LedgerIncident | null, now: Date): LedgerIncident['well'] {
  if (before?.status !== 'open' || before.well === undefined) return undefined;
  return { ...before.well, back: before.well.back ?? now };
}

function isWell(incident: LedgerIncident | null): boolean {
  return incident?.status === 'open' && incident.well?.back === null;
}

/** What is back after it was over begins anew: its old members say nothing about how long it has been down. */
function earlierMembers({ incident, joined }: Sighting, wasTold: boolean): LedgerIncident['members'] {
  return [incident, ...joined].flatMap((i) => {
    if (i?.status !== 'open') return [];
    // What nobody was told of and is part of something told now is news.
    return wasTold && i.told === null ? i.members.map((m) => ({ ...m, unheard: true })) : i.members;
  });
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

/**
 * An open incident that wasn't seen ends when every member was read and is well; else it stays as it was. What comes and goes stays open
 * for as long as it would come back as the same: people are not told each time that it is over.
 */
function age(input: TrackInput, incident: LedgerIncident): Tracked {
  if (incident.status === 'resolved') return { incident, draft: null, notice: null, recovery: null };
  const read = input.recovery(incident);
  const isOrdered = input.orderedOver(incident);
  if (!isOrdered && read === 'healthy' && mayComeBack(input, incident)) {
    return { incident: asWell(incident, input.now), draft: null, notice: null, recovery: 'recovering' };
  }
  if (!isOrdered && read !== 'healthy') {
    return { incident: unread(incident, read), draft: null, notice: null, recovery: read };
  }
  const over: LedgerIncident = {
    ...incident,
    status: 'resolved',
    state: 'ok',
    resolvedAt: input.now,
    resolvedUntold: incident.told !== null && !isPast(incident.key),
  };
  return { incident: over, draft: null, notice: null, recovery: 'healthy' };
}

function mayComeBack(input: TrackInput, incident: LedgerIncident): boolean {
  return input.now.getTime() - incident.lastSeenAt.getTime() < SAME_AGAIN && input.isFlapping(incident);
}

/** It is well at the moment: what was down is down anew when it comes back. */
function asWell(incident: LedgerIncident, now: Date): LedgerIncident {
  const since = isWell(incident) ? (incident.well?.since ?? now) : now;
  const members = incident.members.map((member) => ({ ...member, downSince: null }));
  return { ...incident, state: 'ok', members, well: { since, last: now, back: null } };
}

/** Nobody can say that it is well any more. */
function unread(incident: LedgerIncident, read: Recovery): LedgerIncident {
  return read === 'unread' && isWell(incident) ? { ...incident, state: 'unknown' } : incident;
}

function endJoined(incident: LedgerIncident, into: string, now: Date): Tracked {
  const over: LedgerIncident = {
    ...incident,
    status: 'resolved',
    // It goes on as that one: it is not over, however well it was at the moment.
    state: incident.state === 'ok' ? 'unknown' : incident.state,
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
