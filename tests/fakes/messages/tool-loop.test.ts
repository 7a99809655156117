import type Anthropic from '@anthropic-ai/sdk';
import { betaZodTool } from '@anthropic-ai/sdk/helpers/beta/zod';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inTurn } from './script.ts';
import { ask, clientOf, HAIKU, HAIKU_5_5, LOGS_TOOL, started } from './testing.ts';

const CALL = { tools: [{ name: 'get_logs', input: { pod: 'backend-0', lines: 20 } }], text: 'I look at the log.' };
const DONE = { text: 'It runs out of memory.' };
const user = { role: 'user' as const, content: 'What is wrong?' };

describe('a conversation with tools', () => {
  it('calls a tool, takes the result and answers', async () => {
    const { client, fake } = await started(
      inTurn([
        CALL,
        (asked) => ({ text: `The log says: ${asked.results.map(({ name, text }) => `${name} ${text}`)}` }),
      ]),
    );
    const first = await client.messages.create(ask({ tools: [LOGS_TOOL] }));
    expect(first.stop_reason).toBe('tool_use');
    const call = first.content.find((block) => block.type === 'tool_use');
    expect(call?.input).toEqual({ pod: 'backend-0', lines: 20 });

    const second = await client.messages.create(
      ask({
        tools: [LOGS_TOOL],
        messages: [user, { role: 'assistant' as const, content: first.content }, results(first, 'OOMKilled')],
      }),
    );
    expect(second.content).toMatchObject([{ text: 'The log says: get_logs OOMKilled' }]);
    expect(fake.requests[1]?.asked).toMatchObject({ turn: 1, toolResults: { [call?.id ?? '']: 'OOMKilled' } });
  });

  it('runs with the tool runner of the SDK', async () => {
    const { client } = await started(inTurn([CALL, DONE]));
    const asked: unknown[] = [];
    const tool = betaZodTool({
      name: 'get_logs',
      description: 'The end of a log.',
      inputSchema: z.object({ pod: z.string(), lines: z.number() }),
      run: (input) => {
        asked.push(input);
        return 'OOMKilled';
      },
    });
    const answer = await client.beta.messages.toolRunner({
      model: HAIKU,
      max_tokens: 500,
      messages: [user],
      tools: [tool],
      // Threads kept by the server are another API.
      thread: false,
    });
    expect(asked).toEqual([{ pod: 'backend-0', lines: 20 }]);
    expect(answer.content).toMatchObject([{ text: 'It runs out of memory.' }]);
  });

  it('wants its own turns back as they were', async () => {
    const { client, fake } = await started(inTurn([CALL, DONE]));
    const first = await client.messages.create(ask({ tools: [LOGS_TOOL] }));
    const changed = first.content.map((block) =>
      block.type === 'text' ? { ...block, text: 'I have seen the log.' } : block,
    );
    await expect(
      client.messages.create(
        ask({
          tools: [LOGS_TOOL],
          messages: [user, { role: 'assistant' as const, content: changed }, results(first, 'x')],
        }),
      ),
    ).rejects.toThrow('messages.1: this assistant turn is not what the model said');
    expect(fake.requests[1]?.refused).toMatchObject({ status: 400, type: 'invalid_request_error' });
  });

  it('forgets on demand', async () => {
    const { client } = await started(inTurn([DONE]), { remembers: false });
    const messages = [user, { role: 'assistant' as const, content: 'I never said this.' }, user];
    expect((await client.messages.create(ask({ messages }))).content).toMatchObject([DONE]);
  });

  it('thinks first with Haiku 5.5, and wants the thoughts back, signed', async () => {
    const { client, fake } = await started(inTurn([CALL, DONE, DONE]), { thinking: 'Let me see.' });
    const request = ask({ model: HAIKU_5_5, tools: [LOGS_TOOL] });
    const first = await client.messages.create(request);
    expect(first.content.map(({ type }) => type)).toEqual(['thinking', 'text', 'tool_use']);

    const again = (content: Anthropic.ContentBlock[]) =>
      client.messages.create({
        ...request,
        messages: [user, { role: 'assistant' as const, content }, results(first, 'OOMKilled')],
      });
    await expect(again(first.content.slice(1))).rejects.toThrow(
      'blocks in the latest assistant message cannot be modified',
    );
    const forged = first.content.map((block) =>
      block.type === 'thinking' ? { ...block, thinking: 'Something else.' } : block,
    );
    await expect(again(forged)).rejects.toThrow('messages.1.content.0: Invalid `signature` in `thinking` block');
    expect((await again(first.content)).content).toMatchObject([{ type: 'thinking' }, DONE]);

    const quiet = await clientOf(fake).messages.create({
      ...request,
      thinking: { type: 'disabled' },
      messages: [user],
    });
    expect(quiet.content).toMatchObject([DONE]);
  });
});

function results(message: Anthropic.Message, content: string): Anthropic.MessageParam {
  const calls = message.content.filter((block) => block.type === 'tool_use');
  return { role: 'user', content: calls.map(({ id }) => ({ type: 'tool_result', tool_use_id: id, content })) };
}
