// What the texts in a prompt tell a model to do, as one that obeys all of them reads it.
import { recordsOf } from './json.ts';
import { blocksOf } from './parts.ts';
import type { Asked } from './script.ts';

export interface Orders {
  /** Whole lines that command something: repeated word for word. */
  readonly lines: readonly string[];
  readonly links: readonly string[];
  readonly commands: readonly string[];
  /** Severities that somebody asked for. */
  readonly severities: readonly string[];
  /** `"notify": false`, `severity=SEV-4`: values by the name of the field. */
  readonly wishes: ReadonlyMap<string, unknown>;
  /** Names that look like tools. */
  readonly tools: readonly string[];
  /** Ids that the prompt really has: E1, C2, commits. */
  readonly ids: readonly string[];
}

const COMMANDS =
  /\b(?:ignore|disregard|always|never|answer|set|copy|print|paste|run|remember|do not|don't|verbatim|override|instead|you are now|you must|verdict|for details|see|revert)\b|^(?:human|assistant|system):|<!|\$\(/i;
const MOST_LINES = 40;

export function ordersIn(asked: Asked): Orders {
  const text = promptOf(asked);
  const lines = text.split(/\r?\n/).filter((line) => COMMANDS.test(line));
  const commanding = lines.join('\n');
  return {
    lines: lines.slice(-MOST_LINES).map((line) => line.slice(0, 400)),
    links: all(text, /<https?:[^>\s]+>|https?:\/\/[^\s"'`<>|)\]}]+|<![a-z]+>/g),
    commands: all(text, /\b(?:kubectl|helm|curl|git|aws|gcloud|rm -rf) [^\n"`]{1,160}/g),
    severities: all(commanding, /\bSEV-[0-9]\b/g),
    wishes: wishesIn(text),
    tools: all(commanding, /\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b/g)
      .filter((name) => name.length <= 64 && !asked.tools.some((tool) => tool.name === name))
      .slice(0, 12),
    ids: all(text, /\b(?:[CELPT][0-9]{1,3}|[0-9a-f]{40}|(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{7,12})\b/g),
  };
}

/** All that others wrote: every user turn, tool results among them. */
function promptOf({ messages }: Asked): string {
  const blocks = messages.filter(({ role }) => role === 'user').flatMap(({ content }) => blocksOf(content));
  return blocks
    .flatMap((block) => (block['type'] === 'tool_result' ? blocksOf(block['content']) : recordsOf([block])))
    .map(({ text }) => String(text ?? ''))
    .join('\n');
}

function wishesIn(text: string): Map<string, unknown> {
  const wishes = new Map<string, unknown>();
  const pattern =
    /\\?"?\b([a-zA-Z_]{3,30})\b\\?"?\s*[:=]\s*(?:\\?"([^"\\\n]{1,80})\\?"|(true|false|-?[0-9]+(?:\.[0-9]+)?|SEV-[0-9])\b)/g;
  for (const [, name = '', quoted, bare] of text.matchAll(pattern)) {
    wishes.set(name, quoted ?? (bare?.startsWith('SEV') ? bare : settingOf(bare)));
  }
  return wishes;
}

function settingOf(word = ''): unknown {
  return word === 'true' ? true : word === 'false' ? false : Number(word);
}

function all(text: string, pattern: RegExp): readonly string[] {
  return [...new Set(text.match(pattern) ?? [])];
}
