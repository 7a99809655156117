import type { Advice } from '../domain/advice.ts';
import type { Brief, BriefChange, BriefFact } from './brief.ts';

/** How much an agent is told at most; characters but for `facts`, `findings`, `issues` and `proofs`, which are counted. */
interface Level {
  readonly facts: number;
  /** Of one log. */
  readonly log: number;
  /** Of one patch. */
  readonly patch: number;
  /** Of one line. */
  readonly row: number;
  readonly findings: number;
  readonly issues: number;
  /** Of what the agents before said: proofs of the cause, and what they did not check. */
  readonly proofs: number;
}

/** The proofs of other agents go first, then patches, logs and facts; lines get shorter only where that is not enough. */
export const LEVELS: readonly Level[] = [
  { facts: 16, log: 1500, patch: 1200, row: 240, findings: 6, issues: 6, proofs: 2 },
  { facts: 14, log: 1000, patch: 700, row: 240, findings: 6, issues: 6, proofs: 2 },
  { facts: 11, log: 700, patch: 450, row: 240, findings: 6, issues: 6, proofs: 2 },
  { facts: 9, log: 500, patch: 300, row: 220, findings: 5, issues: 6, proofs: 1 },
  { facts: 7, log: 350, patch: 200, row: 200, findings: 4, issues: 5, proofs: 1 },
  { facts: 6, log: 250, patch: 150, row: 160, findings: 3, issues: 4, proofs: 1 },
  { facts: 5, log: 200, patch: 120, row: 120, findings: 2, issues: 3, proofs: 1 },
  { facts: 4, log: 150, patch: 80, row: 80, findings: 2, issues: 2, proofs: 1 },
  { facts: 3, log: 120, patch: 0, row: 60, findings: 1, issues: 1, proofs: 0 },
];
/** A change may have many files: patches beyond these are left out. */
const MOST_PATCHES = 6;

/** The brief and what was said so far, with less in them; the brief says what is missing. */
export function shortened(
  brief: Brief,
  soFar: Advice,
  level: Level,
): { readonly brief: Brief; readonly soFar: Advice } {
  const facts = fewerFacts(brief.facts, level);
  const patches = { left: MOST_PATCHES };
  const changes = brief.changes.map((change) => shorterPatches(change, level.patch, patches));
  const findings = brief.findings.slice(0, level.findings);
  const leftOut = [
    countOf('facts', brief.facts.length - facts.length),
    countOf('findings', brief.findings.length - findings.length),
    countOf('known issues', (brief.service?.knownIssues.length ?? 0) - level.issues),
    facts.some(({ id, text }) => id.startsWith('L') && text !== textOf(brief, id)) ? 'the earlier part of logs' : '',
    changes.some((change, i) => change !== brief.changes[i]) ? 'parts of patches' : '',
    level.row < 240 ? 'the ends of long lines' : '',
  ].filter((what) => what !== '');
  const service =
    brief.service === null ? null : { ...brief.service, knownIssues: brief.service.knownIssues.slice(0, level.issues) };
  return {
    brief: { ...brief, service, findings, facts, changes, short: { row: level.row, leftOut } },
    soFar: lessSaid(soFar, level),
  };
}

function textOf({ facts }: Brief, id: string): string | undefined {
  return facts.find((fact) => fact.id === id)?.text;
}

function countOf(what: string, count: number): string {
  return count > 0 ? `${count} ${what}` : '';
}

/** The first ones, and all that are no field of an object: probes and logs. */
function fewerFacts(all: readonly BriefFact[], { facts: most, log }: Level): readonly BriefFact[] {
  const fields = all.filter(({ id }) => id.startsWith('E')).slice(0, most);
  return all.flatMap((fact) => {
    if (fact.id.startsWith('L')) return [{ ...fact, text: endOf(fact.text, log) }];
    return fact.id.startsWith('E') && !fields.includes(fact) ? [] : [fact];
  });
}

/** The first line says which log it is; the end of a log says most. */
function endOf(text: string, length: number): string {
  const [first = '', ...rest] = text.split('\n');
  const lines = rest.join('\n');
  if (lines.length <= length) return text;
  const end = lines.slice(-length).toWellFormed();
  return `${first}\n[${lines.length - end.length} characters left out here]\n${end}`;
}

function shorterPatches(change: BriefChange, length: number, room: { left: number }): BriefChange {
  const files = change.files.map((file) => {
    if (file.patch === null) return file;
    room.left -= 1;
    if (room.left < 0 || length === 0) return { ...file, patch: null };
    if (file.patch.length <= length) return file;
    const patch = file.patch.slice(0, length).toWellFormed();
    return { ...file, patch: `${patch}\n[${file.patch.length - patch.length} characters left out here]` };
  });
  return files.every((file, i) => file === change.files[i]) ? change : { ...change, files };
}

function lessSaid(soFar: Advice, { proofs, row }: Level): Advice {
  const cut = (text: string): string =>
    text.length <= 2 * row ? text : `${text.slice(0, 2 * row - 1).toWellFormed()}…`;
  const { cause, notChecked, changes, severity, impact } = soFar;
  return {
    ...soFar,
    cause: cause && { ...cause, text: cut(cause.text), evidence: cause.evidence.slice(0, proofs).map(cut) },
    notChecked: notChecked.slice(0, proofs).map(cut),
    changes: changes.map((change) => ({ ...change, why: cut(change.why) })),
    severity: severity && { ...severity, reason: cut(severity.reason) },
    impact: impact && cut(impact),
  };
}
