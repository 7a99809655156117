import { CATALOGUE, isFindingCode } from '../../domain/catalogue.ts';
import type { RuleId } from '../../domain/decision.ts';
import { type ObjectRef, refText } from '../../domain/object-ref.ts';
import type { FindingRow, IncidentRow, Report } from '../../domain/report.ts';
import { atLeast, type Severity } from '../../domain/severity.ts';
import { changeFields, inferredFields, secondOpinion } from './advice-fields.ts';
import { checkCommands, firstStep, type LogTail, logTail } from './checks.ts';
import type { Overview } from './overview.ts';
import type { Lens } from './time.ts';
import { count, listed, verdictText } from './words.ts';

export interface Field {
  /** Empty when it goes on with the field before. */
  readonly label: string;
  readonly line: string;
  /** Quoted from the cluster. */
  readonly evidence: readonly string[];
}

/** What a reader is shown of one incident, still without any layout. */
export interface IncidentView {
  readonly severity: Severity;
  readonly title: string;
  /** Which, whose, in what state and since when. */
  readonly facts: string;
  readonly fields: readonly Field[];
  readonly commands: readonly string[];
  readonly log: LogTail | null;
}

/** How much is told: everything of the worst, the cause in one line of what can wait, and less of what comes late. */
interface Depth {
  readonly findings: number;
  readonly evidence: number;
  readonly suspects: number;
  readonly commands: number;
  readonly logLines: number;
}
const FULL: Depth = { findings: 3, evidence: 2, suspects: 2, commands: 4, logLines: 6 };
const SHORT: Depth = { findings: 1, evidence: 1, suspects: 1, commands: 1, logLines: 0 };
const BRIEF: Depth = { findings: 0, evidence: 0, suspects: 0, commands: 0, logLines: 0 };

const MOST_NOT_BRIEF = 5;
const MOST_SERVICES = 8;

/** `index`: how many incidents are shown before this one. */
export function incidentView(
  report: Report,
  view: Overview,
  incident: IncidentRow,
  index: number,
  lens: Lens,
): IncidentView {
  const urgent = atLeast(incident.severity, 'SEV-2');
  const depth = index >= MOST_NOT_BRIEF ? BRIEF : urgent ? FULL : SHORT;
  const first = depth === BRIEF ? null : firstStep(incident);
  return {
    severity: incident.severity,
    title: incident.title,
    facts: factsOf(incident, lens),
    fields: [
      field('why', `${incident.rationale} (${incident.rules.join(', ')})`),
      ...secondOpinion(incident),
      ...incident.trends.map(({ text }, i) => field(i === 0 ? 'trend' : '', text)),
      ...findingFields(incident, depth),
      ...(incident.link === null ? [] : [field('joined', incident.link)]),
      ...(incident.affected.length > 0 ? [field('affects', listed(incident.affected, MOST_SERVICES))] : []),
      ...(depth === BRIEF ? [] : changeFields(incident, depth.suspects)),
      ...(depth === BRIEF ? [] : inferredFields(incident, report, depth.evidence)),
      field('verdict', verdictText(view.decisionOf(incident.id), lens)),
      ...(first === null ? [] : [field('first', first)]),
    ],
    commands: checkCommands(causesOf(incident.findings)).slice(0, depth.commands),
    log: depth.logLines === 0 ? null : logTail(report, incident, depth.logLines),
  };
}

function field(label: string, line: string, evidence: readonly string[] = []): Field {
  return { label, line, evidence };
}

const OF_THE_MONITOR: ReadonlySet<RuleId> = new Set(['BLIND', 'GAP', 'DRIFT', 'SELF']);

function factsOf(incident: IncidentRow, lens: Lens): string {
  const since = `since ${lens.clock(incident.onset)}, ${lens.ago(incident.onset)}`;
  if (incident.service !== null) {
    return `${incident.id} · ${incident.tier ?? ''} ${incident.service} · ${incident.state} ${since}`;
  }
  const [rule] = incident.rules;
  if (rule !== undefined && OF_THE_MONITOR.has(rule)) return `${incident.id} · the monitoring itself · ${since}`;
  const who = rule === 'NODE' || rule === 'CLUSTER' ? 'cluster' : 'unlisted';
  return `${incident.id} · ${who} · ${incident.state} ${since}`;
}

function findingFields(incident: IncidentRow, depth: Depth): Field[] {
  if (depth.findings === 0) return [];
  const faults = sameFaults(causesOf(incident.findings));
  const shown = faults.slice(0, depth.findings);
  const hidden = faults.slice(depth.findings).reduce((sum, fault) => sum + 1 + fault.others, incident.omittedFindings);
  const fields = shown.map((fault, index) =>
    findingField(fault, index === 0 ? 'cause' : 'also', incident.title, depth.evidence),
  );
  const more = hidden > 0 ? [field('', `and ${count(hidden, 'finding')} more`)] : [];
  const symptoms = incident.findings.length - causesOf(incident.findings).length;
  const follow =
    symptoms > 0
      ? [field('', `and ${count(symptoms, 'symptom')} that only ${symptoms === 1 ? 'follows' : 'follow'} from it`)]
      : [];
  return [...fields, ...more, ...follow];
}

/** Where a cause is known, what only follows from it needs no line of its own. */
function causesOf(findings: readonly FindingRow[]): readonly FindingRow[] {
  const causes = findings.filter(({ code }) => !(isFindingCode(code) && CATALOGUE[code].symptom));
  return causes.length > 0 ? causes : findings;
}

interface Fault {
  readonly finding: FindingRow;
  /** Other pods of the same owner with the same fault. */
  readonly others: number;
}

function sameFaults(findings: readonly FindingRow[]): readonly Fault[] {
  const groups = new Map<string, FindingRow[]>();
  for (const finding of findings) {
    const key = `${finding.code} ${refText(finding.owner)} ${finding.container ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].flatMap(([finding, ...rest]) =>
    finding === undefined ? [] : [{ finding, others: rest.length }],
  );
}

function findingField({ finding, others }: Fault, label: string, title: string, mostEvidence: number): Field {
  const quoted = finding.evidence.slice(0, mostEvidence).map(({ object, field: path, value }) => {
    const elsewhere = sameName(object, finding.subject) ? '' : `${refText(object)} `;
    return `${elsewhere}${shortPath(path)} = ${value}`;
  });
  // The title says the cause already.
  const message = title.includes(finding.message) ? '' : finding.message;
  const more = others === 0 ? '' : ` and ${others} more like it`;
  const reason = finding.message.includes(finding.reason) ? '' : finding.reason;
  const words = [message, reason].filter((text) => text !== '').join(' · ');
  return field(label, `${refText(finding.subject)}${more}${words === '' ? '' : `: ${words}`}`, quoted);
}

/** The object and the container stand above it; the record holds the whole path. */
function shortPath(path: string): string {
  return path.replace(/^status\.(?:(?:initContainer|container)Statuses\[[^\]]*\]\.)?/, '');
}

function sameName(a: ObjectRef, b: ObjectRef): boolean {
  return a.kind === b.kind && a.name === b.name && a.namespace === b.namespace;
}
