import { Buffer } from 'node:buffer';
import type { AgentName } from '../domain/agent.ts';
import type { AgentDefinition, AgentFault } from './definition.ts';
import { type Entry, type Place, readFrontMatter, type Value } from './front-matter.ts';
import { modelFault } from './model-policy.ts';

const KEYS = ['name', 'description', 'model', 'tools', 'maxTurns', 'maxTokens'] as const;
type Key = (typeof KEYS)[number];

const MAX_PROMPT_BYTES = 32 * 1024;
const RANGES = {
  // The last one answers: at most four turns of tools.
  maxTurns: { from: 1, to: 5, default: 5 },
  maxTokens: { from: 256, to: 8192, default: 1500 },
} as const;

export interface AgentPolicy {
  /** Full names of the read tools that exist. */
  readonly catalogue: readonly string[];
  /** Anthropic's own endpoint: Haiku only. */
  readonly anthropic: boolean;
}

/** What the text of an agent's file says; all its faults at once when there are any. */
export function checkAgent(
  agent: AgentName,
  file: string,
  text: string,
  policy: AgentPolicy,
): AgentDefinition | readonly AgentFault[] {
  const faults: AgentFault[] = [];
  const complain = ({ line, column }: Place, message: string) => {
    faults.push({ agent, file, line, column, message });
  };
  const front = readFrontMatter(text);
  if (!front.ok) {
    complain(front, front.message);
    return faults;
  }
  const top = { line: 1, column: 1 };
  const entries = new Map(front.entries.map((entry) => [entry.key, entry]));
  for (const entry of front.entries) if (!isKey(entry.key)) complain(entry.keyAt, unknownKey(entry.key));

  const word = (key: Key, example: string): string => {
    const entry = entries.get(key);
    if (entry === undefined) complain(top, `${key} is missing; write ${key}: ${example}`);
    else if (typeof entry.plain !== 'string' || entry.plain.trim() === '')
      complain(entry, `${key} is ${shown(entry)}; write a text such as ${key}: ${example}`);
    else return entry.plain.trim();
    return '';
  };
  const whole = (key: keyof typeof RANGES): number => {
    const { from, to, default: usual } = RANGES[key];
    const entry = entries.get(key);
    if (entry === undefined) return usual;
    const { plain } = entry;
    if (typeof plain === 'number' && Number.isInteger(plain) && plain >= from && plain <= to) return plain;
    complain(
      entry,
      `${key} is ${shown(entry)}; write a whole number from ${from} to ${to}, or leave it out for ${usual}`,
    );
    return usual;
  };

  const name = word('name', agent);
  if (name !== '' && name !== agent)
    complain(entries.get('name') ?? top, `name is "${short(name)}"; the file is ${agent}.md, so write name: ${agent}`);
  const model = word('model', 'claude-haiku-4-5-20251001');
  const notAllowed = model === '' ? null : modelFault(model, policy.anthropic);
  if (notAllowed !== null) complain(entries.get('model') ?? top, notAllowed);
  const definition: AgentDefinition = {
    name: agent,
    description: word('description', 'what the agent is for, in a sentence'),
    model,
    tools: toolsOf(entries.get('tools'), policy.catalogue, complain),
    maxTurns: whole('maxTurns'),
    maxTokens: whole('maxTokens'),
    prompt: front.body,
    file,
    lines: Object.fromEntries([
      ...front.entries.map(({ key, keyAt }) => [key, keyAt.line]),
      ['prompt', front.bodyLine],
    ]),
  };
  const place = { line: front.bodyLine, column: 1 };
  if (front.body === '') complain(place, 'there is no prompt; write it below the second ---');
  const bytes = Buffer.byteLength(front.body);
  if (bytes > MAX_PROMPT_BYTES)
    complain(place, `the prompt has ${Math.ceil(bytes / 1024)} KiB; make it at most ${MAX_PROMPT_BYTES / 1024} KiB`);
  return faults.length === 0 ? definition : faults;
}

/** A YAML list, or names with commas between them, as people write them for Claude Code. Each name counts once. */
function toolsOf(
  entry: Entry | undefined,
  catalogue: readonly string[],
  complain: (place: Place, message: string) => void,
): string[] {
  if (entry === undefined || entry.plain === null) return [];
  const values: readonly Value[] | null =
    entry.items ??
    (typeof entry.plain === 'string'
      ? entry.plain.split(',').map((plain) => ({ ...entry, plain: plain.trim() }))
      : null);
  if (values === null) complain(entry, `tools is ${shown(entry)}; write a list, or names with commas between them`);
  const names = new Set<string>();
  for (const value of values ?? []) {
    if (value.plain === '') continue;
    if (typeof value.plain === 'string' && catalogue.includes(value.plain)) names.add(value.plain);
    else complain(value, `tool ${shown(value)} is not a read tool of k8s-monitor; agents may use ${list(catalogue)}`);
  }
  return [...names];
}

function unknownKey(key: string): string {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '');
  const meant = KEYS.find((known) => plain(known) === plain(key) || plain(known) === `${plain(key)}s`);
  return `"${short(key)}" is no key of an agent; ${meant === undefined ? `the keys are ${list(KEYS)}` : `write ${meant}`}`;
}

function isKey(key: string): key is Key {
  return KEYS.some((known) => known === key);
}

function shown({ plain }: Value): string {
  if (plain === undefined) return 'neither a word nor a number';
  if (plain === null || plain === '') return 'empty';
  return typeof plain === 'string' ? `"${short(plain)}"` : short(String(plain));
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= 60 ? line : `${line.slice(0, 60)}…`;
}

function list(words: readonly string[]): string {
  return words.length === 0 ? 'none here' : words.join(', ');
}
