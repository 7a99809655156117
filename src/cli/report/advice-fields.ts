import type { IncidentRow, Report } from '../../domain/report.ts';
import { atLeast } from '../../domain/severity.ts';
import type { Field } from './incident-view.ts';
import { count, listed } from './words.ts';

type Suspect = IncidentRow['suspects'][number];

/** What the agents add: always said to be what they think, and never in the place of what the rules say. */
export function inferredFields({ advice, id }: IncidentRow, { agents }: Report, mostEvidence: number): Field[] {
  const cause = advice?.cause ?? null;
  const dropped = agents.filter((run) => run.incidentId === id).reduce((sum, run) => sum + run.dropped.length, 0);
  const lines = [
    ...(cause === null ? [] : [`agents think, ${cause.confidence} confidence: ${cause.text}`]),
    ...(dropped === 0
      ? []
      : [`${count(dropped, 'claim')} of the agents dropped: nothing they were given or fetched says so`]),
  ];
  const fields = lines.map((line, index) => ({
    label: index === 0 ? 'inferred' : '',
    line,
    evidence: cause !== null && index === 0 ? cause.evidence.slice(0, mostEvidence) : [],
  }));
  const without = advice?.without ?? null;
  return without === null ? fields : [...fields, { label: 'model', line: `without model: ${without}`, evidence: [] }];
}

/** Only where it differs from what was decided. */
export function secondOpinion({ advice, agentSeverity, severity }: IncidentRow): Field[] {
  const choice = advice?.severity?.choice ?? agentSeverity;
  if (choice === null || choice === severity) return [];
  const words = atLeast(choice, severity) ? 'looks worse' : 'could wait';
  const reason = advice?.severity?.reason ?? '';
  const line = `${words}: ${choice}, agents think${reason === '' ? '' : `: ${reason}`}`;
  return [{ label: 'advice', line, evidence: [] }];
}

/** The changes before it: found, none, or nobody could look, which are three different things. */
export function changeFields(incident: IncidentRow, most: number): Field[] {
  const { changes, suspects } = incident;
  const field = (line: string): Field => ({ label: 'change', line, evidence: [] });
  if (changes.status === 'unread') return [field(`changes could not be read: ${changes.text}`)];
  if (changes.status === 'none')
    return [field(`no matching change found${changes.text === '' ? '' : `: ${changes.text}`}`)];
  return suspects.slice(0, most).map((suspect) => suspectField(suspect, incident));
}

function suspectField(suspect: Suspect, { advice }: IncidentRow): Field {
  const { sha, author, minutesBeforeOnset, confidence, reasons, files, fields, rollback } = suspect;
  const why = reasons.length === 0 ? '' : ` (${listed(reasons, 3)})`;
  const said = advice?.changes.find((change) => sha.startsWith(change.sha) || change.sha.startsWith(sha)) ?? null;
  const evidence = [
    listed(files, 3),
    listed(fields, 3),
    said === null ? '' : `agents think: ${said.why}`,
    rollback === null ? '' : `roll back: ${rollback}`,
  ];
  const before = `${Math.round(minutesBeforeOnset)} min before`;
  return {
    label: 'change',
    line: `${sha.slice(0, 7)} by ${author}, ${before}, confidence ${confidence}${why}`,
    evidence: evidence.filter((line) => line !== ''),
  };
}
