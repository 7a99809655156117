import type { IncidentRow, Report } from '../../domain/report.ts';
import { atLeast } from '../../domain/severity.ts';
import type { Field } from './incident-view.ts';
import { count, listed } from './words.ts';

type Suspect = IncidentRow['suspects'][number];

/** What the agents add: always said to be what they think, and never in the place of what the rules say. */
export function inferredFields({ advice, id }: IncidentRow, { agents }: Report, mostEvidence: number): Field[] {
  const cause = advice?.cause ?? null;
  const dropped = agents.filter((run) => run.incidentId === id).reduce((sum, run) => sum + run.dropped.length, 0);
  // Where little is told, what to look for is not.
  const checks = mostEvidence > 1 ? (advice?.checks ?? []).slice(0, 2) : [];
  const look = checks.map(({ why }) => why).join('; ');
  const lines = [
    ...(cause === null ? [] : [`(model, ${cause.confidence} confidence) ${cause.text}`]),
    ...(look === '' ? [] : [`(model) in the checks below, look for: ${look}`]),
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
  const line = `(model) ${words}: ${choice}${reason === '' ? '' : `, ${reason}`}`;
  return [{ label: 'advice', line, evidence: [] }];
}

/** The changes before it: found, none, or nobody could look, which are three different things. */
export function changeFields(incident: IncidentRow, most: number): Field[] {
  const { changes, suspects } = incident;
  const field = (line: string): Field => ({ label: 'change', line, evidence: [] });
  if (changes.status === 'unread') return [field(`changes could not be read: ${changes.text}`)];
  if (changes.status === 'none')
    return [field(`no matching change found${changes.text === '' ? '' : `: ${changes.text}`}`)];
  return [...suspects.slice(0, most).map((suspect) => suspectField(suspect, incident)), ...likelier(incident, most)];
}

/** The model's own first, where the rules have another one. */
function likelier({ advice, suspects }: IncidentRow, most: number): Field[] {
  const first = advice?.changes[0];
  const [ruled] = suspects;
  if (most === 0 || first === undefined || ruled === undefined || isSame(first.sha, ruled.sha ?? '')) return [];
  return [{ label: '', line: `(model) likelier: ${first.sha.slice(0, 7)}, ${first.why}`, evidence: [] }];
}

function isSame(a: string, b: string): boolean {
  return a !== '' && b !== '' && (a.startsWith(b) || b.startsWith(a));
}

function suspectField(suspect: Suspect, { advice }: IncidentRow): Field {
  const { sha, author, what, minutesBeforeOnset, confidence, reasons, files, fields, rollback, caution } = suspect;
  const why = reasons.length === 0 ? '' : ` (${listed(reasons, 3)})`;
  const said = advice?.changes.find((change) => isSame(sha ?? '', change.sha)) ?? null;
  const evidence = [
    listed(files, 3),
    // Its own words say them already.
    suspect.kind === 'commit' ? listed(fields, 3) : '',
    said === null ? '' : `read (model${said.rollBack ? ', would take it back' : ''}): ${said.why}`,
    suspect.revertedBy === null ? '' : `already taken back by ${suspect.revertedBy}: wait for the sync`,
    rollback === null ? '' : `roll back: ${rollback}`,
    caution === null ? '' : `mind before it: ${caution}`,
  ];
  const before = `${Math.round(minutesBeforeOnset)} min before`;
  const name = sha === null || author === null ? what : `${sha.slice(0, 7)} by ${author}`;
  return {
    label: 'change',
    line: `${name}, ${before}, confidence ${confidence}${why}`,
    evidence: evidence.filter((line) => line !== ''),
  };
}
