import { clean } from '../../platform/redact/clean.ts';
import type { Grounds } from '../contract.ts';
import { factCitation, fetchedCitation } from './citations.ts';
import { foundNothing, saidIn, shasIn, withoutEcho } from './fetched.ts';
import { type Figures, figuresIn } from './figures.ts';
import { ownHosts } from './own-hosts.ts';
import { textsOf } from './texts.ts';

const SHORTEST_SHA = 7;

/** All that an answer may name. */
export interface Known {
  /** Citable id → the fact as short text for people. Commands are in it too. */
  readonly ids: ReadonlyMap<string, string>;
  readonly namespaces: ReadonlySet<string>;
  /** Times, sizes and numbers that stand in what was given or fetched. */
  readonly figures: Figures;
  /** Hosts that may be named: those of the operator, of fields of objects, and the registries of images. In lower case. */
  readonly hosts: ReadonlySet<string>;
  /** True when the words stand somewhere in what was given or fetched, as a whole; `api-1` does not stand in `api-12`. */
  has(words: string): boolean;
  hasSha(sha: string): boolean;
  /** The tag or digest of an image. */
  hasTag(tag: string): boolean;
}

export function knownOf({ brief, fetched }: Grounds): Known {
  const given = textsOf(brief).join('\n');
  let raw = given;
  let text = normal(given);
  const cited = fetched
    .filter((result) => !foundNothing(result))
    .map((result) => {
      const words = withoutEcho(result, (asked) => stands(text, normal(asked)));
      const said = [words, ...saidIn(result)].join('\n');
      raw += `\n${said}`;
      text += `\n${normal(said)}`;
      return [result.id, fetchedCitation(result, words)] as const;
    });
  const shas = [
    ...brief.changes.map((change) => change.sha),
    ...brief.facts.flatMap((fact) => /^\S+ \S*revision = ([0-9a-f]{7,64})\b/i.exec(fact.text)?.[1] ?? []),
    ...fetched.flatMap(shasIn),
  ].map((sha) => sha.toLowerCase());
  const tags = [...raw.matchAll(/(?<=:)[0-9a-f]{7,64}\b/gi)].map(([tag]) => tag.toLowerCase());
  return {
    ids: new Map([
      ...brief.facts.map((fact) => [fact.id, factCitation(fact)] as const),
      ...cited,
      ...brief.commands.map((command) => [command.id, command.command] as const),
    ]),
    namespaces: new Set(brief.namespaces.map((namespace) => namespace.toLowerCase())),
    figures: figuresIn(
      raw,
      [brief.onset, brief.now],
      brief.changes.map((change) => change.committedAt),
    ),
    hosts: ownHosts(brief),
    has: (words) => stands(text, normal(words)),
    hasSha: (sha) => begins(sha, shas),
    hasTag: (tag) => begins(tag, tags) || begins(tag, shas),
  };
}

function begins(sha: string, known: readonly string[]): boolean {
  return sha.length >= SHORTEST_SHA && known.some((one) => one.startsWith(sha.toLowerCase()));
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
