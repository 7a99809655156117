import { CATALOGUE, isFindingCode } from '../../domain/catalogue.ts';
import type { FindingRow, IncidentRow, Report } from '../../domain/report.ts';

/** Faults whose story stands in the log of the run before. */
const ENDED: ReadonlySet<string> = new Set(['crash-loop', 'oom-crash-loop', 'oom-killed', 'restarts-growing']);

/** Faults of a container that has or had a log. */
const LOGGED: ReadonlySet<string> = new Set([...ENDED, 'not-ready', 'init-hanging']);

const MOST_FINDINGS = 10;

/** Names as Kubernetes allows them: anything else comes from a forged file and must not end up in somebody's shell. */
const NAME = /^[a-z0-9]([-a-z0-9.:]{0,251}[a-z0-9])?$/i;

/** Read-only commands that show the fault, the cause first; one pod stands for all with the same fault. */
export function checkCommands(findings: readonly FindingRow[]): readonly string[] {
  const shown = new Set<string>();
  const different = findings.filter(({ code, owner, container }) => {
    const key = `${code} ${owner.kind} ${owner.namespace ?? ''} ${owner.name} ${container ?? ''}`;
    return !shown.has(key) && shown.add(key);
  });
  return [...new Set(different.slice(0, MOST_FINDINGS).flatMap(commandsFor))];
}

function commandsFor({ code, subject, container }: FindingRow): string[] {
  const names = [subject.kind, subject.name, subject.namespace ?? 'x', container ?? 'x'];
  if (!names.every((name) => NAME.test(name))) return [];
  const where = subject.namespace === null ? 'kubectl' : `kubectl -n ${subject.namespace}`;
  const describe = `${where} describe ${subject.kind.toLowerCase()} ${subject.name}`;
  if (subject.kind !== 'Pod' || container === null || !LOGGED.has(code)) return [describe];
  const previous = ENDED.has(code) ? ' --previous' : '';
  return [describe, `${where} logs ${subject.name} -c ${container} --tail=50${previous}`];
}

/** What to do first, in words. */
export function firstStep(incident: IncidentRow): string | null {
  const code = incident.findings[0]?.code;
  return code !== undefined && isFindingCode(code) ? CATALOGUE[code].firstStep : null;
}

export interface LogTail {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The last lines of the first failing container that has a log. */
export function logTail(report: Report, incident: IncidentRow, most: number): LogTail | null {
  for (const { subject, container } of incident.findings) {
    const log = report.logs.find(
      ({ pod, container: name }) =>
        pod.name === subject.name && pod.namespace === subject.namespace && (container === null || name === container),
    );
    const lines = log?.text.split(/\r?\n|\r/).filter((line) => line.trim() !== '') ?? [];
    if (log === undefined || lines.length === 0) continue;
    const run = log.previous ? ', the run before' : '';
    const cut = lines.length > most || log.cut ? `, last ${Math.min(most, lines.length)} lines` : '';
    return { title: `${log.pod.name} / ${log.container}${run}${cut}`, lines: lines.slice(-most) };
  }
  return null;
}
