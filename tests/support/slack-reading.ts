// Messages in Slack as Slack shows them: what is a link in them, and what a model added.

interface Said {
  readonly text: string;
  /** What people see where it is there; the text then is for notifications. */
  readonly blocks?: readonly unknown[] | null;
}

const PORT = /127\.0\.0\.1:\d+/g;

/** Without what differs from world to world and from cycle to cycle. */
export function plainOf(text: string): string {
  return text.replaceAll(/cycle \S+/g, 'cycle').replaceAll(PORT, '127.0.0.1');
}

/** All that a message says anywhere: its text, and every text and address inside its blocks. */
export function textsOf({ text, blocks }: Said): readonly string[] {
  return [text, ...stringsIn(blocks)];
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** Lines that the messages of the rules don't have, message by message; first of the texts, then of the blocks. */
export function addedLines(messages: readonly Said[], rules: readonly Said[]): readonly string[] {
  return messages.flatMap((message, i) => {
    const rule = rules[i];
    return [
      ...linesMissingIn([rule?.text ?? ''], [message.text]),
      ...linesMissingIn(stringsIn(rule?.blocks), stringsIn(message.blocks)),
    ];
  });
}

function linesMissingIn(rules: readonly string[], said: readonly string[]): readonly string[] {
  const left = linesOf(rules);
  return linesOf(said).filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function linesOf(texts: readonly string[]): string[] {
  return texts.flatMap((text) => plainOf(text).split('\n'));
}

/** Hosts of all that Slack makes a link of: `<https://…|…>`, a bare address, `www.…`, and mail. */
export function linkHosts(text: string): readonly string[] {
  const urls = text.match(/\b[a-z][a-z0-9+.-]*:\/\/[^\s<>|"]+/gi) ?? [];
  const bare = text.match(/\bwww\.[^\s<>|"]+/gi) ?? [];
  const mail = [...text.matchAll(/<mailto:[^@>]*@([^>|]+)/gi)].map(([, host = '']) => host);
  return [
    ...urls.map((url) => (URL.canParse(url) ? new URL(url).hostname : url)),
    ...bare.map((host) => host.replace(/[/?#].*$/, '')),
    ...mail,
  ].map((host) => host.toLowerCase());
}
