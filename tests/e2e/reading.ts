// A report in the words that tests compare.
import type { DecisionRow, IncidentRow, Report } from '../../src/domain/report.ts';

const nameOf = ({ service, title }: IncidentRow): string => service ?? title;

/** `SEV-1 mysql`, for every open incident that anyone might be told of. */
export function alarms(report: Report): readonly string[] {
  return report.incidents
    .filter(({ severity, status }) => severity !== 'SEV-4' && status === 'open')
    .map((incident) => `${incident.severity} ${nameOf(incident)}`)
    .sort();
}

/** The incident of a service; fails with what there is instead. */
export function incidentOf(report: Report, service: string): IncidentRow {
  const found = report.incidents.find((incident) => incident.service === service);
  if (found === undefined) throw new Error(`no incident of ${service} in\n${brief(report)}`);
  return found;
}

export function decisionOn(report: Report, { id }: IncidentRow): DecisionRow {
  const found = report.decisions.find(({ incidentId }) => incidentId === id);
  if (found === undefined) throw new Error(`no decision on ${id} in\n${brief(report)}`);
  return found;
}

/** The services an incident is about: its own and those it hits. */
export const scopeOf = ({ service, affected }: IncidentRow): readonly string[] =>
  [...new Set([...(service === null ? [] : [service]), ...affected])].sort();

export const stateOf = (report: Report, service: string): string =>
  report.services.find(({ name }) => name === service)?.state ?? 'not listed';

/** One line per incident, for a test that fails. */
export function brief({ incidents, decisions, gaps, warnings }: Report): string {
  const lines = incidents.map(({ id, status, severity, rules, service, state, title, affected, findings }) => {
    const decision = decisions.find(({ incidentId }) => incidentId === id);
    const codes = findings.map(({ code, subject }) => `${code}:${subject.kind}/${subject.name}`).join(' ');
    const said = decision === undefined ? 'undecided' : `${decision.verdict} ${decision.reason} ${decision.channel}`;
    return `${id} ${status} ${severity} [${rules.join(' ')}] ${service} ${state} "${title}" → ${affected.join(',')} (${codes}) ${said}`;
  });
  return [...lines, ...gaps.map((gap) => `gap ${JSON.stringify(gap)}`), ...warnings].join('\n');
}
