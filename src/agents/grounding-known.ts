import { refText } from '../domain/object-ref.ts';
import { clean } from '../platform/redact/clean.ts';
import type { Brief } from './brief.ts';
import type { Fetched, Grounds } from './contract.ts';
import { oneLine } from './fence.ts';

const LONGEST_CITATION = 240;
const SHORTEST_SHA = 7;

/** All that an answer may name. */
export interface Known {
  /** Citable id → the fact as short text for people. Commands are in it too. */
  readonly ids: ReadonlyMap<string, string>;
  readonly namespaces: ReadonlySet<string>;
  /** True when the words stand somewhere in what was given or fetched, as a whole; `api-1` does not stand in `api-12`. */
  has(words: string): boolean;
  hasSha(sha: string): boolean;
}

export function knownOf({ brief, fetched }: Grounds): Known {
  const text = normal([...textsOf(brief), ...fetched.map((f) => f.text)].join('\n'));
  const shas = [
    ...brief.changes.map((change) => change.sha.toLowerCase()),
    ...fetched.filter(isGitHub).flatMap((f) => hexOf(f.text, /\b[0-9a-f]{7,64}\b/gi)),
    ...brief.facts.filter((f) => f.id.startsWith('E')).flatMap((f) => hexOf(f.text, /(?<=:)[0-9a-f]{7,64}\b/gi)),
    ...brief.findings.flatMap((f) => hexOf(f.message, /(?<=:)[0-9a-f]{7,64}\b/gi)),
  ];
  return {
    ids: new Map([
      ...brief.facts.map((fact) => [fact.id, citation(fact)] as const),
      ...fetched.map((f) => [f.id, fetchedCitation(f)] as const),
      ...brief.commands.map((command) => [command.id, command.command] as const),
    ]),
    namespaces: new Set(brief.namespaces.map((namespace) => namespace.toLowerCase())),
    has: (words) => stands(text, normal(words)),
    hasSha: (sha) => sha.length >= SHORTEST_SHA && shas.some((known) => known.startsWith(sha.toLowerCase())),
  };
}

/** Text as it is compared: without what is not seen, full-width letters as plain ones, in lower case. */
function normal(text: string): string {
  return clean(text).normalize('NFKC').toLowerCase();
}

function stands(text: string, words: string): boolean {
  if (words === '') return true;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + words.length] ?? ' ';
    if (!isWord(before) && !isWord(after)) return true;
  }
  return false;
}

function isWord(char: string): boolean {
  return /[\p{L}\p{N}_]/u.test(char);
}

/** The call itself does not count: the model wrote it. */
function textsOf(brief: Brief): readonly string[] {
  const { service } = brief;
  return [
    brief.incidentId,
    brief.title,
    brief.rationale,
    ...brief.rules,
    brief.onset.toISOString(),
    brief.now.toISOString(),
    ...brief.namespaces,
    ...brief.affected,
    ...(service === null
      ? []
      : [
          service.name,
          service.tolerance,
          service.purpose ?? '',
          service.healthCheck ?? '',
          ...service.knownIssues,
          ...service.dependencies,
          ...service.dependents,
        ]),
    ...brief.findings.map((f) => `${refText(f.object)} ${f.code} ${f.message}`),
    ...brief.facts.map((f) => `${f.object === null ? '' : refText(f.object)} ${f.text}`),
    ...brief.commands.map((c) => c.command),
    brief.rollback ?? '',
    ...brief.changes.flatMap((c) => [
      `${c.sha} ${c.shortSha} ${c.author} ${c.committedAt.toISOString()} ${c.subject}`,
      ...c.reasons,
      ...c.files.map((file) => `${file.path}\n${file.patch ?? ''}`),
    ]),
    brief.changesText,
    ...brief.notChecked,
  ];
}

function isGitHub({ call }: Fetched): boolean {
  return /^(?:mcp__github__)?(?:get_commit|get_file|list_commits|list_pull_requests_for_commit)\b/.test(call);
}

function hexOf(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([sha]) => sha.toLowerCase());
}

/** Of a log what it is of and its last line; of anything else its beginning. */
function citation({ id, object, text }: Brief['facts'][number]): string {
  const ref = object === null ? '' : refText(object);
  const whole = ref === '' || text.includes(ref) ? text : `${ref}: ${text}`;
  if (!id.startsWith('L')) return forPeople(whole);
  const lines = whole.split('\n').filter((line) => line.trim() !== '');
  return forPeople(lines.length < 2 ? whole : `${lines[0]} ${lines.at(-1)}`);
}

function fetchedCitation({ call, text }: Fetched): string {
  const tool = /^\w{1,64}/.exec(call)?.[0].replace(/^mcp__[a-z]+__/, '') ?? 'tool';
  const first = text.split('\n').find((line) => line.trim() !== '') ?? 'an empty result';
  return forPeople(`${tool}: ${first}`);
}

function forPeople(text: string): string {
  return withoutMarkup(oneLine(text, LONGEST_CITATION));
}

/** Nothing that Slack, Markdown or HTML would take for more than text. */
export function withoutMarkup(text: string): string {
  return text.replaceAll('<', '‹').replaceAll('>', '›').replace(/[`*~]/g, '').trim();
}
