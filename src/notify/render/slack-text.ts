import { clean } from '../../platform/redact/clean.ts';
import { cycleOf, escaped, moreLines, mrkdwnLine, shortened } from './slack-escape.ts';

export type Mention = 'here' | null;

const HERE = '@here ';
/** Slack's limit for all text of one message is said to be near 13,200. */
export const LONGEST = 12_000;
/** Escaped it may be five times as long, and a headline must always fit. */
const LONGEST_LINE = 1500;

/** `@here ` at the very beginning is the program's own: plain.ts takes it out of everybody else's text. */
export function splitMention(plainMessage: string): { readonly mention: Mention; readonly text: string } {
  return plainMessage.startsWith(HERE)
    ? { mention: 'here', text: plainMessage.slice(HERE.length) }
    : { mention: null, text: plainMessage };
}

/**
 * Plain text as mrkdwn that only says something: the first line bold, labels bold, command lines as code, and no other markup,
 * link or mention, whatever the text holds. Only `mention` calls anybody. At most `longest` characters (1,000 or more); what is left
 * out is counted.
 */
export function slackBody(text: string, mention: Mention, longest = LONGEST): string {
  const perLine = Math.min(LONGEST_LINE, Math.floor(longest / 8));
  const [first = '', ...rest] = clean(text)
    .split('\n')
    .map((line) => shortened(line, perLine));
  const lines = [headline(first, mention), ...rest.map(mrkdwnLine)];
  const whole = lines.join('\n');
  return whole.length <= longest ? whole : cut(lines, cycleOf(rest.at(-1) ?? ''), longest);
}

function headline(text: string, mention: Mention): string {
  const words = escaped(text.trim());
  return `${mention === 'here' ? '<!here> ' : ''}${words === '' ? '' : `*${words}*`}`;
}

/** For the line that says what was left out, and the last line, which names incident and cycle. */
const MORE = 180;
const LONGEST_END = 150;

function cut(lines: readonly string[], cycle: string | null, longest: number): string {
  const last = lines.at(-1) ?? '';
  const end = last.length <= LONGEST_END ? last : null;
  const kept: string[] = [];
  let length = 0;
  for (const text of lines) {
    length += text.length + 1;
    if (length > longest - MORE - LONGEST_END) break;
    kept.push(text);
  }
  const left = lines.length - kept.length - (end === null ? 0 : 1);
  return [...kept, moreLines(left, cycle), ...(end === null ? [] : [end])].join('\n');
}
