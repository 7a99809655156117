import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { always } from './script.ts';
import { ask, HAIKU, HAIKU_5_5, KEY, LOGS_TOOL, refusal, started } from './testing.ts';

const OLD = { 'anthropic-version': '2023-06-01' };
const user = (content: unknown) => ({ role: 'user', content });
const assistant = (content: unknown) => ({ role: 'assistant', content });
const call = (id: string) => ({ type: 'tool_use', id, name: 'get_logs', input: {} });
const result = (id: string, more: object = {}) => ({
  type: 'tool_result',
  tool_use_id: id,
  content: 'OOMKilled',
  ...more,
});
const text = (words: string) => ({ type: 'text', text: words });
const withTools = (...messages: object[]) => ({ tools: [LOGS_TOOL], messages: [user('hi'), ...messages] });
const tool = (changes: object) => ({ tools: [{ ...LOGS_TOOL, ...changes }] });
const marked = (count: number) =>
  Array.from({ length: count }, () => ({ ...text('a'), cache_control: { type: 'ephemeral' } }));

/** A request's changes, and what the API says to it: a part that names the field. */
const REFUSED: readonly (readonly [string, object, string])[] = [
  ['no max_tokens', { max_tokens: undefined }, 'max_tokens: Field required'],
  ['max_tokens 0', { max_tokens: 0 }, 'max_tokens: Input should be greater than or equal to 1'],
  ['max_tokens as text', { max_tokens: '10' }, 'max_tokens: Input should be a valid integer'],
  ['more output than the model has', { max_tokens: 64_001 }, 'max_tokens: 64001 > 64000'],
  ['an unknown key', { temprature: 1 }, 'temprature: Extra inputs are not permitted'],
  ['a key of the beta', { output_format: {} }, "Use 'output_config.format' instead"],
  ['the temperature of old', { temperature: 1 }, 'temperature: Extra inputs are not permitted'],
  ['no messages', { messages: [] }, 'messages: at least one message is required'],
  [
    'an assistant first',
    { messages: [assistant('hi'), user('hi')] },
    'messages: first message must use the "user" role',
  ],
  ['a system role', { messages: [{ role: 'system', content: 'x' }] }, 'messages: Unexpected role "system"'],
  ['an empty message', { messages: [user('')] }, 'messages.0: all messages must have non-empty content'],
  ['an empty text block', { messages: [user([text('')])] }, 'text content blocks must be non-empty'],
  ['a blank text block', { messages: [user([text(' \n')])] }, 'must contain non-whitespace text'],
  [
    'a field of the SDK in a block',
    { messages: [user([{ ...text('a'), parsed: 1 }])] },
    'messages.0.content.0.text.parsed: Extra inputs',
  ],
  ['an unknown block', { messages: [user([{ type: 'video' }])] }, "messages.0.content.0: Input tag 'video'"],
  [
    'citations in a question',
    { messages: [user([{ ...text('a'), citations: [{}] }])] },
    'messages.0.content.0.text.citations',
  ],
  ['a system prompt that is no text', { system: [{ type: 'image' }] }, "system.0: Input tag 'image'"],
  [
    'trailing whitespace in a prefill',
    { messages: [user('hi'), assistant('{ ')] },
    'cannot end with trailing whitespace',
  ],
  [
    'a call without a result',
    withTools(assistant([call('t1')]), user('and?')),
    'ids were found without `tool_result` blocks immediately after: t1.',
  ],
  ['a call at the end', withTools(assistant([call('t1')])), 'immediately after: t1.'],
  ['one result of two', withTools(assistant([call('t1'), call('t2')]), user([result('t1')])), 'immediately after: t2.'],
  [
    'text before the result',
    withTools(assistant([call('t1')]), user([text('see'), result('t1')])),
    'immediately after: t1.',
  ],
  [
    'a result for nobody',
    withTools(assistant([call('t1')]), user([result('t1'), result('t9')])),
    'messages.2.content.1: unexpected `tool_use_id`',
  ],
  [
    'two results for one call',
    withTools(assistant([call('t1')]), user([result('t1'), result('t1')])),
    'must have a single result',
  ],
  [
    'the same id twice',
    withTools(assistant([call('t1')]), user([result('t1')]), assistant([call('t1')]), user([result('t1')])),
    'ids must be unique',
  ],
  ['a call in a question', withTools(user([call('t1')])), 'can only be in `assistant` messages'],
  [
    'arguments as text',
    withTools(assistant([{ ...call('t1'), input: '{}' }]), user([result('t1')])),
    'tool_use.input: Input should be an object',
  ],
  [
    'a result that is an object',
    withTools(assistant([call('t1')]), user([result('t1', { content: {} })])),
    'tool_result.content: Input should be a valid array',
  ],
  [
    'is_error as text',
    withTools(assistant([call('t1')]), user([result('t1', { is_error: 'yes' })])),
    'is_error: Input should be a valid boolean',
  ],
  [
    'an error without words',
    withTools(assistant([call('t1')]), user([result('t1', { is_error: true, content: '' })])),
    'content cannot be empty if `is_error` is true',
  ],
  [
    'calls and no tools',
    { messages: [user('hi'), assistant([call('t1')]), user([result('t1')])] },
    'must define tools',
  ],
  [
    'a turn of somebody else',
    { messages: [user('hi'), assistant('I said so'), user('ok')] },
    'messages.1: this assistant turn is not what the model said',
  ],
  ['an unknown tool_choice', { ...tool({}), tool_choice: { type: 'maybe' } }, "tool_choice: Input tag 'maybe'"],
  [
    'a choice without tools',
    { tool_choice: { type: 'any' } },
    'tool_choice may only be specified while providing tools',
  ],
  ['a choice of no tool', { ...tool({}), tool_choice: { type: 'tool', name: 'x' } }, "Tool 'x' not found"],
  ['a choice as text', { ...tool({}), tool_choice: 'auto' }, 'tool_choice: Input should be an object'],
  [
    'five breakpoints',
    { messages: [user(marked(5))] },
    'A maximum of 4 blocks with cache_control may be provided. Found 5.',
  ],
  [
    'five breakpoints in all',
    { ...tool({ cache_control: { type: 'ephemeral' } }), system: marked(2), messages: [user(marked(2))] },
    'Found 5.',
  ],
  [
    'a cache for a day',
    { cache_control: { type: 'ephemeral', ttl: '24h' } },
    "cache_control.ephemeral.ttl: Input should be '5m' or '1h'",
  ],
  [
    'a lasting cache',
    { system: [{ ...text('a'), cache_control: { type: 'durable' } }] },
    "system.0.text.cache_control: Input tag 'durable'",
  ],
  ['adaptive thinking', { thinking: { type: 'adaptive' } }, 'adaptive thinking is not supported on this model'],
  [
    'a small budget for thinking',
    { thinking: { type: 'enabled', budget_tokens: 100 } },
    'greater than or equal to 1024',
  ],
  [
    'a budget above max_tokens',
    { thinking: { type: 'enabled', budget_tokens: 2000 } },
    'must be greater than `thinking.budget_tokens`',
  ],
  ['more than the context', { messages: [user('a'.repeat(701_000))] }, 'tokens > 200000 maximum'],
];

const REFUSED_BY_HAIKU_5_5: readonly (readonly [string, object, string])[] = [
  ['a prefill', { messages: [user('hi'), assistant('{')] }, 'does not support assistant message prefill'],
  [
    'a budget for thinking',
    { thinking: { type: 'enabled', budget_tokens: 2000 } },
    '"thinking.type.enabled" is not supported for this model',
  ],
  [
    'forced tools while thinking',
    { ...tool({}), thinking: { type: 'adaptive' }, tool_choice: { type: 'any' } },
    'Thinking may not be enabled',
  ],
];

const REFUSED_OF_OLD: readonly (readonly [string, object, string])[] = [
  ['two ways of sampling', { temperature: 0.5, top_p: 0.9 }, '`temperature` and `top_p` cannot both be specified'],
  ['a temperature above 1', { temperature: 2 }, 'temperature: range: 0..1'],
  ['a temperature of Haiku 5.5', { model: HAIKU_5_5, temperature: 0 }, '`temperature` is deprecated for this model'],
  ['top_p of Haiku 5.5', { model: HAIKU_5_5, top_p: 0.9 }, '`top_p` is deprecated for this model'],
  ['top_k of Haiku 5.5', { model: HAIKU_5_5, top_k: 5 }, '`top_k` is deprecated for this model'],
];

describe('a request that the API refuses', () => {
  it.each(REFUSED)('has %s', async (_, changes, message) => {
    const error = await refusal(changes);
    expect(error).toBeInstanceOf(Anthropic.BadRequestError);
    expect(error.message).toContain(JSON.stringify(message).slice(1, -1));
  });

  it.each(REFUSED_BY_HAIKU_5_5)('has %s, with Haiku 5.5', async (_, changes, message) => {
    const error = await refusal({ max_tokens: 4000, ...changes, model: HAIKU_5_5 });
    expect(error.message).toContain(JSON.stringify(message).slice(1, -1));
  });

  it.each(REFUSED_OF_OLD)('has %s, with the API version of 2023', async (_, changes, message) => {
    const error = await refusal(changes, OLD);
    expect(error.message).toContain(message);
  });

  it('comes without a version, with an unknown one, as no JSON, or to the wrong place', async () => {
    const { fake } = await started(always({ text: 'yes' }));
    const good = { 'x-api-key': KEY, 'anthropic-version': '2026-10-21', 'content-type': 'application/json' };
    const send = async (headers: object, body: string, path = '/v1/messages', method = 'POST'): Promise<unknown[]> => {
      const response = await fetch(fake.url + path, {
        method,
        headers: { ...good, ...headers },
        ...(method === 'POST' && { body }),
      });
      const { error, request_id } = (await response.json()) as {
        error: { type: string; message: string };
        request_id: string;
      };
      expect(response.headers.get('request-id')).toBe(request_id);
      return [response.status, error.type, error.message];
    };
    const body = JSON.stringify(ask({}));
    expect(await send({ 'anthropic-version': '2024-01-01' }, body)).toEqual([
      400,
      'invalid_request_error',
      expect.stringContaining('anthropic-version'),
    ]);
    expect(await send({ 'content-type': 'text/plain' }, body)).toEqual([
      400,
      'invalid_request_error',
      expect.stringContaining('content-type'),
    ]);
    expect(await send({}, '{"model":')).toEqual([
      400,
      'invalid_request_error',
      expect.stringContaining('not valid JSON'),
    ]);
    expect(await send({}, body, '/v1/complete')).toEqual([404, 'not_found_error', 'Not Found']);
    expect(await send({}, '', '/v1/messages', 'GET')).toEqual([405, 'invalid_request_error', 'Method Not Allowed']);
    expect(await send({ 'x-api-key': 'wrong' }, body)).toEqual([401, 'authentication_error', 'invalid x-api-key']);
    const response = await fetch(`${fake.url}/v1/messages`, { method: 'POST', headers: { 'x-api-key': KEY }, body });
    expect(await response.text()).toContain('anthropic-version: header is required');
  });

  it('asks for a model that is unknown or retired', async () => {
    const { client } = await started(always({ text: 'yes' }), { retired: [HAIKU] });
    for (const model of ['claude-9', HAIKU]) {
      const error: unknown = await client.messages.create(ask({ model })).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(Anthropic.NotFoundError);
      expect(error).toMatchObject({ status: 404, type: 'not_found_error', apiMessage: `model: ${model}` });
    }
    expect(await client.messages.create(ask({ model: HAIKU_5_5 }))).toMatchObject({ model: HAIKU_5_5 });
  });

  it('is larger than 32 MB', async () => {
    const { client, fake } = await started(always({ text: 'yes' }));
    const error: unknown = await client.messages
      .create(ask({ system: 'a'.repeat(33 * 2 ** 20) }))
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Anthropic.ContentTooLargeError);
    expect(fake.requests[0]?.refused).toMatchObject({ status: 413, type: 'request_too_large' });
  });
});

describe('a request that the API takes', () => {
  it.each<[string, object]>([
    ['a prefill of Haiku 4.5', { messages: [user('hi'), assistant('{')] }],
    ['an alias', { model: 'claude-haiku-4-5' }],
    [
      'four breakpoints',
      { ...tool({ cache_control: { type: 'ephemeral', ttl: '1h' } }), system: marked(1), messages: [user(marked(2))] },
    ],
    ['disabled thinking and a user id', { thinking: { type: 'disabled' }, metadata: { user_id: 'k8s-monitor' } }],
  ])('has %s', async (_, changes) => {
    const { client, fake } = await started(always({ text: 'yes', unchecked: true }));
    await client.post('/v1/messages', { body: ask(changes) });
    expect(fake.requests).toMatchObject([{ refused: null, state: 'answered' }]);
  });

  it('may be for any model, with any key, at an endpoint of one’s own', async () => {
    const { client } = await started(always({ text: 'yes' }), { models: ['qwen3:4b'], key: null });
    expect(await client.messages.create(ask({ model: 'qwen3:4b' }))).toMatchObject({ model: 'qwen3:4b' });
  });
});
