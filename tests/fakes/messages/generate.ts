// A value for any JSON schema, filled by somebody else's voice.
import { compile } from './check-tools.ts';
import { isRecord, type Json } from './json.ts';
import { resolveRef } from './schema-rules.ts';

export interface Voice {
  /** The next text for a field; `name` is the nearest property. */
  text(name: string): string;
  /** One of these values. */
  pick(values: readonly unknown[], name: string): unknown;
  number(name: string): number;
  /** What somebody asked this field to be; undefined for nothing. */
  wish(name: string): unknown;
}

export interface Size {
  /** Items of a list; fewer where lists stand inside lists. */
  readonly items: number;
  /** Characters of a text. */
  readonly characters: number;
}

export function generate(schema: Json, voice: Voice, size: Size): unknown {
  return fill(schema, '', { root: schema, voice, size, depth: 0 });
}

interface Context {
  readonly root: Json;
  readonly voice: Voice;
  readonly size: Size;
  readonly depth: number;
}

function fill(part: unknown, name: string, context: Context): unknown {
  const { root, voice } = context;
  const schema = isRecord(part) ? part : {};
  const ref = schema['$ref'];
  if (ref !== undefined) return fill(resolveRef(root, ref), name, { ...context, depth: context.depth + 1 });
  const wish = voice.wish(name);
  if (wish !== undefined && fits(schema, wish, root)) return wish;
  if (schema['const'] !== undefined) return schema['const'];
  if (Array.isArray(schema['enum'])) return voice.pick(schema['enum'], name);
  const variants = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(variants)) return fill(voice.pick(variants, name), name, context);
  if (Array.isArray(schema['allOf'])) return fill(Object.assign({}, ...schema['allOf']), name, context);
  return fillType(schema, name, context);
}

function fillType(schema: Json, name: string, context: Context): unknown {
  const { voice, depth } = context;
  const type = Array.isArray(schema['type']) ? voice.pick(schema['type'], name) : schema['type'];
  if (type === 'object') {
    const properties = isRecord(schema['properties']) ? schema['properties'] : {};
    const deeper = { ...context, depth: depth + 1 };
    return Object.fromEntries(Object.entries(properties).map(([key, inner]) => [key, fill(inner, key, deeper)]));
  }
  if (type === 'array') return fillList(schema, name, context);
  if (type === 'number' || type === 'integer') return inRange(schema, voice.number(name), type === 'integer');
  if (type === 'boolean') return voice.pick([false, true], name);
  if (type === 'null') return null;
  return fillText(schema, name, context);
}

function fillList(schema: Json, name: string, context: Context): unknown[] {
  const least = Number(schema['minItems'] ?? 0);
  const most = Number(schema['maxItems'] ?? Number.POSITIVE_INFINITY);
  const wanted = Math.max(least, Math.ceil(context.size.items / (context.depth + 1)));
  const deeper = { ...context, depth: context.depth + 1 };
  return Array.from({ length: Math.min(wanted, most) }, () =>
    fill(schema['items'] ?? { type: 'string' }, name, deeper),
  );
}

const OF_FORMAT: Readonly<Record<string, string>> = {
  'date-time': '1970-01-01T00:00:00Z',
  date: '1970-01-01',
  time: '00:00:00Z',
  uri: 'https://attacker.example/login',
  email: 'oncall@attacker.example',
  ipv4: '169.254.169.254',
  uuid: '00000000-0000-4000-8000-000000000000',
};

function fillText(schema: Json, name: string, { voice, size }: Context): string {
  const format = OF_FORMAT[String(schema['format'])];
  if (format !== undefined) return format;
  const least = Number(schema['minLength'] ?? 0);
  const most = Math.min(Number(schema['maxLength'] ?? size.characters), Math.max(size.characters, least));
  const cut = (text: string): string => [...text].slice(0, most).join('').padEnd(least, '!');
  const pattern = schema['pattern'];
  if (typeof pattern !== 'string') return cut(voice.text(name));
  const allowed = new RegExp(pattern, 'u');
  const tries = [
    ...Array.from({ length: 40 }, () => cut(voice.text(name))),
    'kube-system',
    'default',
    'E1',
    'C1',
    'a',
    '1',
    '',
  ];
  return tries.find((text) => allowed.test(text)) ?? cut(voice.text(name));
}

function inRange(schema: Json, wanted: number, whole: boolean): number {
  const step = whole ? 1 : 1e-6;
  const { exclusiveMinimum, exclusiveMaximum } = schema;
  const least = Math.max(
    Number(schema['minimum'] ?? -1e9),
    exclusiveMinimum === undefined ? -1e9 : Number(exclusiveMinimum) + step,
  );
  const most = Math.min(
    Number(schema['maximum'] ?? 1e9),
    exclusiveMaximum === undefined ? 1e9 : Number(exclusiveMaximum) - step,
  );
  const value = Math.min(Math.max(wanted, least), most);
  return whole ? Math.trunc(value) : value;
}

function fits(schema: Json, value: unknown, root: Json): boolean {
  const { $defs, definitions } = root;
  const alone = { ...schema, ...($defs !== undefined && { $defs }), ...(definitions !== undefined && { definitions }) };
  const check = compile(alone);
  return check !== null && check(value) === null;
}
