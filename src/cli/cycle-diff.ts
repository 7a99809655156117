import type { IncidentRow, Report } from '../domain/report.ts';
import { SERVICE_STATES, type ServiceState } from '../domain/service.ts';
import { compareSeverity, mostSevere, type Severity } from '../domain/severity.ts';

interface IncidentChange {
  readonly id: string;
  readonly title: string;
  /** Null where there was no such incident, or it was over. */
  readonly before: Severity | null;
  readonly after: Severity | null;
}

interface ServiceChange {
  readonly name: string;
  /** Null where the inventory didn't list it. */
  readonly before: ServiceState | null;
  readonly after: ServiceState | null;
}

/** What happened between two cycles. */
export interface CycleDiff {
  readonly from: string;
  readonly to: string;
  /** False when they looked at two clusters, which can hardly be compared. */
  readonly sameCluster: boolean;
  readonly incidents: Readonly<Record<'new' | 'worse' | 'better' | 'gone', readonly IncidentChange[]>>;
  readonly services: Readonly<Record<'worse' | 'better' | 'listed' | 'unlisted', readonly ServiceChange[]>>;
}

export function diffCycles(from: Report, to: Report): CycleDiff {
  const incidents = incidentChanges(from, to);
  const services = serviceChanges(from, to);
  const rank = (state: ServiceState): number => SERVICE_STATES.indexOf(state);
  return {
    from: from.cycle.id,
    to: to.cycle.id,
    sameCluster: from.cycle.cluster.uid === to.cycle.cluster.uid,
    incidents: {
      new: incidents.filter(({ before, after }) => before === null && after !== null),
      worse: incidents.filter(({ before, after }) => before && after && compareSeverity(after, before) < 0),
      better: incidents.filter(({ before, after }) => before && after && compareSeverity(after, before) > 0),
      gone: incidents.filter(({ before, after }) => before !== null && after === null),
    },
    services: {
      worse: services.filter(({ before, after }) => before && after && rank(after) < rank(before)),
      better: services.filter(({ before, after }) => before && after && rank(after) > rank(before)),
      listed: services.filter(({ before }) => before === null),
      unlisted: services.filter(({ after }) => after === null),
    },
  };
}

function incidentChanges(from: Report, to: Report): IncidentChange[] {
  const before = openById(from);
  const after = openById(to);
  const later = new Map(to.incidents.map((incident) => [incident.id, incident]));
  const ids = [...new Set([...after.keys(), ...before.keys()])];
  const changes = ids.map((id) => ({
    id,
    title: (later.get(id) ?? before.get(id))?.title ?? '',
    before: before.get(id)?.severity ?? null,
    after: after.get(id)?.severity ?? null,
  }));
  const worst = ({ before, after }: IncidentChange): Severity => mostSevere([before, after].filter((s) => s !== null));
  return changes.sort((a, b) => compareSeverity(worst(a), worst(b)) || a.id.localeCompare(b.id));
}

function openById(report: Report): ReadonlyMap<string, IncidentRow> {
  return new Map(report.incidents.filter(({ status }) => status === 'open').map((incident) => [incident.id, incident]));
}

function serviceChanges(from: Report, to: Report): ServiceChange[] {
  const before = new Map(from.services.map(({ name, state }) => [name, state]));
  const after = new Map(to.services.map(({ name, state }) => [name, state]));
  return [...new Set([...after.keys(), ...before.keys()])].map((name) => ({
    name,
    before: before.get(name) ?? null,
    after: after.get(name) ?? null,
  }));
}
