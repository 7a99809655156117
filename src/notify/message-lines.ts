import { splitMention } from './render/slack-text.ts';

/** A plain message taken apart: what every message has. */
export interface MessageLines {
  readonly calls: boolean;
  readonly headline: string;
  readonly body: readonly string[];
  /** Incident and cycle; null where the last line does not name them. */
  readonly footer: string | null;
}

const FOOTER = /\bcycle [\w.:-]{1,100}$/;

export function linesOf(message: string): MessageLines {
  const { mention, text } = splitMention(message);
  const [headline = '', ...rest] = text.split('\n');
  const last = rest.at(-1);
  const footer = last !== undefined && FOOTER.test(last) ? last : null;
  return { calls: mention !== null, headline, body: footer === null ? rest : rest.slice(0, -1), footer };
}

/** The lines that tell somebody in a hurry what it was, at most so many. */
export function gist(body: readonly string[], labels: readonly string[], most: number): readonly string[] {
  return body.filter((line) => labels.some((label) => line.startsWith(label))).slice(0, most);
}

/** The first line with something more at its end. */
export function withNote(message: string, note: string): string {
  const end = message.indexOf('\n');
  return end < 0 ? `${message} ${note}` : `${message.slice(0, end)} ${note}${message.slice(end)}`;
}
