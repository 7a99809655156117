import { MESSAGE_KINDS } from '../../domain/outbox.ts';
import type { GapRow, IncidentRow, MessageRow, Report } from '../../domain/report.ts';
import { TIERS } from '../../domain/service.ts';
import { SEVERITIES, type Severity } from '../../domain/severity.ts';
import { duration } from '../../domain/words.ts';
import { type IncidentView, incidentView } from './incident-view.ts';
import { headline, overview, type Tone } from './overview.ts';
import { type Lens, lens } from './time.ts';
import { byAgentText, useText } from './usage.ts';
import { listed } from './words.ts';

type ServiceRow = Report['services'][number];

export interface ServiceLine {
  readonly name: string;
  readonly state: ServiceRow['state'];
  readonly since: string;
}

export interface TierView {
  readonly tier: ServiceRow['tier'];
  readonly troubled: readonly ServiceLine[];
  /** Names of those nothing is known about, in one line. */
  readonly unknown: string;
  /** Names of the healthy ones, in one line. */
  readonly ok: string;
}

/** What a report says, in plain strings and in reading order: the terminal and markdown only lay it out. */
export interface ReportView {
  readonly tone: Tone;
  readonly headline: string;
  readonly where: string;
  readonly incidents: readonly IncidentView[];
  /** Incidents worth one line only. */
  readonly minor: readonly { readonly severity: Severity; readonly text: string }[];
  readonly omitted: string | null;
  readonly resolved: readonly string[];
  readonly messages: readonly MessageView[];
  readonly tiers: readonly TierView[];
  readonly gaps: readonly string[];
  readonly warnings: readonly string[];
  /** What nobody wanted to know, in one line; null: nothing. */
  readonly notChecked: string | null;
  readonly footer: string;
  /** What each agent used; null when none was asked. */
  readonly byAgent: string | null;
}

type Delivery = MessageRow['delivery']['status'];

export interface MessageView {
  readonly status: Delivery;
  /** Where to, of what kind and about what; of one that failed also why. */
  readonly head: string;
  readonly text: string;
}

/** How a reader is told what became of the messages; what nobody got comes first. */
export const DELIVERIES: readonly { readonly status: Delivery; readonly title: string }[] = [
  { status: 'failed', title: 'NOT DELIVERED' },
  { status: 'queued', title: 'NOT SENT YET' },
  { status: 'sent', title: 'Told' },
  { status: 'not-sent', title: 'To tell' },
];

const MOST_INCIDENTS = 10;
const MOST_LINES = 8;
const MOST_NAMES = 20;

export function reportView(report: Report, timeZone: string): ReportView {
  const sorted = overview(report);
  const seen = lens(new Date(report.cycle.finishedAt), timeZone);
  const major = sorted.open.filter(({ severity }) => severity !== 'SEV-4');
  const minor = sorted.open.filter(({ severity }) => severity === 'SEV-4');
  const { tone, text } = headline(report);
  return {
    tone,
    headline: text,
    where: whereText(report, seen),
    incidents: major
      .slice(0, MOST_INCIDENTS)
      .map((incident, index) => incidentView(report, sorted, incident, index, seen)),
    minor: minor.slice(0, MOST_LINES).map((incident) => ({
      severity: incident.severity,
      text: `${incident.title} · ${seen.ago(incident.onset)} · ${incident.rules[0] ?? ''} · ${incident.id}`,
    })),
    omitted: omittedText([...major.slice(MOST_INCIDENTS), ...minor.slice(MOST_LINES)]),
    resolved: few(
      sorted.resolved.map(({ title, onset, resolvedAt, id }) => {
        const lasted = resolvedAt === null ? '' : ` · lasted ${duration(Date.parse(resolvedAt) - Date.parse(onset))}`;
        return `${title}${lasted} · ${id}`;
      }),
    ),
    messages: [...report.messages]
      .sort((a, b) => MESSAGE_KINDS.indexOf(a.kind) - MESSAGE_KINDS.indexOf(b.kind))
      .map(messageView),
    tiers: tiersOf(report.services, seen),
    gaps: few(report.gaps.map(gapText)),
    warnings: few(report.warnings),
    notChecked: report.notChecked.length === 0 ? null : `Not checked: ${report.notChecked.join('; ')}`,
    footer: footerText(report),
    byAgent: byAgentText(report.usage.byAgent),
  };
}

function messageView({ channel, kind, incidentIds, text, delivery }: MessageRow): MessageView {
  const why = delivery.status === 'failed' ? ` · ${delivery.detail === '' ? 'nobody knows why' : delivery.detail}` : '';
  return { status: delivery.status, head: `${channel} · ${kind} · ${listed(incidentIds, 4)}${why}`, text };
}

export function few(lines: readonly string[]): readonly string[] {
  const rest = lines.length - MOST_LINES;
  return rest > 0 ? [...lines.slice(0, MOST_LINES), `and ${rest} more`] : lines;
}

function whereText({ cycle }: Report, seen: Lens): string {
  const version = cycle.cluster.version === null ? '' : ` · Kubernetes ${cycle.cluster.version}`;
  const how = `${cycle.source === 'snapshot' ? ' · recorded' : ''}${cycle.dryRun ? ' · dry run, nothing is sent' : ''}`;
  return `${cycle.cluster.name}${version} · ${seen.date(cycle.finishedAt)}${how}`;
}

function omittedText(omitted: readonly IncidentRow[]): string | null {
  if (omitted.length === 0) return null;
  const counts = SEVERITIES.map((name) => ({ name, n: omitted.filter(({ severity }) => severity === name).length }));
  const words = counts.filter(({ n }) => n > 0).map(({ name, n }) => `${n} × ${name}`);
  return `and ${words.join(', ')} more: --output json shows all`;
}

function tiersOf(services: Report['services'], seen: Lens): readonly TierView[] {
  return TIERS.flatMap((tier) => {
    const here = services.filter((service) => service.tier === tier);
    if (here.length === 0) return [];
    const troubled = here.filter(({ state }) => state !== 'ok' && state !== 'unknown');
    const names = (wanted: ServiceRow['state']): string =>
      listed(
        here.filter(({ state }) => state === wanted).map(({ name }) => name),
        MOST_NAMES,
      );
    return {
      tier,
      troubled: troubled.map(({ name, state, since }) => ({
        name,
        state,
        since: since === null ? '' : seen.ago(since),
      })),
      unknown: names('unknown'),
      ok: names('ok'),
    };
  });
}

function gapText(gap: GapRow): string {
  const place = gap.namespace === null ? '' : ` in ${gap.namespace}`;
  const hides = gap.hides.length === 0 ? 'hides no listed service' : `hides ${listed(gap.hides, 6)}`;
  const detail = gap.detail === '' ? '' : ` (${gap.detail})`;
  return `could not ${gap.verb} ${gap.resource}${place}: ${gap.cause}${detail}; ${hides}`;
}

function footerText({ cycle, usage, timings }: Report): string {
  // The steps follow each other; the clock of a replay stands still.
  const ms = Object.values(timings).reduce((sum, step) => sum + step, 0);
  const used = usage.inputTokens + usage.outputTokens > 0;
  const cost = used ? useText(usage) : '0 tokens, $0.00: rules alone';
  return `cycle ${cycle.id} · ${(ms / 1000).toFixed(1)} s · ${cost}`;
}
