import type { Severity } from '../../domain/severity.ts';
import { PREFIX } from './alert-text.ts';
import { mrkdwnLine } from './slack-escape.ts';

/** Second line of a message that was edited: no message is sent with one. */
const STATUS = 'Status: ';
const HIT = 'Hit: ';
const SERVICE = 'Service: ';
const HEADLINE = new RegExp(
  `^(?:@here )?\\[(SEV-\\d|RESOLVED)\\] (?:${Object.values(PREFIX).filter(Boolean).join('|')})?(.*)$`,
);
/** Slack's blocks take 7,000 characters once they are escaped, and no line over 1,500. A first message has 6,000. */
const LONGEST = 6800;
const LONGEST_HIT = 1400;

interface Shown {
  readonly mark: Severity | 'RESOLVED';
  readonly title: string;
  /** Without its label. */
  readonly status: string;
  /** As alert-text.ts writes it; null: the line is left as it is. */
  readonly hit: string | null;
}

/**
 * A message with what is so now: headline, status, who is hit. Every other line stays word for word, and nobody is called again. Where it
 * gets too long, the least important news is left out.
 */
export function editedText(text: string, { mark, title, status, hit }: Shown): string {
  const { headline, body } = partsOf(text);
  const withTitle = (words: string, lines: readonly string[]): string =>
    [`[${mark}] ${words}`, `${STATUS}${status}`, ...lines].join('\n');
  const first = HEADLINE.exec(headline)?.[2] ?? headline;
  const all = [
    withTitle(title, hit === null || hit.length > LONGEST_HIT ? body : withHit(body, hit)),
    withTitle(title, body),
    withTitle(first, body),
  ] as const;
  return all.find(fits) ?? all[2];
}

/** New words under the status that a message shows; without one they get one, so that it is seen that they are not out yet. */
export function rewordedText(text: string, words: string): string {
  const { headline, body } = partsOf(words);
  return [headline.replace(/^@here /, ''), `${STATUS}${partsOf(text).status ?? 'open'}`, ...body].join('\n');
}

interface Parts {
  readonly headline: string;
  readonly status: string | null;
  readonly body: readonly string[];
}

function partsOf(text: string): Parts {
  const [headline = '', ...lines] = text.split('\n');
  const [second = '', ...body] = lines;
  if (!second.startsWith(STATUS)) return { headline, status: null, body: lines };
  return { headline, status: second.slice(STATUS.length), body };
}

export interface FirstWords {
  /** Severity in the headline; null where there is none. */
  readonly mark: string | null;
  /** It holds a status: of an edit, or of words that came late. */
  readonly hasStatus: boolean;
  readonly hit: string | null;
  /** It is about a service or workload: others have nobody who is hit. */
  readonly hasHit: boolean;
  /** The severity it was told with, which its reasons are about. */
  readonly toldAs: string | null;
}

export function firstWords(text: string): FirstWords {
  const { headline, status, body } = partsOf(text);
  const mark = HEADLINE.exec(headline)?.[1] ?? null;
  return {
    mark,
    hasStatus: status !== null,
    hit: body.find((line) => line.startsWith(HIT)) ?? null,
    hasHit: body.some((line) => line.startsWith(SERVICE)),
    toldAs: body.map((line) => /^Why (SEV-\d): /.exec(line)?.[1]).find((severity) => severity !== undefined) ?? mark,
  };
}

/** In place of the line that was there, else where it would stand. */
function withHit(body: readonly string[], hit: string): readonly string[] {
  const old = body.findIndex((line) => line.startsWith(HIT));
  if (old >= 0) return body.with(old, hit);
  const service = body.findIndex((line) => line.startsWith(SERVICE));
  return service < 0 ? body : body.toSpliced(service + 1, 0, hit);
}

function fits(text: string): boolean {
  return text.split('\n').reduce((sum, line) => sum + mrkdwnLine(line).length + 1, 0) <= LONGEST;
}
