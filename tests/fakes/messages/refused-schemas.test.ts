import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { always } from './script.ts';
import { ask, CAUSE_SCHEMA, LOGS_TOOL, refusal, started } from './testing.ts';

const tool = (changes: object) => ({ tools: [{ ...LOGS_TOOL, ...changes }] });
const strict = (schema: object) =>
  tool({ input_schema: { type: 'object', additionalProperties: false, properties: { a: schema } } });
const format = (schema: object) => ({ output_config: { format: { type: 'json_schema', schema } } });
const property = (schema: object) =>
  format({ type: 'object', additionalProperties: false, required: ['a'], properties: { a: schema } });

/** A request's changes, and what the API says to it: a part that names the field. */
const REFUSED: readonly (readonly [string, object, string])[] = [
  ['a bad tool name', tool({ name: 'get logs' }), 'tools.0.custom.name: String should match pattern'],
  ['two tools of one name', { tools: [LOGS_TOOL, LOGS_TOOL] }, 'tools: Tool names must be unique'],
  ['a tool without a schema', tool({ input_schema: undefined }), 'tools.0.custom.input_schema: Field required'],
  [
    'a schema that is no object',
    tool({ input_schema: { type: 'string' } }),
    "input_schema.type: Input should be 'object'",
  ],
  [
    'a schema that is none',
    tool({ strict: false, input_schema: { type: 'object', properties: { a: { type: 'text' } } } }),
    'draft 2020-12',
  ],
  [
    'a union at the top of a tool',
    tool({ input_schema: { type: 'object', anyOf: [{}] } }),
    'does not support oneOf, allOf, or anyOf at the top level',
  ],
  ['an unknown key of a tool', tool({ annotations: {} }), 'tools.0.custom.annotations: Extra inputs'],
  [
    'a strict tool that is open',
    tool({ input_schema: { type: 'object' } }),
    "tools.0.custom: For 'object' type, 'additionalProperties' must be explicitly set to false",
  ],
  [
    'limits in a strict tool',
    strict({ type: 'integer', minimum: 1, maximum: 9 }),
    "tools.0.custom: For 'integer' type, properties maximum, minimum are not supported",
  ],
  [
    '21 strict tools',
    { tools: Array.from({ length: 21 }, (_, at) => ({ ...LOGS_TOOL, name: `t${at}` })) },
    'Too many strict tools (21)',
  ],
  [
    '25 optional arguments',
    {
      tools: Array.from({ length: 13 }, (_, at) => ({
        ...LOGS_TOOL,
        name: `t${at}`,
        input_schema: { ...LOGS_TOOL.input_schema, required: [] },
      })),
    },
    'too many optional parameters (26)',
  ],
  [
    '17 nullable fields',
    format({
      type: 'object',
      additionalProperties: false,
      required: Array.from({ length: 17 }, (_, at) => `a${at}`),
      properties: Object.fromEntries(Array.from({ length: 17 }, (_, at) => [`a${at}`, { type: ['string', 'null'] }])),
    }),
    'union types (17 parameters',
  ],
  [
    'an open answer',
    format({ type: 'object', properties: {} }),
    "output_config.format.schema: For 'object' type, 'additionalProperties'",
  ],
  [
    'a longest text',
    property({ type: 'string', maxLength: 10 }),
    "For 'string' type, property 'maxLength' is not supported",
  ],
  [
    'three items at least',
    property({ type: 'array', items: { type: 'string' }, minItems: 3 }),
    "'minItems' values other than 0 or 1",
  ],
  [
    'a longest list',
    property({ type: 'array', items: { type: 'string' }, maxItems: 3 }),
    "For 'array' type, property 'maxItems' is not supported",
  ],
  ['a pattern with look-ahead', property({ type: 'string', pattern: '^(?=a)' }), 'pattern'],
  ['a format of its own', property({ type: 'string', format: 'k8s-name' }), "format 'k8s-name' is not supported"],
  ['oneOf', property({ oneOf: [{ type: 'string' }] }), "Schema type 'oneOf' is not supported"],
  ['anything at all', property({}), "'type' is required"],
  [
    'a nullable enum with types',
    property({ type: ['string', 'null'], enum: ['a', null] }),
    "Enum value 'a' does not match declared type",
  ],
  ['an empty enum', property({ type: 'string', enum: [] }), 'Enum must be a non-empty array'],
  ['a schema inside itself', property({ $ref: '#' }), 'Circular reference'],
  ['a schema elsewhere', property({ $ref: 'https://example.org/schema' }), "'$ref'"],
  [
    'a required field that is not there',
    format({ type: 'object', additionalProperties: false, required: ['b'], properties: {} }),
    "required property 'b'",
  ],
  [
    'another format',
    { output_config: { format: { type: 'json_object' } } },
    "output_config.format: Input tag 'json_object'",
  ],
  ['effort', { output_config: { effort: 'low' } }, 'This model does not support the effort parameter'],
];

describe('a tool or schema that the API refuses', () => {
  it.each(REFUSED)('has %s', async (_, changes, message) => {
    const error = await refusal(changes);
    expect(error).toBeInstanceOf(Anthropic.BadRequestError);
    expect(error.message).toContain(JSON.stringify(message).slice(1, -1));
  });
});

describe('a tool or schema that the API takes', () => {
  it.each<[string, object]>([
    ['strict tools beside a schema', { ...tool({}), ...format(CAUSE_SCHEMA), tool_choice: { type: 'auto' } }],
    ['a nullable enum without types', property({ anyOf: [{ type: 'string', enum: ['a'] }, { type: 'null' }] })],
    [
      'limits in a tool that is not strict',
      tool({ strict: false, input_schema: { type: 'object', properties: { a: { type: 'integer', minimum: 1 } } } }),
    ],
    [
      'a definition used twice',
      format({
        $defs: { id: { type: 'string' } },
        type: 'object',
        additionalProperties: false,
        required: ['a', 'b'],
        properties: { a: { $ref: '#/$defs/id' }, b: { $ref: '#/$defs/id' } },
      }),
    ],
  ])('with %s', async (_, changes) => {
    const { client, fake } = await started(always({ text: 'yes', unchecked: true }));
    await client.post('/v1/messages', { body: ask(changes) });
    expect(fake.requests).toMatchObject([{ refused: null, state: 'answered' }]);
  });
});
