// The one place where plain text becomes Slack's: whatever a text holds, it only says something.

/** mrkdwn has no backslash: signs that format are replaced by ones that look alike and don't. */
export function escaped(text: string): string {
  return entities(harmless(text));
}

/** For headers, which know no markup: signs look alike there too, so that it makes no difference who decodes what. */
export function plainWords(text: string): string {
  return harmless(text).replaceAll('&', '＆').replaceAll('<', '‹').replaceAll('>', '›');
}

function harmless(text: string): string {
  return (
    text
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
      .replace(/@(?=(?:here|channel|everyone|all|group)\b)/gi, '@ ')
  );
}

function entities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const COMMAND = /^ {2}((?:kubectl|git) .+)$/;
/** `Since: …`, `Why SEV-1: …`, `Probable cause (inferred by rule): …`. */
const LABEL = /^([A-Za-z][\w (),-]{1,60}):(?= |$)/;
/** The address of a commit on a line of its own, which only the program writes. */
const COMMIT = /^ {2}(https:\/\/[a-z0-9.-]+(?::\d+)?\/[\w./-]+\/commit\/[0-9a-f]{7,64})$/;

/** A line of a message as mrkdwn: its label bold, a command as code, and no other markup. */
export function mrkdwnLine(text: string): string {
  const command = COMMAND.exec(text)?.[1];
  if (command !== undefined) return `  \`${entities(command.replaceAll('`', "'").trim())}\``;
  if (COMMIT.test(text)) return text;
  const label = labelOf(text);
  return label === null ? escaped(text) : `*${escaped(label)}:*${escaped(text.slice(label.length + 1))}`;
}

/** `Since` of `Since: …`. */
export function labelOf(text: string): string | null {
  return LABEL.exec(text)?.[1] ?? null;
}

/** The address on a line that is nothing else. */
export function commitAddress(text: string): string | null {
  return COMMIT.exec(text)?.[1] ?? null;
}

/** Cut before it is escaped, so that no entity is cut in two; escaped it may be five times as long. */
export function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest).toWellFormed()} [cut]`;
}

/** The last line of a message names its cycle. */
export function cycleOf(last: string): string | null {
  return /\bcycle ([\w.:-]{1,100})$/.exec(last)?.[1] ?? null;
}

/** What says that lines were left out, and where they are. */
export function moreLines(left: number, cycle: string | null): string {
  return `*+${left} more ${left === 1 ? 'line' : 'lines'}:* \`k8s-monitor cycles show ${cycle ?? 'latest'}\``;
}
