import { Ajv } from 'ajv';
import { type ApiPath, isNode, type OpenApi } from './openapi.ts';

/** Says what is wrong with an answer; [] when the description allows it. */
export type Check = (path: ApiPath, status: number, body: unknown) => readonly string[];

export function checker(api: OpenApi): Check {
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/);
  ajv.addFormat('uri', (text) => URL.canParse(text));
  ajv.addSchema({ $id: 'github', components: jsonSchema(api.components) } as object);
  return (path, status, body) => {
    const schema = schemaOf(api, path, status);
    if (schema === null) return [`${path} never answers ${status}`];
    const validate = ajv.compile(schema);
    if (validate(body)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${path} ${status}: ${instancePath} ${message}`);
  };
}

/** Refusals that every endpoint has, and the description leaves out. */
const EVERYWHERE: ReadonlySet<number> = new Set([301, 401, 403, 404, 415, 422, 429, 500, 502, 503]);

function schemaOf({ paths, components }: OpenApi, path: ApiPath, status: number): object | null {
  const get = paths[path]?.['get'];
  const responses = isNode(get) ? get['responses'] : undefined;
  const response = isNode(responses) ? responses[String(status)] : undefined;
  const ref = isNode(response) ? response['$ref'] : undefined;
  const whole = typeof ref === 'string' ? components['responses']?.[ref.split('/').at(-1) ?? ''] : response;
  const content = isNode(whole) ? whole['content'] : undefined;
  const json = isNode(content) ? content['application/json'] : undefined;
  const schema = isNode(json) ? json['schema'] : undefined;
  if (isNode(schema)) return jsonSchema(schema) as object;
  return EVERYWHERE.has(status) ? { $ref: 'github#/components/schemas/basic-error' } : null;
}

/** OpenAPI 3.0 in JSON Schema: `nullable` becomes another choice, references lead into the schema that was added. */
function jsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(jsonSchema);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, example: _, examples: _more, discriminator: _kind, ...rest } = node as Record<string, unknown>;
  const plain = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' ? value.replace(/^#/, 'github#') : jsonSchema(value),
    ]),
  );
  return nullable === true ? { anyOf: [{ type: 'null' }, plain] } : plain;
}
