import type { Advice } from '../../domain/advice.ts';
import { refText } from '../../domain/object-ref.ts';
import { duration } from '../../domain/words.ts';
import type { Brief, BriefChange } from '../brief.ts';
import { fenced, fencedRows, oneLine } from '../fence.ts';
import { meaningOf } from './rule-meanings.ts';

// The pieces of what agents are told. Outside the fence stand only our words, ids, and what the operator wrote in services.txt;
// everything that a cluster, a commit or a model had a hand in is inside.

/** Characters of a line, where the brief is not shortened. */
const ROW = 240;
const MOST_FINDINGS = 6;
const MOST_FACTS = 16;
const MOST_ISSUES = 6;
const LOG_LINES = 30;
const LOG_CHARACTERS = 1500;
const PATCH = 1200;
/** Of all patches of one incident together. */
const PATCHES = 6000;
const MOST_FILES = 8;

function rowOf({ short }: Brief): number {
  return short?.row ?? ROW;
}

/** Sections under each other; the empty ones are left out. */
export function joined(...sections: readonly (string | null)[]): string {
  return sections.filter((section) => section !== null && section !== '').join('\n');
}

/** Which incident, how bad, since when, what it is about. */
export function head(brief: Brief): string {
  const { incidentId, severity, rules, reason, onset, now, short } = brief;
  const age = duration(Math.max(0, now.getTime() - onset.getTime()));
  return joined(
    `Incident ${oneLine(incidentId, 40)}: ${severity} by the rules (${rules.join(', ')}). Asked because: ${reason}.`,
    `First symptom ${onset.toISOString()}, ${age} ago.`,
    fencedRows(
      'incident',
      [
        `title: ${brief.title}`,
        `why: ${brief.rationale}`,
        ...(brief.namespaces.length === 0 ? [] : [`namespaces: ${brief.namespaces.join(', ')}`]),
        ...(brief.affected.length === 0 ? [] : [`also affected: ${brief.affected.join(', ')}`]),
        ...(brief.notChecked.length === 0 ? [] : [`not read by the rules: ${brief.notChecked.join('; ')}`]),
      ],
      rowOf(brief),
    ),
    short === undefined || short.leftOut.length === 0
      ? null
      : `Left out to keep this short: ${short.leftOut.join(', ')}.`,
  );
}

/** The service as the operator describes it. */
export function service(brief: Brief): string {
  const { service: listed } = brief;
  if (listed === null) return 'Service: not in the inventory.';
  const { name, tier, tolerance, purpose, healthCheck, knownIssues, dependencies, dependents } = listed;
  const line = (text: string): string => oneLine(text, rowOf(brief));
  return joined(
    `Service ${line(name)} (${tier}): ${line(tolerance)}.`,
    purpose === null ? null : `Purpose: ${line(purpose)}`,
    healthCheck === null ? null : `Health check: ${line(healthCheck)}`,
    dependencies.length === 0 ? null : `Needs: ${line(dependencies.join(', '))}`,
    dependents.length === 0 ? null : `Needed by: ${line(dependents.join(', '))}`,
    knownIssues.length === 0 ? null : 'Known issues, as the operator wrote them:',
    ...knownIssues.slice(0, MOST_ISSUES).map((issue) => `- ${line(issue)}`),
  );
}

/** The escalation table, as far as it matters here. */
export function escalation({ rules, severity, band }: Brief): string {
  const range = band[0] === band[1] ? `only ${band[0]}` : `${band[0]} (most severe) to ${band[1]} (least severe)`;
  return joined(
    `Escalation table: the rules decided ${severity}; the band is ${range}. Rules that matched:`,
    ...rules.map((rule) => `- ${oneLine(rule, 40)}: ${meaningOf(rule) ?? 'no meaning on record'}`),
  );
}

export function findings(brief: Brief): string | null {
  const { findings: all } = brief;
  if (all.length === 0) return null;
  const rows = all.slice(0, MOST_FINDINGS).map((f) => `${refText(f.object)} ${f.code}: ${f.message}`);
  const more = all.length - rows.length;
  return joined(
    `Findings of the rules${more > 0 ? `, ${more} more are left out` : ''}:`,
    fencedRows('findings', rows, rowOf(brief)),
  );
}

/** Facts one line each, with their ids; a log is only its last line here, if `withLogs`. */
export function facts(brief: Brief, withLogs: boolean): string | null {
  const rows = brief.facts.flatMap(({ id, object, text }) => {
    if (id.startsWith('L') && !withLogs) return [];
    const ref = object === null || text.includes(refText(object)) ? '' : `${refText(object)}: `;
    const said = id.startsWith('L') ? `${text.split('\n', 1)[0]} ${text.trimEnd().split('\n').at(-1)}` : text;
    return [`${id} ${ref}${said}`];
  });
  if (rows.length === 0) return null;
  const more = rows.length - MOST_FACTS;
  return joined(
    `Facts, to be cited by their ids${more > 0 ? `; ${more} more are left out` : ''}:`,
    fencedRows('facts', rows.slice(0, MOST_FACTS), rowOf(brief)),
  );
}

export function logs({ facts: all }: Brief): string {
  return joined(
    ...all
      .filter(({ id }) => id.startsWith('L'))
      .map(({ id, text }) => {
        const [first = '', ...rest] = text.split('\n');
        const { kept, cut } = tail(rest);
        return joined(`${id}, the end of a log${cut}:`, fenced(id, [first, ...kept].join('\n'), 2 * LOG_CHARACTERS));
      }),
  );
}

function tail(lines: readonly string[]): { readonly kept: readonly string[]; readonly cut: string } {
  const last = lines.slice(-LOG_LINES);
  const text = last.join('\n');
  const kept = text.slice(-LOG_CHARACTERS).toWellFormed().split('\n');
  const isShort = text.length <= LOG_CHARACTERS;
  // The line in which the cut falls goes with what is cut, unless there is no other.
  const whole = isShort || kept.length === 1 ? kept : kept.slice(1);
  return { kept: whole, cut: isShort && last.length === lines.length ? '' : ' (cut: what came before is left out)' };
}

export function commands(brief: Brief): string | null {
  const { commands: all } = brief;
  if (all.length === 0) return 'Commands to choose from: none.';
  const rows = all.map(({ id, command }) => `${id} ${command}`);
  return joined('Commands to choose from, by id:', fencedRows('commands', rows, rowOf(brief)));
}

/** One line for each candidate change, or why there is none. */
export function changes(brief: Brief): string {
  const { changes: all, changesText } = brief;
  const rows = all.length === 0 ? [changesText] : all.map((change) => `${headOf(change)}; ${filesOf(change)}`);
  return joined('Candidate changes, by the score of the rules:', fencedRows('changes', rows, rowOf(brief)));
}

/** The candidate changes with what is known of their patches. */
export function patches(brief: Brief): string {
  const { changes: all } = brief;
  const row = rowOf(brief);
  let left = PATCHES;
  return joined(
    ...all.map((change) => {
      const rows = [headOf(change), `scored ${change.confidence}: ${change.reasons.join('; ')}`, filesOf(change)];
      const diffs = change.files.flatMap(({ path, patch }) => {
        if (patch === null || left <= 0) return [];
        const kept = patch.slice(0, Math.min(PATCH, left)).toWellFormed();
        left -= kept.length;
        const cut = kept.length < patch.length ? ` (cut, of ${patch.length} characters)` : '';
        return [`patch of ${oneLine(path, row)}${cut}:`, ...kept.split('\n').map((line) => `  ${line}`)];
      });
      const unread = change.files.some(({ patch }) => patch === null) || left <= 0;
      return joined(
        `Change ${oneLine(change.shortSha, 40)}${unread ? ' (not every patch is here)' : ''}:`,
        fenced(`change ${change.shortSha}`, [...rows.map((text) => oneLine(text, row)), ...diffs].join('\n')),
      );
    }),
  );
}

function headOf({ shortSha, author, committedAt, minutesBeforeOnset, subject }: BriefChange): string {
  return `${shortSha} ${committedAt.toISOString()}, ${minutesBeforeOnset} min before the first symptom, by ${author}: ${subject}`;
}

function filesOf({ files }: BriefChange): string {
  const more = files.length - MOST_FILES;
  const names = files.slice(0, MOST_FILES).map(({ path, status }) => `${path} (${status})`);
  return `files: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** What the agents before it said: inference, and so data like the rest. */
export function inferred(soFar: Advice): string | null {
  const { cause, changes: ranked, severity, impact } = soFar;
  const [top] = ranked;
  const rows = [
    ...(cause === null
      ? []
      : [
          `probable cause (k8s-analyzer, ${cause.confidence} confidence): ${cause.text}`,
          ...cause.evidence.map((proof) => `its evidence: ${proof}`),
        ]),
    ...soFar.notChecked.map((what) => `not checked: ${what}`),
    ...(top === undefined
      ? []
      : [
          `likeliest change (github-reviewer): ${top.sha.slice(0, 7)}${top.rollBack ? ', to be rolled back' : ''}: ${top.why}`,
        ]),
    ...(severity === null ? [] : [`second opinion (escalation-manager): ${severity.choice}: ${severity.reason}`]),
    ...(impact === null ? [] : [`impact (escalation-manager): ${impact}`]),
  ];
  if (rows.length === 0) return null;
  return joined('Inference of the agents before you, not fact:', fencedRows('inference', rows, 420));
}
