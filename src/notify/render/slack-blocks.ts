import { clean } from '../../platform/redact/clean.ts';
import {
  commitAddress,
  cycleOf,
  escaped,
  labelOf,
  moreLines,
  mrkdwnLine,
  plainWords,
  shortened,
} from './slack-escape.ts';
import { type Group, groupsOf, packed, parted } from './slack-groups.ts';
import { signOf } from './slack-signs.ts';
import { LONGEST, type Mention, slackBody } from './slack-text.ts';

interface Mrkdwn {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** Slack makes no links and mentions of its own out of it. */
  readonly verbatim: true;
}

export type SlackBlock =
  | {
      readonly type: 'header';
      readonly text: { readonly type: 'plain_text'; readonly text: string; readonly emoji: true };
    }
  | { readonly type: 'section'; readonly text: Mrkdwn }
  | { readonly type: 'section'; readonly fields: readonly Mrkdwn[] }
  | { readonly type: 'context'; readonly elements: readonly Mrkdwn[] };

export interface SlackWords {
  readonly blocks: readonly SlackBlock[];
  /** For notifications and screen readers: the whole message, or its beginning where both together would be too long. */
  readonly text: string;
}

const LONGEST_HEADER = 150;
/** Slack takes ten of 2,000 characters; what is longer than a few words reads better as a line. */
const MOST_FIELDS = 10;
const LONGEST_FIELD = 300;
const FACTS: ReadonlySet<string> = new Set(['Cluster', 'Status', 'Since', 'Service', 'Hit', 'Concerns']);
/** What, why, since when which change, and what to do stand apart. */
const TOPICS: readonly string[] = ['Found', 'Probable cause', 'Change behind it', 'Check', 'Next'];
/** Of a headline that the header has no room for, and of any other line; both before they are escaped. */
const LONGEST_HEADLINE = 300;
const LONGEST_LINE = 1500;
/** All lines together. With header, mention, footer and what says what is left out, the blocks stay under 9,500. */
const LONGEST_BODY = 7000;
const LONGEST_FOOTER = 500;
const LONGEST_EDIT = 4000;

/**
 * A plain message as Block Kit: header, `<!here>` only where `mention` says so, short facts side by side, the rest in sections, and the
 * last line small. Nothing in the text mentions, links or formats. Limits of Slack that hold by construction: at most 50 blocks, header
 * 150, field 2,000, section 3,000 characters. Slack also counts all text together and says neither how nor where it ends: people saw
 * 9,600 characters in 50 blocks and 13,000 in one pass, and 11,300 in 45 fail. Blocks and `text` together stay under 12,000, and the
 * blocks alone under 9,500 in less than thirty. What is left out is counted.
 */
export function slackBlocks(text: string, mention: Mention): SlackWords {
  const blocks = blocksOf(text, mention);
  const left = LONGEST - blocks.reduce((sum, block) => sum + lengthOf(block), 0);
  return { blocks, text: slackBody(text, mention, left) };
}

/** Of an edited message Slack takes 4,000 bytes of text, and a sign is three at most. Whoever was called has been called. */
export function slackEdit(text: string): SlackWords {
  const { blocks, text: whole } = slackBlocks(text, null);
  const candidates = [whole, slackBody(text, null, LONGEST_EDIT)];
  const short = candidates.find((words) => Buffer.byteLength(words) <= LONGEST_EDIT);
  return { blocks, text: short ?? slackBody(text, null, Math.floor(LONGEST_EDIT / 3)) };
}

function blocksOf(text: string, mention: Mention): readonly SlackBlock[] {
  const [first = '', ...rest] = clean(text).split('\n');
  const last = rest.at(-1) ?? '';
  const hasFooter = cycleOf(last) !== null && escaped(last).length <= LONGEST_FOOTER;
  const { kept, left } = fitting(hasFooter ? rest.slice(0, -1) : rest);
  // Several messages in one: each keeps its facts.
  const groups = groupsOf(kept);
  const facts = kept.some(isEmpty) ? [] : groups.filter(isFact).slice(0, MOST_FIELDS);
  const others = groups.filter((group) => !facts.includes(group));
  const fields = facts.map(({ lines: [line = ''] }) => mrkdwn(mrkdwnLine(line).replace(':* ', ':*\n')));
  return [
    ...headlineBlocks(first.trim(), mention),
    ...(fields.length === 0 ? [] : [{ type: 'section', fields } as const]),
    ...parted(others, topicOf).flatMap((run) => packed(run, shownLine).map(section)),
    ...(left === 0 ? [] : [section(moreLines(left, cycleOf(last)))]),
    ...(hasFooter ? [{ type: 'context', elements: [mrkdwn(escaped(last))] } as const] : []),
  ];
}

function headlineBlocks(words: string, mention: Mention): readonly SlackBlock[] {
  const sign = signOf(words);
  const whole = `${sign === '' ? '' : `${sign} `}${plainWords(words)}`;
  const isCut = whole.length > LONGEST_HEADER;
  // What is cut off can leave a call behind: @channels.
  const start = plainWords(whole.slice(0, LONGEST_HEADER - 1).toWellFormed());
  const text = isCut ? `${start.slice(0, LONGEST_HEADER - 1).toWellFormed()}…` : whole;
  const below = [
    ...(mention === 'here' ? ['<!here>'] : []),
    ...(isCut ? [`*${escaped(shortened(words, LONGEST_HEADLINE))}*`] : []),
  ].join(' ');
  return [
    ...(text.trim() === '' ? [] : [{ type: 'header', text: { type: 'plain_text', text, emoji: true } } as const]),
    ...(below === '' ? [] : [section(below)]),
  ];
}

/** The lines there is room for, in order. Empty ones only part messages, and are none that is missed. */
function fitting(lines: readonly string[]): { readonly kept: readonly string[]; readonly left: number } {
  let length = 0;
  const end = lines.findIndex((line, i) => {
    length += shownLine(line, isEmpty(lines[i - 1])).length + 1;
    return length > LONGEST_BODY;
  });
  const kept = end === -1 ? lines : lines.slice(0, end);
  return { kept, left: lines.slice(kept.length).filter((line) => !isEmpty(line)).length };
}

function isEmpty(line: string | undefined): boolean {
  return line?.trim() === '';
}

function isFact({ lines, opens }: Group): boolean {
  const [line = '', ...more] = lines;
  return !opens && more.length === 0 && FACTS.has(labelOf(line) ?? '') && mrkdwnLine(line).length <= LONGEST_FIELD;
}

function topicOf({ lines: [line = ''] }: Group): string | null {
  const label = labelOf(line);
  return TOPICS.find((topic) => label === topic || label?.startsWith(`${topic} (`)) ?? null;
}

/** At most 3,000 characters, whatever becomes of its signs. */
function shownLine(line: string, opens: boolean): string {
  const address = commitAddress(line);
  if (address !== null && line.length <= LONGEST_LINE) return `  <${address}>`;
  if (opens && signOf(line) !== '') return `${signOf(line)} *${escaped(shortened(line, LONGEST_HEADLINE))}*`;
  const shown = mrkdwnLine(shortened(line, LONGEST_LINE));
  return shown.length <= 2900 ? shown : mrkdwnLine(shortened(line, LONGEST_LINE / 3));
}

function section(text: string): SlackBlock {
  return { type: 'section', text: mrkdwn(text) };
}

function mrkdwn(text: string): Mrkdwn {
  return { type: 'mrkdwn', text, verbatim: true };
}

function lengthOf(block: SlackBlock): number {
  if (block.type === 'context') return sum(block.elements);
  return 'fields' in block ? sum(block.fields) : block.text.text.length;
}

function sum(texts: readonly Mrkdwn[]): number {
  return texts.reduce((length, { text }) => length + text.length, 0);
}
