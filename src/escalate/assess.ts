import type { Assessment, RuleId } from '../domain/decision.ts';
import type { IncidentDraft, Notice, Trouble } from '../domain/incident.ts';
import type { Service } from '../domain/service.ts';
import { compareSeverity, type Severity } from '../domain/severity.ts';
import { duration } from '../domain/words.ts';
import { type Case, fixed, type Outcome } from './case.ts';
import { type Known, takeOutKnown } from './known-issues.ts';
import { ROWS } from './rows.ts';

/** What earlier cycles know about a trouble. */
export interface History {
  /** Since when it is down. */
  readonly downSince: (trouble: Trouble) => Date | null;
  /** In how many of the last five cycles, this one included, it was found. */
  readonly recentCycles: (trouble: Trouble) => number;
}

interface Matched extends Outcome {
  readonly rule: RuleId;
  readonly name: string;
  /** When that began which it is about. */
  readonly since: Date;
}

/** How bad an incident is, by the rows of docs/severity.md: the most severe of its members decides. */
export function assess(draft: IncidentDraft, all: readonly IncidentDraft[], history: History, now: Date): Assessment {
  const matched = [
    ...draft.members.flatMap((trouble) => assessTrouble(draft, trouble, all, history, now)),
    ...assessTogether(draft, now),
  ].sort((a, b) => compareSeverity(a.severity, b.severity));
  const first = matched[0] ?? {
    ...fixed('SEV-4', 'is informational'),
    rule: 'KNOWN' as const,
    name: nameOf(draft.root),
    since: draft.onset,
  };
  const rules = [...new Set([first.rule, ...matched.map((m) => m.rule)])];
  const since = earliest(matched.filter((m) => m.severity === first.severity).map((m) => m.since)) ?? first.since;
  return { severity: first.severity, band: first.band, rules, rationale: `${first.name} ${first.why}`, since };
}

function earliest(times: readonly Date[]): Date | null {
  return times.length === 0 ? null : new Date(Math.min(...times.map((time) => time.getTime())));
}

function assessTrouble(
  draft: IncidentDraft,
  trouble: Trouble,
  all: readonly IncidentDraft[],
  history: History,
  now: Date,
): readonly Matched[] {
  const rest = takeOutKnown(trouble, now);
  const rows = rest.known.map((known) => knownRow(known, trouble, draft, all));
  if (rest.state === null) return rows;
  const down = rest.state === 'down' ? (history.downSince(trouble) ?? trouble.onset) : null;
  const c: Case = {
    trouble,
    tier: trouble.facts.ratedAs,
    listed: trouble.service !== null,
    state: rest.state,
    findings: rest.findings,
    downForMs: down === null ? 0 : Math.max(0, now.getTime() - down.getTime()),
    recentCycles: history.recentCycles(trouble),
  };
  const name = nameOf(trouble);
  return [
    ...rows,
    ...ROWS.flatMap((row) => {
      const result = row.match(c);
      return result === null ? [] : [{ ...result, rule: row.rule, name, since: trouble.onset }];
    }),
  ];
}

function knownRow(known: Known, trouble: Trouble, draft: IncidentDraft, all: readonly IncidentDraft[]): Matched {
  const [name, since] = [nameOf(trouble), trouble.onset];
  if (!known.overdue) {
    const why = `has a known issue (${known.issue.text}) for ${duration(known.forMs)}, inside the ${duration(known.upToMs)} it may last`;
    return { ...fixed('SEV-4', why), rule: 'KNOWN', name, since };
  }
  const severity: Severity = hurtsP0(trouble, draft, all) ? 'SEV-2' : 'SEV-3';
  const why = `has a known issue (${known.issue.text}) for ${duration(known.forMs)}, longer than the ${duration(known.upToMs)} it may last`;
  return { ...fixed(severity, why), rule: 'KNOWN-OVERDUE', name, since };
}

/** A P0 is down or degraded because of it: the service itself, one in this incident, or one in another that names it as the cause. */
function hurtsP0(trouble: Trouble, draft: IncidentDraft, all: readonly IncidentDraft[]): boolean {
  const hurt = all.filter((d) => d === draft || d.causedBy === nameOf(trouble)).flatMap((d) => d.members);
  return hurt.some((m) => m.service?.tier === 'P0' && isFailing(m));
}

/** Rows about the incident as a whole. What a known issue covers is taken out here too. */
function assessTogether(draft: IncidentDraft, now: Date): readonly Matched[] {
  const states = draft.members
    .filter((m) => m.service?.tier === 'P0')
    .map((m) => ({ m, state: takeOutKnown(m, now).state }));
  const failing = states.filter(({ state }) => state === 'down' || state === 'degraded').map(({ m }) => m);
  const p0Down = states.filter(({ state }) => state === 'down').map(({ m }) => m);
  const node = draft.members.find((m) => m.root.kind === 'Node');
  const since = earliest(failing.map((m) => m.onset)) ?? draft.onset;
  const rows: Matched[] = [];
  if (p0Down.length > 0 && failing.length > 1) {
    rows.push({
      ...fixed('SEV-1', `are business critical (P0) and fail together`),
      rule: 'P0-MANY',
      name: failing.map(nameOf).join(', '),
      since,
    });
  }
  if (node !== undefined && p0Down.length > 0) {
    rows.push({
      ...fixed('SEV-1', `takes ${p0Down.map(nameOf).join(', ')} down`),
      rule: 'NODE',
      name: nameOf(node),
      since,
    });
  }
  return rows;
}

export function isFailing(trouble: Trouble): boolean {
  return trouble.state === 'down' || trouble.state === 'degraded';
}

export function nameOf(trouble: Trouble): string {
  return trouble.service?.name ?? `${trouble.root.kind.toLowerCase()} ${trouble.root.name}`;
}

/** How bad trouble with the monitoring itself is. `blindBefore`: the slot before was blind too. */
export function assessNotice(notice: Notice, services: readonly Service[], blindBefore: boolean): Assessment {
  const severity = noticeSeverity(notice, services, blindBefore);
  return { severity, band: [severity, severity], rules: [notice.kind], rationale: notice.detail };
}

function noticeSeverity(notice: Notice, services: readonly Service[], blindBefore: boolean): Severity {
  const about = services.filter((s) => notice.services.includes(s.name));
  switch (notice.kind) {
    case 'BLIND':
      return blindBefore ? 'SEV-1' : 'SEV-2';
    case 'GAP':
      return about.some((s) => s.tier === 'P0') || notice.hidesNodes ? 'SEV-2' : 'SEV-3';
    case 'DRIFT':
      return about.some((s) => s.tier === 'P0' || s.tier === 'P1') ? 'SEV-3' : 'SEV-4';
    case 'SELF':
      return 'SEV-3';
  }
}
