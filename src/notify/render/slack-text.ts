import { clean } from '../../platform/redact/clean.ts';

export type Mention = 'here' | null;

const HERE = '@here ';
/** Slack's limit for all text of one message is said to be near 13,200. */
const LONGEST = 12_000;
/** Escaped it may be five times as long, and a headline must always fit. */
const LONGEST_LINE = 1500;
/** For the line that says what was left out, and the last line, which names incident and cycle. */
const RESERVE = 500;

/** `@here ` at the very beginning is the program's own: plain.ts takes it out of everybody else's text. */
export function splitMention(plainMessage: string): { readonly mention: Mention; readonly text: string } {
  return plainMessage.startsWith(HERE)
    ? { mention: 'here', text: plainMessage.slice(HERE.length) }
    : { mention: null, text: plainMessage };
}

/** The plain text of alert-text.ts as Slack's mrkdwn, its mention included. */
export function slackText(plainMessage: string): string {
  const { mention, text } = splitMention(plainMessage);
  return slackBody(text, mention);
}

/**
 * Plain text as mrkdwn that only says something: the first line bold, labels bold, command lines as code, and no other markup,
 * link or mention, whatever the text holds. Only `mention` calls anybody. At most 12,000 characters; what is left out is counted.
 */
export function slackBody(text: string, mention: Mention): string {
  const [first = '', ...rest] = clean(text).split('\n').map(shortened);
  const lines = [headline(first, mention), ...rest.map(line)];
  const whole = lines.join('\n');
  return whole.length <= LONGEST ? whole : cut(lines, cycleOf(rest.at(-1) ?? ''));
}

function headline(text: string, mention: Mention): string {
  const words = escaped(text.trim());
  return `${mention === 'here' ? '<!here> ' : ''}${words === '' ? '' : `*${words}*`}`;
}

const COMMAND = /^ {2}((?:kubectl|git) .+)$/;
/** `Since: …`, `Why SEV-1: …`, `Probable cause (inferred by rule): …`. */
const LABEL = /^([A-Za-z][\w (),-]{1,60}:)(?= |$)/;
/** The address of a commit on a line of its own, which only the program writes. */
const COMMIT = /^ {2}https:\/\/[a-z0-9.-]+(?::\d+)?\/[\w./-]+\/commit\/[0-9a-f]{7,64}$/;

function line(text: string): string {
  const command = COMMAND.exec(text)?.[1];
  if (command !== undefined) return `  \`${entities(command.replaceAll('`', "'").trim())}\``;
  if (COMMIT.test(text)) return text;
  const label = LABEL.exec(text)?.[1];
  return label === undefined ? escaped(text) : `*${escaped(label)}*${escaped(text.slice(label.length))}`;
}

/** mrkdwn has no backslash: signs that format are replaced by ones that look alike and don't. */
function escaped(text: string): string {
  const harmless = text
    .replaceAll('*', '∗')
    .replaceAll('~', '∼')
    .replaceAll('`', "'")
    // Inside a word it is part of a name, and formats nothing.
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '＿')
    .replace(/^(\s*)>/, '$1›')
    // Slack makes a link of an address, a picture of a word between colons, and a call of a few words behind an @.
    .replace(/:(?=\/\/)|\b(?:mailto|tel):(?=\S)/gi, '$& ')
    .replace(/\bwww\.(?=\S)/gi, 'www. ')
    .replace(/:(?=(?:[a-z+-][\w+'-]*|100|1234|8ball):)/gi, '∶')
    .replace(/@(?=(?:here|channel|everyone|all|group)\b)/gi, '@ ');
  return entities(harmless);
}

function entities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Before anything is escaped, so that no entity is cut in two. */
function shortened(text: string): string {
  return text.length <= LONGEST_LINE ? text : `${text.slice(0, LONGEST_LINE).toWellFormed()} [cut]`;
}

function cut(lines: readonly string[], cycle: string): string {
  const last = lines.at(-1) ?? '';
  const end = last.length <= RESERVE / 2 ? last : null;
  const kept: string[] = [];
  let length = 0;
  for (const text of lines) {
    length += text.length + 1;
    if (length > LONGEST - RESERVE) break;
    kept.push(text);
  }
  const left = lines.length - kept.length - (end === null ? 0 : 1);
  const more = `*+${left} more ${left === 1 ? 'line' : 'lines'}:* \`k8s-monitor cycles show ${cycle}\``;
  return [...kept, more, ...(end === null ? [] : [end])].join('\n');
}

/** The last line of a message names its cycle. */
function cycleOf(last: string): string {
  return /\bcycle ([\w.:-]{1,100})$/.exec(last)?.[1] ?? 'latest';
}
