import type { Assessment, Verdict } from '../domain/decision.ts';
import type { Destination } from '../domain/destination.ts';
import { DAY, MINUTE } from '../domain/duration.ts';
import { fingerprint } from '../domain/fingerprint.ts';
import type { IncidentDraft, Notice } from '../domain/incident.ts';
import type { Ledger, LedgerIncident } from '../domain/ledger.ts';
import { type Mutable, mutedBy, resolveOf } from '../domain/muted.ts';
import type { Orders } from '../domain/orders.ts';
import type { Recovery } from '../domain/recovery.ts';
import type { Routed, Routing } from '../domain/routing.ts';
import { failingIn } from '../domain/series.ts';
import type { Service } from '../domain/service.ts';
import { compareSeverity, type Severity } from '../domain/severity.ts';
import type { Trend } from '../domain/trend.ts';
import { affectedBy } from './affected.ts';
import { assess, assessNotice, type History, isFailing } from './assess.ts';
import { staysBack } from './back-again.ts';
import { withBadRollout } from './bad-rollout.ts';
import { type BusinessHours, isOpen, nextOpening } from './calendar.ts';
import { type Escalation, withChoice } from './choice.ts';
import { downSince } from './down-since.ts';
import { needsNotify, REMIND_AFTER } from './needs-notify.ts';
import { channelOf, destinationsFor } from './route.ts';
import { type Tracked, track } from './track.ts';
import { isFlapping, trendsOf } from './trend.ts';

export interface Policy {
  readonly hours: BusinessHours;
  readonly routing: Routing;
  /** What people ordered: acknowledged, silenced. */
  readonly orders: Orders;
  readonly escalation: Escalation;
}

export interface EscalateInput {
  readonly ledger: Ledger;
  /** The series of all troubles, with this cycle in them. */
  readonly recent: Ledger['recent'];
  /** When these cycles were, this one included. */
  readonly recentAt?: Ledger['recentAt'];
  readonly drafts: readonly IncidentDraft[];
  readonly notices: readonly Notice[];
  readonly services: readonly Service[];
  readonly recovery: (incident: LedgerIncident) => Recovery;
  /** Everything it is made of could be read in this cycle. */
  readonly wasRead: (incident: LedgerIncident) => boolean;
  /** The cluster could not be read: what is open stays open. */
  readonly blindBefore: boolean;
  readonly policy: Policy;
  readonly now: Date;
}

/** What the row P0-RISK looks back on. */
const RISK_CYCLES = 5;
/** Once a day, whatever seconds a cycle is early or late. */
const DAILY = DAY - 30 * MINUTE;

type Trended = Tracked & { readonly trends: readonly Trend[] };

/** An incident with its severity, the verdict, and where it would be told. */
export type Decided = Trended & {
  readonly verdict: Verdict;
  /** All destinations; empty: only in the cycle log. */
  readonly to: readonly Destination[];
  /** Name of the first one. */
  readonly channel: string | null;
  /** What its route was chosen by. */
  readonly routed: Routed;
  /** When what waits for business hours will be told. */
  readonly until: Date | null;
  /** It waited for these business hours and is over: one line says so. */
  readonly healed: boolean;
  readonly assessment: Assessment;
};

/** Severity, verdict, channel and time of every incident, the worst first. */
export function escalate(input: EscalateInput): readonly Decided[] {
  const history = { recent: input.recent, recentAt: input.recentAt ?? [], past: input.ledger.past };
  const tracked = track({
    incidents: input.ledger.incidents,
    drafts: input.drafts,
    notices: input.notices,
    services: input.services,
    assessDraft: (draft, all, before) => assess(draft, all, historyOf(input.recent, before), input.now),
    assessNotice: (notice) => assessNotice(notice, input.services, input.blindBefore),
    recovery: input.recovery,
    orderedOver: (incident) => resolveOf(incident, input.policy.orders) !== null && input.wasRead(incident),
    affected: (draft) => affectedBy(draft, input.services),
    isFlapping: (incident) => isFlapping(incident, history),
    now: input.now,
  });
  const { timeZone } = input.policy.hours;
  const trended = tracked.map((t) => ({ ...t, trends: trendsOf(t.incident, history, timeZone) }));
  return trended.map((t) => decide(input.policy, input.now, t)).sort(worstFirst);
}

/**
 * The same incidents once the escalation-manager has chosen. Its choices are remembered either way; they count only where the
 * operator lets it decide, and never past the band.
 */
export function chooseAgain(
  decided: readonly Decided[],
  choices: ReadonlyMap<string, Severity>,
  policy: Policy,
  now: Date,
): readonly Decided[] {
  const chosen = decided.map((d) => {
    const severity = choices.get(d.incident.id);
    if (severity === undefined) return d;
    const rules = d.assessment.severity;
    const byRules = { ...d.incident, severity: rules, rationale: d.assessment.rationale };
    return decide(policy, now, { ...d, incident: { ...byRules, choice: { severity, rules } } });
  });
  return chosen.sort(worstFirst);
}

/** The same incidents once it is known which change very likely broke them, by the rules' own score. */
export function blame(
  decided: readonly Decided[],
  culprits: ReadonlyMap<string, string>,
  policy: Policy,
  now: Date,
): readonly Decided[] {
  const blamed = decided.map((d) => {
    const culprit = culprits.get(d.incident.id);
    if (culprit === undefined) return d;
    const { severity, band, rules, rationale } = d.assessment;
    const byRules: LedgerIncident = { ...d.incident, severity, rationale, band: [band[0], band[1]], rules: [...rules] };
    return decide(policy, now, { ...d, incident: { ...byRules, culprit } });
  });
  return blamed.sort(worstFirst);
}

function decide(policy: Policy, now: Date, tracked: Trended): Decided {
  const byRules = withBadRollout(tracked.incident);
  const incident = byRules.status === 'open' ? withChoice(byRules, policy.escalation) : byRules;
  const { severity, rules, status } = incident;
  const open = isOpen(policy.hours, now);
  const verdict = needsNotify({
    status,
    severity,
    known: rules[0] === 'KNOWN',
    told: status === 'resolved' && !incident.resolvedUntold ? null : incident.told,
    services: servicesIn(incident),
    unheard: tracked.draft !== null && isUnheard(tracked.draft, incident),
    recovering: tracked.recovery === 'recovering',
    again: tracked.draft !== null && staysBack(incident, now),
    businessHours: open,
    muted: mutedBy(mutable(incident, tracked.draft), policy.orders, now),
    now,
    remindAfterMs: remindAfter(incident),
  });
  const routed = routedOf(tracked, incident);
  const to = destinations(incident, verdict, destinationsFor(routed, policy.routing));
  return {
    ...tracked,
    incident,
    verdict,
    to,
    channel: channelOf(to),
    routed,
    until: verdict.reason === 'outside-hours' ? nextOpening(policy.hours, now) : null,
    healed: status === 'resolved' && incident.told === null && incident.waiting && open,
    assessment: { severity: byRules.severity, band: byRules.band, rules: byRules.rules, rationale: byRules.rationale },
  };
}

/** What goes into the thread of a message goes where that message is, also when the severity has changed since. */
function destinations(
  { status, told }: LedgerIncident,
  verdict: Verdict,
  now: readonly Destination[],
): readonly Destination[] {
  if (status === 'resolved' && told !== null) return told.to;
  // A reminder of what got better goes to who was told last; whoever never heard of it is not reminded.
  return verdict.reason === 'reminder' && told !== null && !now.some((to) => told.to.includes(to)) ? told.to : now;
}

function routedOf({ draft, notice }: Pick<Tracked, 'draft' | 'notice'>, incident: LedgerIncident): Routed {
  const { severity, tier } = incident;
  // The monitor's own notices name many services, and are nobody's in particular.
  if (notice !== null) return { severity, tier: null, services: [], namespaces: [] };
  return { severity, tier, services: servicesIn(incident), namespaces: namespacesOf(draft, incident) };
}

/** What a person may have asked not to hear of. */
function mutable(incident: LedgerIncident, draft: IncidentDraft | null): Mutable {
  const findings = draft?.members.flatMap((m) => m.findings) ?? [];
  return { ...incident, fingerprints: [...new Set(findings.map(fingerprint))] };
}

/** Of the objects that fail, and of the services they belong to. */
function namespacesOf(draft: IncidentDraft | null, incident: LedgerIncident): readonly string[] {
  const places = incident.members.flatMap((m) => m.places.map((p) => p.namespace));
  const listed = draft?.members.flatMap((m) => m.service?.namespaces ?? []) ?? [];
  return [...new Set([...places, ...listed])].filter((n) => n !== null);
}

/** Gaps and the monitor's own trouble come back once a day, drift never; the rest as severity.md says. */
function remindAfter(incident: LedgerIncident): number {
  const rule = incident.rules[0];
  if (rule === 'GAP' || rule === 'SELF') return DAILY;
  if (rule === 'DRIFT') return Number.POSITIVE_INFINITY;
  return incident.severity === 'SEV-1' || incident.severity === 'SEV-2' ? REMIND_AFTER : Number.POSITIVE_INFINITY;
}

/** A listed service is known by its name; of what nobody listed the members say it. */
function isUnheard({ members }: IncidentDraft, incident: LedgerIncident): boolean {
  const unheard = new Set(incident.members.flatMap((m) => (m.unheard ? [m.key] : [])));
  return unheard.size > 0 && members.some((m) => m.service === null && isFailing(m) && unheard.has(m.key));
}

export function servicesIn(incident: LedgerIncident): readonly string[] {
  return incident.members.flatMap((m) => (m.service === null ? [] : [m.service]));
}

function historyOf(recent: Ledger['recent'], before: LedgerIncident | null): History {
  const members = before?.status === 'open' ? before.members : [];
  return {
    downSince: (trouble) =>
      downSince(
        trouble,
        members.find((m) => m.key === trouble.key),
      ),
    recentCycles: (trouble) => failingIn(recent[trouble.key] ?? '', RISK_CYCLES),
  };
}

function worstFirst(a: Decided, b: Decided): number {
  return (
    Number(a.incident.status === 'resolved') - Number(b.incident.status === 'resolved') ||
    compareSeverity(a.incident.severity, b.incident.severity) ||
    (a.incident.tier ?? 'P9').localeCompare(b.incident.tier ?? 'P9') ||
    a.incident.onset.getTime() - b.incident.onset.getTime() ||
    (a.incident.id < b.incident.id ? -1 : 1)
  );
}
