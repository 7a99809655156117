import type { DecisionRow, IncidentRow, Report } from '../../domain/report.ts';
import { type ServiceState, TIERS } from '../../domain/service.ts';
import { compareSeverity, mostSevere, type Severity } from '../../domain/severity.ts';
import { count, listed } from './words.ts';

/** A report sorted for a reader: the worst first. */
export interface Overview {
  readonly open: readonly IncidentRow[];
  readonly resolved: readonly IncidentRow[];
  readonly decisionOf: (incidentId: string) => DecisionRow | undefined;
  readonly worst: Severity | null;
  /** Channels somebody is told in. */
  readonly channels: readonly string[];
}

export function overview(report: Report): Overview {
  const open = report.incidents.filter(({ status }) => status === 'open').sort(worstFirst);
  const decisions = new Map(report.decisions.map((decision) => [decision.incidentId, decision]));
  const told = report.decisions.filter(({ verdict }) => verdict === 'notify').map(({ channel }) => channel ?? '');
  return {
    open,
    resolved: report.incidents.filter(({ status }) => status === 'resolved'),
    decisionOf: (id) => decisions.get(id),
    worst: open.length === 0 ? null : mostSevere(open.map(({ severity }) => severity)),
    channels: [...new Set([...told, ...report.messages.map(({ channel }) => channel)])].filter((name) => name !== ''),
  };
}

function worstFirst(a: IncidentRow, b: IncidentRow): number {
  return (
    compareSeverity(a.severity, b.severity) ||
    tierRank(a) - tierRank(b) ||
    a.onset.localeCompare(b.onset) ||
    a.id.localeCompare(b.id)
  );
}

/** What nobody listed comes after what somebody did. */
function tierRank({ tier }: IncidentRow): number {
  return tier === null ? TIERS.length : TIERS.indexOf(tier);
}

export type Tone = Severity | 'good' | 'blind';

/** The whole report in one line. */
export function headline(report: Report): { readonly tone: Tone; readonly text: string } {
  const { open, worst, channels } = overview(report);
  const waits = report.decisions.some(({ until }) => until !== null);
  const lost = report.messages.filter(({ delivery }) => delivery.status === 'failed').length;
  const undelivered = lost === 0 ? '' : ` · ${count(lost, 'message')} NOT DELIVERED`;
  const tell = `${channels.length > 0 ? `tell ${listed(channels, 3)}` : `nothing to tell${waits ? ' yet' : ''}`}${undelivered}`;
  if (report.cycle.outcome === 'failed') {
    const severity = worst === null ? '' : `${worst} · `;
    return { tone: 'blind', text: `${severity}the cluster could not be read: its health is unknown · ${tell}` };
  }
  if (worst !== null) {
    const parts = [worst, count(open.length, 'incident'), ...servicesInTrouble(report), tell];
    return { tone: worst, text: parts.join(' · ') };
  }
  if (report.gaps.length > 0 || stateCount(report, 'unknown') > 0) {
    const unjudged = report.leftOut > 0 ? [notJudged(report)] : [];
    const unread = [count(report.gaps.length, 'gap'), ...unjudged, ...servicesInTrouble(report)];
    return { tone: 'blind', text: `Nothing wrong in what could be read · ${unread.join(' · ')} · ${tell}` };
  }
  if (report.leftOut > 0) {
    return { tone: 'blind', text: `SEV-4 · all well, ${notJudged(report)} · ${allOk(report)} · ${tell}` };
  }
  return { tone: 'good', text: `SEV-4 · all well · ${allOk(report)} · ${tell}` };
}

function notJudged({ leftOut }: Report): string {
  return `${count(leftOut, 'object')} could not be judged`;
}

function allOk(report: Report): string {
  const ok = stateCount(report, 'ok');
  const all = report.services.length;
  if (all === 0) return 'no services are listed';
  return ok === all ? `${count(all, 'service')} ok` : `${ok} of ${count(all, 'service')} ok`;
}

function servicesInTrouble(report: Report): string[] {
  const states = (['down', 'degraded', 'impaired', 'unknown'] as const)
    .map((state) => ({ state, n: stateCount(report, state) }))
    .filter(({ n }) => n > 0);
  return states.map(({ state, n }, index) => (index === 0 ? `${count(n, 'service')} ${state}` : `${n} ${state}`));
}

function stateCount(report: Report, state: ServiceState): number {
  return report.services.filter((service) => service.state === state).length;
}
