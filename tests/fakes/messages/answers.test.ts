import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { always, byAgent, inOrder, inTurn } from './script.ts';
import { ask, CAUSE_SCHEMA, HAIKU, HAIKU_5_5, LOGS_TOOL, started } from './testing.ts';

const OOM = { cause: 'out of memory', confidence: 'high', evidence: ['E1'] };

describe('an answer', () => {
  it('is a message with usage for all that was sent, 30 % more for Haiku 5.5', async () => {
    const { client, fake } = await started(always({ text: 'The backend is out of memory.' }));
    const request = ask({ system: 'You are k8s-analyzer. Say why.' });
    const message = await client.messages.create(request);
    const newer = await client.messages.create({ ...request, model: HAIKU_5_5 });

    expect(message.content).toEqual([{ type: 'text', text: 'The backend is out of memory.', citations: null }]);
    expect(message).toMatchObject({ role: 'assistant', model: HAIKU, stop_reason: 'end_turn', stop_details: null });
    expect(message.usage.input_tokens).toBe(Math.ceil(JSON.stringify(request).length / 3.5));
    const sentToNewer = JSON.stringify({ ...request, model: HAIKU_5_5 });
    expect(newer.usage.input_tokens).toBe(Math.ceil((sentToNewer.length * 1.3) / 3.5));
    expect(message.usage.output_tokens).toBe(Math.ceil(JSON.stringify(message.content).length / 3.5));
    expect(message._request_id).toBe('req_fake_000001');
    expect(fake.requests).toMatchObject([
      {
        n: 1,
        path: '/v1/messages',
        asked: { agent: 'k8s-analyzer', text: 'What is wrong?', turn: 0 },
        refused: null,
        state: 'answered',
      },
      { n: 2, body: { model: HAIKU_5_5 } },
    ]);
  });

  it('is given by agent, by turn of the conversation, or in order', async () => {
    const script = byAgent({
      'k8s-analyzer': inTurn([{ text: 'first' }, { text: 'second' }]),
      'slack-notifier': inOrder([{ text: 'one' }, { text: 'two' }]),
      otherwise: { text: 'who?' },
    });
    const { client } = await started(script);
    const say = async (system: string, content: string): Promise<unknown> => {
      const message = await client.messages.create(ask({ system, messages: [{ role: 'user' as const, content }] }));
      return message.content[0]?.type === 'text' && message.content[0].text;
    };
    expect(await say('You are k8s-analyzer.', 'incident A')).toBe('first');
    expect(await say('You are k8s-analyzer.', 'incident B')).toBe('first');
    expect(await say('You are k8s-analyzer.', 'incident A')).toBe('second');
    expect(await say('You are slack-notifier.', 'incident A')).toBe('one');
    expect(await say('You are slack-notifier.', 'incident B')).toBe('two');
    expect(await say('You are a poet.', 'incident B')).toBe('who?');
  });

  it('can be refused, cut, empty or very long', async () => {
    const { client } = await started(
      inOrder([
        { refusal: true, text: 'I can' },
        { maxTokens: '{"cause": "out of' },
        { empty: true },
        { megabytes: 10 },
      ]),
    );
    const next = () => client.messages.create(ask({}));
    expect(await next()).toMatchObject({
      stop_reason: 'refusal',
      stop_details: { type: 'refusal' },
      content: [{ text: 'I can' }],
    });
    expect(await next()).toMatchObject({ stop_reason: 'max_tokens', usage: { output_tokens: 1000 } });
    expect(await next()).toMatchObject({ stop_reason: 'end_turn', content: [] });
    const long = await next();
    expect(long.content[0]?.type === 'text' && long.content[0].text.length).toBeGreaterThanOrEqual(10 * 2 ** 20);
  });
});

describe('a structured answer', () => {
  it('follows the schema of output_config', async () => {
    const { client, fake } = await started(always({ json: OOM }));
    const output_config = { format: { type: 'json_schema' as const, schema: CAUSE_SCHEMA } };
    const message = await client.messages.create(ask({ output_config }));
    expect(message.content[0]?.type === 'text' && JSON.parse(message.content[0].text)).toEqual(OOM);
    expect(fake.requests[0]?.asked?.schema).toEqual(CAUSE_SCHEMA);
  });

  it('works with the zod helper of the SDK', async () => {
    const Cause = z.object({
      cause: z.string().max(400),
      confidence: z.enum(['high', 'medium', 'low']),
      evidence: z.array(z.string()),
      since: z.number().int().min(0).nullable(),
    });
    const { client } = await started(always({ json: { ...OOM, since: null } }));
    const message = await client.messages.parse(ask({ output_config: { format: zodOutputFormat(Cause) } }));
    expect(message.parsed_output).toEqual({ ...OOM, since: null });
  });
});

describe('tokens and models', () => {
  it('counts what an answer would cost', async () => {
    const { client, fake } = await started(always({ text: 'never asked' }));
    const { max_tokens, ...request } = ask({ tools: [LOGS_TOOL] });
    const count = await client.messages.countTokens(request);
    expect(count.input_tokens).toBe(Math.ceil(JSON.stringify(request).length / 3.5));
    await expect(client.post('/v1/messages/count_tokens', { body: { ...request, max_tokens } })).rejects.toThrow(
      'max_tokens: Extra inputs are not permitted',
    );
    expect(fake.requests[0]).toMatchObject({ asked: null, state: 'answered' });
  });

  it('lists the models, the retired ones only to those who ask for them', async () => {
    const { client } = await started(always({ empty: true }), { retired: [HAIKU] });
    const listed = async (query: Parameters<typeof client.models.list>[0]) =>
      (await client.models.list(query)).data.map(({ id, lifecycle }) => [id, lifecycle]);
    expect(await listed({})).toEqual([[HAIKU_5_5, 'active']]);
    expect(await listed({ lifecycle: ['active', 'retired'] })).toEqual([
      [HAIKU_5_5, 'active'],
      [HAIKU, 'retired'],
    ]);
    expect(await listed({ limit: 1, lifecycle: ['retired'] })).toEqual([[HAIKU, 'retired']]);
    await expect(listed({ limit: 1001 })).rejects.toThrow('limit');
    expect(await client.models.retrieve(HAIKU_5_5)).toMatchObject({ max_input_tokens: 1_000_000, max_tokens: 128_000 });
    await expect(client.models.retrieve('claude-9')).rejects.toThrow('model: claude-9');
  });
});
