import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema';
import { isRecord } from './is-record.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Room in one request for strict tools; the answer's own schema counts too, so not all of it is taken. Source: the API's documentation. */
export interface StrictRoom {
  readonly tools: number;
  readonly optional: number;
  readonly unions: number;
}
export const STRICT_ROOM: StrictRoom = { tools: 20, optional: 20, unions: 8 };

/**
 * The schema as strict tools take it, with what of the room it uses: objects closed, keywords that are not supported moved into the
 * descriptions. Null: it can't be told that way (free keys, values of any type).
 */
export function strictSchema(schema: Schema): { readonly schema: Schema; readonly uses: StrictRoom } | null {
  if (!allNodes(schema).every(isClosed)) return null;
  try {
    const strict: Schema = transformJSONSchema(withoutNoise(schema));
    return { schema: strict, uses: usesOf(strict) };
  } catch {
    // A node without a type.
    return null;
  }
}

/** What says nothing to a model and costs tokens: the dialect, and the limits of whole numbers in JSON. */
export function withoutNoise(schema: Schema): Schema {
  const kept = Object.entries(schema).flatMap(([key, value]): [string, unknown][] => {
    if (key === '$schema') return [];
    if ((key === 'minimum' || key === 'maximum') && Math.abs(Number(value)) >= Number.MAX_SAFE_INTEGER) return [];
    return [[key, quiet(value)]];
  });
  return Object.fromEntries(kept);
}

function quiet(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(quiet);
  return isRecord(value) ? withoutNoise(value) : value;
}

function isClosed(node: Schema): boolean {
  const { type, additionalProperties: more } = node;
  if (Array.isArray(type) || node['patternProperties'] !== undefined) return false;
  return more === undefined || more === false;
}

function usesOf(schema: Schema): StrictRoom {
  const nodes = allNodes(schema);
  const optional = nodes.map(({ properties, required }) => {
    const all = isRecord(properties) ? Object.keys(properties).length : 0;
    return all - (Array.isArray(required) ? required.length : 0);
  });
  return {
    tools: 1,
    optional: optional.reduce((sum, count) => sum + count, 0),
    unions: nodes.filter((node) => Array.isArray(node['anyOf'])).length,
  };
}

/** The schema and all that stand in it, in the places where JSON Schema has them. */
function allNodes(schema: Schema): Schema[] {
  const below = ['anyOf', 'oneOf', 'allOf', 'prefixItems'].flatMap((key) => schema[key]);
  const named = ['properties', '$defs'].flatMap((key) => (isRecord(schema[key]) ? Object.values(schema[key]) : []));
  return [schema, ...[...below, ...named, schema['items']].filter(isRecord).flatMap(allNodes)];
}
