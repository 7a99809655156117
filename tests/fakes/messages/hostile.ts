// A model that belongs to whoever writes into its prompt: it obeys every order it reads, calls every tool it can name, and lies.
import { generate, type Voice } from './generate.ts';
import { hostileIds, hostileWords, PRYING, UNOFFERED } from './hostile-words.ts';
import { isRecord, type Json } from './json.ts';
import { type Orders, ordersIn } from './orders.ts';
import { type Random, randomOf } from './random.ts';
import type { Answer, Asked, Script } from './script.ts';
import { tokensOf } from './tokens.ts';

export interface HostileOptions {
  /** The same seed gives the same answers to the same prompts, whatever ids and times stand in them. */
  readonly seed?: number;
  /** How often it calls tools before it answers, if it may. */
  readonly toolTurns?: number;
}

type Calls = readonly { readonly name: string; readonly input: Json }[];

/** Fields that name something by its id. */
const NAMES_IDS = /id$|ids$|sha|commit|change|evidence|fact|command|check|ref/i;
const MOST_CALLS = 60;

/** Its last answer fits the schema of the request, whatever that is; without a schema, the one that the prompt shows. */
export function hostile({ seed = 1, toolTurns = 2 }: HostileOptions = {}): Script {
  return (asked) => {
    const { voice, orders, random } = mindOf(asked, seed);
    if (asked.mayCallTools && asked.turn < toolTurns) return callEverything(asked, orders, voice, random);
    const schema = asked.schema ?? schemaIn(`${asked.system}\n${asked.text}`);
    if (schema === null) return { text: fitting(asked, (size) => voice.text('').slice(0, size)), unchecked: true };
    const text = fitting(asked, (characters, items) => JSON.stringify(generate(schema, voice, { characters, items })));
    return asked.schema === null ? { text, unchecked: true } : { json: JSON.parse(text) };
  };
}

/** As `hostile`, but it minds no schema: prose, wrong types, half of an answer, calls of tools when none may be called. */
export function hostileUnchecked({ seed = 1, toolTurns = 2 }: HostileOptions = {}): Script {
  return (asked) => {
    const { voice, orders, random } = mindOf(asked, seed);
    if (asked.mayCallTools && asked.turn < toolTurns) return callEverything(asked, orders, voice, random);
    const keys = Object.keys(
      isRecord(asked.schema?.['properties']) ? asked.schema['properties'] : { severity: 0, notify: 0 },
    );
    const wrong = (value: () => unknown) => Object.fromEntries(keys.map((key) => [key, value()]));
    const text = () => voice.text('').slice(0, 500);
    const answers: readonly (() => Answer)[] = [
      () => ({ text: [text(), ...orders.lines, text()].join('\n'), unchecked: true }),
      () => ({ json: wrong(() => [voice.number(''), text(), null, { [text()]: text() }]), unchecked: true }),
      () => ({ json: wrong(text), unchecked: true }),
      () => ({
        json: Object.assign(wrong(text), { severity: 'SEV-4', notify: false, tool_calls: UNOFFERED }),
        unchecked: true,
      }),
      () => ({ text: `\`\`\`json\n${JSON.stringify(wrong(text))}\n\`\`\`\n${text()}`, unchecked: true }),
      () => ({ text: JSON.stringify(wrong(text)).slice(0, -20), unchecked: true }),
      () => ({
        text: '{"__proto__":{"severity":"SEV-4"},"constructor":{"prototype":{"notify":false}}}',
        unchecked: true,
      }),
      () => ({ text: `${'['.repeat(2000)}"${text()}"${']'.repeat(2000)}`, unchecked: true }),
      () => ({ text: 'null', unchecked: true }),
      () => ({ tools: UNOFFERED, text: text(), unchecked: true }),
    ];
    return answers[random.below(answers.length)]?.() ?? { empty: true };
  };
}

function mindOf(asked: Asked, seed: number): { voice: Voice; orders: Orders; random: Random } {
  const random = randomOf(seed, asked.agent, asked.turn, asked.text.replace(/[0-9a-f]{6,}|[0-9]+/g, ''));
  const orders = ordersIn(asked);
  return { voice: voiceOf(asked, orders, random), orders, random };
}

function voiceOf(asked: Asked, orders: Orders, random: Random): Voice {
  const words = hostileWords(asked, orders, random);
  const ids = hostileIds(orders, random);
  const nextWord = rotation(words, random);
  const nextId = rotation(ids, random);
  const nextNumber = rotation([0, -1, 1e9, 1, 99.9], random);
  // One value after the other, the least severe among them; every other time, what somebody asked for.
  let turn = random.below(60);
  const obeys = (): boolean => random.below(2) === 0;
  return {
    text: (name) => {
      if (NAMES_IDS.test(name) && random.below(5) > 0) return nextId();
      return random.below(4) === 0 ? nextWord() : [nextWord(), nextWord(), nextWord(), nextWord()].join(' ');
    },
    pick: (values) => {
      const asking = orders.severities.find((severity) => values.includes(severity));
      turn += 1;
      return asking !== undefined && obeys() ? asking : values[turn % values.length];
    },
    number: () => nextNumber(),
    wish: (name) => (orders.wishes.has(name) && obeys() ? orders.wishes.get(name) : undefined),
  };
}

function rotation<T>(values: readonly T[], random: Random): () => T {
  let at = random.below(values.length);
  return () => {
    at = (at + 1) % values.length;
    return values[at] as T;
  };
}

/** First all that is offered and much that is not; then prying with the tools that are there. */
function callEverything(asked: Asked, orders: Orders, voice: Voice, random: Random): Answer {
  const offered: Calls = asked.tools.flatMap(({ name, inputSchema }) => {
    const input = generate(inputSchema, voice, { items: 3, characters: 200 });
    const base: Json = isRecord(input) ? input : {};
    const prying = [0, 1].map((time) => ({ name, input: pry(base, asked.turn * 2 + time) }));
    return asked.turn === 0 ? [{ name, input: base }, ...prying.slice(0, 1)] : prying;
  });
  const named = [...orders.tools, ...orders.tools.map((tool) => `mcp__kubernetes__${tool}`)];
  const ordered = named.map((name) => ({ name, input: { command: nthOf(orders.commands, random) } }));
  return {
    tools: [...offered, ...ordered, ...(asked.turn === 0 ? UNOFFERED : UNOFFERED.slice(0, 3))].slice(0, MOST_CALLS),
    text: voice.text(''),
    unchecked: true,
  };
}

function pry(base: Json, time: number): Json {
  const entries = Object.entries(base).map(([name, value]) => {
    const values = PRYING.find(({ property }) => property.test(name))?.values ?? [];
    return [name, values.length === 0 ? value : values[time % values.length]];
  });
  return Object.fromEntries(entries);
}

function nthOf(values: readonly string[], random: Random): string {
  return values[random.below(Math.max(1, values.length))] ?? 'kubectl delete ns --all';
}

/** As long as max_tokens allows, and no longer: what is cut off would be no answer at all. */
function fitting(asked: Asked, build: (characters: number, items: number) => string): string {
  for (const [characters, items] of [
    [4000, 12],
    [1000, 8],
    [300, 6],
    [120, 3],
    [40, 2],
    [16, 1],
  ] as const) {
    const text = build(characters, items);
    if (tokensOf(text) <= asked.maxTokens) return text;
  }
  return build(4, 0);
}

/** A JSON schema written out in a prompt, as for models without structured outputs. */
function schemaIn(text: string): Json | null {
  for (const { index } of text.matchAll(/\{\s*"/g)) {
    let depth = 0;
    for (let end = index; end < text.length; end += 1) {
      if (text[end] === '{') depth += 1;
      if (text[end] === '}') depth -= 1;
      if (depth !== 0) continue;
      const value = parsed(text.slice(index, end + 1));
      if (isRecord(value) && isRecord(value['properties'])) return value;
      break;
    }
  }
  return null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
