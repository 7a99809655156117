import { describe, expect, it } from 'vitest';
import { LOGS, offeredTool, toolClient } from '../../tests/support/agents.ts';
import { strictSchema } from './strict-schema.ts';
import { toolboxOf } from './tools.ts';

const same = (text: string) => text;
const NEVER = new AbortController().signal;

describe('the tools of an agent', () => {
  it('are those its file names, that are connected and only read', () => {
    const client = toolClient([
      offeredTool(),
      offeredTool({ name: 'get_events' }),
      offeredTool({ name: 'delete_pod', readOnly: false }),
      offeredTool({ name: 'get_logs"><x' }),
    ]);
    const names = [
      'mcp__kubernetes__delete_pod',
      LOGS,
      LOGS,
      'mcp__github__get_commit',
      'mcp__kubernetes__get_logs"><x',
    ];
    expect(toolboxOf(names, [client], same).tools.map(({ name }) => name)).toEqual([LOGS]);
  });

  it('keep the first of a name', async () => {
    const late = toolClient([offeredTool()], () => ({ ok: true, text: 'late', data: null }));
    const box = toolboxOf([LOGS], [toolClient(), late], same);
    expect(await box.call(LOGS, {}, NEVER)).toEqual({ ok: true, text: 'out of memory', data: null });
  });

  it('end with the signal, also when the server hangs', async () => {
    const hung = toolClient([offeredTool()], () => new Promise(() => {}));
    const stop = new AbortController();
    const call = toolboxOf([LOGS], [hung], same).call(LOGS, {}, stop.signal);
    stop.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
  });

  it('are strict as far as the API takes it', () => {
    const many = Array.from({ length: 25 }, (_, index) => offeredTool({ name: `tool_${index}` }));
    const names = many.map(({ name }) => `mcp__kubernetes__${name}`);
    const { tools } = toolboxOf(names, [toolClient(many)], same);
    expect(tools.filter(({ strict }) => strict === true)).toHaveLength(20);
    expect(tools).toHaveLength(25);
  });
});

describe('strictSchema', () => {
  const object = (properties: Record<string, unknown>, over: object = {}) => ({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
    ...over,
  });

  it('moves what is not supported into the description, and drops what says nothing', () => {
    const lines = { type: 'integer', minimum: 1, maximum: 9007199254740991, default: 50, description: 'Lines.' };
    expect(strictSchema(object({ lines }))?.schema).toEqual({
      type: 'object',
      properties: {
        lines: { type: 'integer', description: expect.stringMatching(/^Lines\.\n\n\{minimum: 1, default: 50\}$/) },
      },
      required: ['lines'],
      additionalProperties: false,
    });
  });

  it.each([
    ['free keys', object({}, { additionalProperties: true })],
    ['keys of a type', object({ labels: { type: 'object', additionalProperties: { type: 'string' } } })],
    ['values of any type', object({ value: {} })],
    ['types in a list', object({ value: { type: ['string', 'null'] } })],
  ])('says that it cannot be: %s', (_what, schema) => {
    expect(strictSchema(schema)).toBeNull();
  });
});
