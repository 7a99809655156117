// The part of JSON Schema that the grammar of structured outputs and strict tools is made of. Everything else is refused.
import { isRecord, type Json } from './json.ts';
import { invalid } from './refusal.ts';

const ANYWHERE = [
  'type',
  'title',
  'description',
  'default',
  'enum',
  'const',
  'anyOf',
  'allOf',
  '$ref',
  '$defs',
  'definitions',
];
const OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  object: ['properties', 'required', 'additionalProperties'],
  array: ['items', 'minItems'],
  string: ['format', 'pattern'],
  number: [],
  integer: [],
  boolean: [],
  null: [],
};
const FORMATS = ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'uri', 'ipv4', 'ipv6', 'uuid'];
// Look-around, back references and word boundaries can't be made into a grammar.
const HARD_PATTERN = /\(\?[=!<]|\\[1-9bB]/;
const MOST_OPTIONAL = 24;
const MOST_UNIONS = 16;

/** What the limits of a whole request count, over all strict schemas in it. */
export interface Complexity {
  optional: number;
  unions: number;
}

/** Throws a Refusal where the schema asks for more than the grammar can; adds to `complexity`. */
export function checkStrictSchema(schema: Json, at: string, complexity: Complexity): void {
  const { $schema: _dialect, ...root } = schema;
  checkPart(root, { at, root, complexity });
  const circular = findCircle(root);
  if (circular !== undefined) throw invalid(`${at}: Circular reference detected in schema definitions: ${circular}`);
}

export function checkComplexity({ optional, unions }: Complexity): void {
  if (optional > MOST_OPTIONAL) {
    throw invalid(
      `Schemas contains too many optional parameters (${optional}), which would make grammar compilation inefficient. Reduce the number of optional parameters in your tool schemas (limit: ${MOST_OPTIONAL}).`,
    );
  }
  if (unions > MOST_UNIONS) {
    throw invalid(
      `Schemas contains too many parameters with union types (${unions} parameters with type arrays or anyOf), which would cause exponential compilation cost. Reduce the number of nullable or union-typed parameters (limit: ${MOST_UNIONS} parameters with unions).`,
    );
  }
}

interface Context {
  readonly at: string;
  readonly root: Json;
  readonly complexity: Complexity;
}

function checkPart(schema: unknown, context: Context): void {
  const { at, root, complexity } = context;
  if (!isRecord(schema)) throw invalid(`${at}: Invalid schema: a schema should be an object`);
  if (schema['oneOf'] !== undefined) throw invalid(`${at}: Schema type 'oneOf' is not supported`);
  const types = typesOf(schema, at);
  checkKeywords(schema, types, at);
  checkEnum(schema, types, at);
  if (schema['anyOf'] !== undefined || types.length > 1) complexity.unions += 1;
  if (types.includes('object')) checkObject(schema, context);
  if (types.includes('array')) checkArray(schema, context);
  if (types.includes('string')) checkString(schema, at);
  const ref = schema['$ref'];
  if (ref !== undefined && resolveRef(root, ref) === undefined) {
    throw invalid(`${at}: Invalid schema: '$ref' '${String(ref)}' does not lead to a definition of this schema`);
  }
  for (const part of [...partsOf(schema, 'anyOf', at), ...partsOf(schema, 'allOf', at)]) checkPart(part, context);
  for (const key of ['$defs', 'definitions']) {
    const definitions = schema[key];
    if (isRecord(definitions)) for (const part of Object.values(definitions)) checkPart(part, context);
  }
}

function typesOf(schema: Json, at: string): readonly string[] {
  const { type } = schema;
  const types: readonly unknown[] = type === undefined ? [] : Array.isArray(type) ? type : [type];
  const wrong = types.find((one) => typeof one !== 'string' || OF_TYPE[one] === undefined);
  if (wrong !== undefined) throw invalid(`${at}: Invalid schema: '${String(wrong)}' is not a type`);
  const stands = ['enum', 'const', 'anyOf', 'allOf', '$ref'].some((key) => schema[key] !== undefined);
  if (types.length === 0 && !stands)
    throw invalid(`${at}: Invalid schema: 'type' is required where there is no enum, const, anyOf, allOf or $ref`);
  return types.map(String);
}

function checkKeywords(schema: Json, types: readonly string[], at: string): void {
  const allowed = [...ANYWHERE, ...types.flatMap((type) => OF_TYPE[type] ?? [])];
  const extra = Object.keys(schema)
    .filter((key) => !allowed.includes(key))
    .sort();
  if (extra.length === 0) return;
  const what = extra.length === 1 ? `property '${extra[0]}' is` : `properties ${extra.join(', ')} are`;
  throw invalid(`${at}: For '${types.join(', ') || 'any'}' type, ${what} not supported`);
}

function checkEnum(schema: Json, types: readonly string[], at: string): void {
  const values = schema['enum'];
  if (values === undefined) return;
  if (!Array.isArray(values) || values.length === 0)
    throw invalid(`${at}: Invalid schema: Enum must be a non-empty array`);
  for (const value of values) {
    if (typeof value === 'object' && value !== null)
      throw invalid(`${at}: Invalid schema: complex types in an enum are not supported`);
    // The real one compares each value with the one declared type: a list of types never matches.
    if (schema['type'] !== undefined && !(types.length === 1 && matches(value, types[0]))) {
      const declared = types.length === 1 ? types[0] : `[${types.map((type) => `'${type}'`).join(', ')}]`;
      throw invalid(`${at}: Invalid schema: Enum value '${String(value)}' does not match declared type '${declared}'`);
    }
  }
}

function matches(value: unknown, type: string | undefined): boolean {
  if (type === 'null') return value === null;
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

function checkObject(schema: Json, context: Context): void {
  const { at, complexity } = context;
  if (schema['additionalProperties'] !== false) {
    throw invalid(`${at}: For 'object' type, 'additionalProperties' must be explicitly set to false`);
  }
  const properties = schema['properties'] ?? {};
  if (!isRecord(properties)) throw invalid(`${at}: Invalid schema: 'properties' should be an object`);
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  const unknown = required.find((name) => properties[String(name)] === undefined);
  if (unknown !== undefined)
    throw invalid(`${at}: Invalid schema: required property '${String(unknown)}' is not in 'properties'`);
  for (const [name, part] of Object.entries(properties)) {
    if (!required.includes(name)) complexity.optional += 1;
    checkPart(part, context);
  }
}

function checkArray(schema: Json, context: Context): void {
  const { minItems, items } = schema;
  if (minItems !== undefined && minItems !== 0 && minItems !== 1) {
    throw invalid(`${context.at}: For 'array' type, 'minItems' values other than 0 or 1 are not supported`);
  }
  if (items !== undefined) checkPart(items, context);
}

function checkString({ format, pattern }: Json, at: string): void {
  if (format !== undefined && !FORMATS.includes(String(format))) {
    throw invalid(`${at}: For 'string' type, format '${String(format)}' is not supported`);
  }
  if (pattern !== undefined && (typeof pattern !== 'string' || HARD_PATTERN.test(pattern))) {
    throw invalid(`${at}: For 'string' type, pattern '${String(pattern)}' is not supported`);
  }
}

function partsOf(schema: Json, key: 'anyOf' | 'allOf', at: string): readonly unknown[] {
  const parts = schema[key];
  if (parts === undefined) return [];
  if (!Array.isArray(parts) || parts.length === 0)
    throw invalid(`${at}: Invalid schema: '${key}' must be a non-empty array`);
  if (key === 'allOf' && parts.some((part) => isRecord(part) && part['$ref'] !== undefined)) {
    throw invalid(`${at}: '$ref' in 'allOf' is not supported`);
  }
  return parts;
}

/** A definition of the schema itself; undefined for anything further away. */
export function resolveRef(root: Json, ref: unknown): Json | undefined {
  if (ref === '#') return root;
  const [, key = '', name = ''] = /^#\/(\$defs|definitions)\/(.+)$/.exec(String(ref)) ?? [];
  const definitions = root[key];
  const found = isRecord(definitions) ? definitions[name] : undefined;
  return isRecord(found) ? found : undefined;
}

/** The first reference that leads to itself: a grammar can't recurse. */
function findCircle(root: Json): string | undefined {
  const walk = (part: unknown, open: readonly string[]): string | undefined => {
    if (Array.isArray(part)) return part.map((one) => walk(one, open)).find((one) => one !== undefined);
    if (!isRecord(part)) return undefined;
    const ref = part['$ref'];
    if (typeof ref === 'string') return open.includes(ref) ? ref : walk(resolveRef(root, ref), [...open, ref]);
    return Object.entries(part)
      .filter(([key]) => key !== '$defs' && key !== 'definitions')
      .map(([, inner]) => walk(inner, open))
      .find((one) => one !== undefined);
  };
  return walk(root, ['#']);
}
