import { describe, expect, it } from 'vitest';
import { always, inOrder } from './script.ts';
import { ask, CAUSE_SCHEMA, HAIKU_5_5, LOGS_TOOL, started } from './testing.ts';

const ANSWER = { cause: 'out of memory: ünïcödé and "quotes"', confidence: 'high', evidence: ['E1', 'E2'] };

describe('a stream', () => {
  it('comes piece by piece, in the order of the real one, and adds up to the same message', async () => {
    const { client } = await started(always({ json: ANSWER }), { thinking: 'Let me see.' });
    const output_config = { format: { type: 'json_schema' as const, schema: CAUSE_SCHEMA } };
    const request = ask({ model: HAIKU_5_5, output_config });
    const stream = client.messages.stream(request);
    const types: string[] = [];
    stream.on('streamEvent', ({ type }) => {
      if (types.at(-1) !== type) types.push(type);
    });
    const streamed = await stream.finalMessage();
    const whole = await client.messages.create(request);
    const block = ['content_block_start', 'content_block_delta', 'content_block_stop'];
    expect(types).toEqual(['message_start', ...block, ...block, 'message_delta', 'message_stop']);
    expect(streamed.content).toEqual(whole.content);
    expect(streamed.usage.output_tokens).toBe(whole.usage.output_tokens);
    expect(streamed.stop_reason).toBe('end_turn');
  });

  it('carries the arguments of tools', async () => {
    const { client } = await started(always({ tools: [{ name: 'get_logs', input: { pod: 'backend-0', lines: 5 } }] }));
    const message = await client.messages.stream(ask({ tools: [LOGS_TOOL] })).finalMessage();
    expect(message.content).toMatchObject([
      { type: 'tool_use', name: 'get_logs', input: { pod: 'backend-0', lines: 5 } },
    ]);
    expect(message.stop_reason).toBe('tool_use');
  });

  it('can fail behind its start, or break off', async () => {
    const { client } = await started(inOrder([{ fail: 529, inStream: true }, { reset: 'body' }]));
    await expect(client.messages.stream(ask({})).finalMessage()).rejects.toMatchObject({ type: 'overloaded_error' });
    await expect(client.messages.stream(ask({})).finalMessage()).rejects.toThrow();
  });
});
