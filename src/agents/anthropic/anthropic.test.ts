import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Anthropic from '@anthropic-ai/sdk';
import { afterEach, describe, expect, it } from 'vitest';
import { HAIKU, offeredTool, toolClient } from '../../../tests/support/agents.ts';
import { fixedClock } from '../../platform/clock.ts';
import { ModelError, type ModelPort, type ModelRequest } from '../model.ts';
import { toolboxOf } from '../tools.ts';
import { anthropicPort, clientDefaults } from './anthropic.ts';

const NOW = '2025-11-21T10:00:00Z';
const NEVER = new AbortController().signal;
const REQUEST: ModelRequest = {
  model: HAIKU,
  system: 'You are an agent.',
  messages: [{ role: 'user', content: 'What is it?' }],
  tools: [],
  schema: null,
  mayCallTools: false,
  maxTokens: 500,
  cachePrefix: false,
};
const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: HAIKU,
  content: [
    { type: 'thinking', thinking: 'hm', signature: 's' },
    { type: 'text', text: '{"say":"so"}' },
    { type: 'tool_use', id: 'toolu_1', name: 'get_logs', input: { pod: 'a' } },
  ],
  stop_reason: 'tool_use',
  usage: { input_tokens: 12, output_tokens: 3, cache_read_input_tokens: 5 },
};

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** The real SDK against a server that answers like this; `bodies` are the requests it got. */
async function port(
  answer: (response: ServerResponse, request: IncomingMessage) => void,
  options: { callTimeoutMs?: number; maxBytes?: number } = {},
): Promise<ModelPort & { bodies: unknown[] }> {
  const bodies: unknown[] = [];
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    bodies.push(JSON.parse(text));
    answer(response, request);
  });
  const own = server;
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  const { callTimeoutMs = 2000, maxBytes } = options;
  const client = new Anthropic({
    ...clientDefaults('test-key', callTimeoutMs, maxBytes),
    baseURL: `http://127.0.0.1:${(own.address() as AddressInfo).port}`,
  });
  return { ...anthropicPort({ client, callTimeoutMs, clock: fixedClock(NOW) }), bodies };
}

function json(status: number, body: unknown, headers: Record<string, string> = {}) {
  return (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

async function faultOf(one: ModelPort, signal = NEVER): Promise<ModelError> {
  const error: unknown = await one.ask(REQUEST, signal).then(
    () => 'answered',
    (reason: unknown) => reason,
  );
  if (!(error instanceof ModelError)) throw new Error(`no ModelError: ${String(error)}`);
  return error;
}

const failure = (message: string, type = 'invalid_request_error', details?: object) => ({
  type: 'error',
  error: { type, message, ...(details === undefined ? {} : { details }) },
});

describe('the port to the Messages API', () => {
  it('sends what the request says, and nothing that a model could refuse', async () => {
    const { tools } = toolboxOf(['mcp__kubernetes__get_logs'], [toolClient([offeredTool()])], (text) => text);
    const api = await port(json(200, MESSAGE));
    const schema = { type: 'object', properties: {}, additionalProperties: false };
    await api.ask({ ...REQUEST, tools, schema, cachePrefix: true }, NEVER);
    await api.ask(REQUEST, NEVER);
    expect(api.bodies).toEqual([
      {
        model: HAIKU,
        max_tokens: 500,
        system: [{ type: 'text', text: 'You are an agent.', cache_control: { type: 'ephemeral' } }],
        messages: REQUEST.messages,
        tools: [expect.objectContaining({ name: 'mcp__kubernetes__get_logs', strict: true })],
        tool_choice: { type: 'none' },
        output_config: { format: { type: 'json_schema', schema } },
      },
      { model: HAIKU, max_tokens: 500, system: 'You are an agent.', messages: REQUEST.messages },
    ]);
  });

  it('picks blocks by their type, and hands them on untouched', async () => {
    const reply = await (await port(json(200, MESSAGE))).ask(REQUEST, NEVER);
    expect(reply).toEqual({
      content: MESSAGE.content,
      text: '{"say":"so"}',
      toolCalls: [{ id: 'toolu_1', name: 'get_logs', input: { pod: 'a' } }],
      stop: 'tools',
      usage: { inputTokens: 12, outputTokens: 3, cacheReadTokens: 5, cacheWriteTokens: 0 },
      measured: true,
    });
  });

  it('estimates where an endpoint counts nothing, and takes a stop it does not know for other', async () => {
    const body = { content: [{ type: 'text', text: 'so' }], stop_reason: 'tired' };
    const reply = await (await port(json(200, body))).ask(REQUEST, NEVER);
    expect(reply).toMatchObject({ stop: 'other', measured: false, text: 'so' });
    expect(reply.usage.inputTokens).toBeGreaterThan(10);
  });

  it.each([
    ['refusal', 'refusal'],
    ['max_tokens', 'max-tokens'],
  ])('takes an empty %s for an answer', async (stop_reason, stop) => {
    const reply = await (await port(json(200, { ...MESSAGE, content: [], stop_reason }))).ask(REQUEST, NEVER);
    expect(reply).toMatchObject({ stop, text: '', content: [] });
  });

  it.each([
    ['an empty answer', { ...MESSAGE, content: [], stop_reason: 'end_turn' }],
    ['one of another shape', { ...MESSAGE, content: 'text' }],
  ])('says what %s has cost', async (_what, body) => {
    const error = await faultOf(await port(json(200, body)));
    const usage = { inputTokens: 12, outputTokens: 3, cacheReadTokens: 5, cacheWriteTokens: 0 };
    expect(error).toMatchObject({ fault: 'bad-answer', usage });
  });

  it('does not guess what another kind of server has spent', async () => {
    expect((await faultOf(await port(json(200, { choices: [] })))).usage).toBeNull();
  });

  it.each([
    [401, failure('invalid x-api-key', 'authentication_error'), 'account'],
    [402, failure('pay', 'billing_error'), 'account'],
    [403, failure('no', 'permission_error'), 'account'],
    [404, failure(`model: ${HAIKU}`, 'not_found_error'), 'retired'],
    [400, failure('messages: too many'), 'refused-request'],
    [400, failure('Your credit balance is too low to access the API.'), 'account'],
    [413, failure('too large', 'request_too_large'), 'refused-request'],
    [429, failure('slow down', 'rate_limit_error'), 'rate-limited'],
    [500, failure('oh', 'api_error'), 'unreachable'],
    [503, '<html>', 'unreachable'],
    [529, failure('Overloaded', 'overloaded_error'), 'overloaded'],
  ] as const)('%i is %j: %s', async (status, body, fault) => {
    const api = await port(json(status, body));
    const error = await faultOf(api);
    expect(error).toMatchObject({ fault, status });
    expect(error.message).toContain(`(${status})`);
    // Never twice behind our back.
    expect(api.bodies).toHaveLength(1);
  });

  it.each([
    [429, failure('limit', 'rate_limit_error', { error_code: 'enforced_spend_limit_reached' }), '2025-12-01'],
    [429, failure('limit', 'rate_limit_error', { error_code: 'contract_spend_limit_reached' }), '2025-12-01'],
    [
      400,
      failure('You have reached your specified API usage limits. You will regain access on 2025-11-25 at 00:00 UTC.'),
      '2025-11-25',
    ],
    [
      400,
      failure('You have reached your specified API usage limits. You will regain access on 2099-01-01.'),
      '2025-12-01',
    ],
  ])('%i with a spend limit lasts until its day: %j', async (status, body, day) => {
    const error = await faultOf(await port(json(status, body)));
    expect(error).toMatchObject({ fault: 'spend-limit', status, until: new Date(`${day}T00:00:00Z`) });
  });

  it.each([
    [{ 'retry-after': '30' }, 30_000],
    [{ 'retry-after-ms': '1500', 'retry-after': '2' }, 1500],
    [{ 'retry-after': 'Fri, 21 Nov 2025 10:01:00 GMT' }, 60_000],
    [{ 'retry-after': 'soon' }, null],
    [{}, null],
  ])('reads %j', async (headers, ms) => {
    const error = await faultOf(
      await port(json(429, failure('slow down', 'rate_limit_error'), headers as Record<string, string>)),
    );
    expect(error.retryAfterMs).toBe(ms);
  });

  it.each([
    ['HTML', (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>hi</h1>')],
    [
      'half of some JSON',
      (response: ServerResponse) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"content":'),
    ],
    ['another JSON', json(200, { choices: [] })],
    ['no content', json(200, { ...MESSAGE, content: [], stop_reason: 'end_turn' })],
    ['nothing', (response: ServerResponse) => response.writeHead(200, { 'content-type': 'application/json' }).end()],
    ['a megabyte', json(200, { ...MESSAGE, pad: 'x'.repeat(1 << 20) })],
  ])('takes %s for a bad answer', async (_what, answer) => {
    expect((await faultOf(await port(answer, { maxBytes: 64 * 1024 }))).fault).toBe('bad-answer');
  });

  it('stops reading at the cap', async () => {
    const api = await port(
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const pump = setInterval(() => response.write('x'.repeat(16_384)), 1);
        response.on('close', () => clearInterval(pump));
      },
      { maxBytes: 256 * 1024 },
    );
    expect((await faultOf(api)).message).toContain('larger than 256 KiB');
  });

  it.each([
    ['never answers', () => {}],
    [
      'stops in the middle',
      (response: ServerResponse) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{'),
    ],
  ])('times out when the server %s', async (_what, answer) => {
    const error = await faultOf(await port(answer, { callTimeoutMs: 60 }));
    expect(error).toMatchObject({ fault: 'timeout', message: 'timed out after 60 ms' });
  });

  it('says that nobody listens, that a connection broke, and follows no redirect', async () => {
    const broken = await port((response) => void response.destroy());
    expect((await faultOf(broken)).fault).toBe('unreachable');
    server?.close();
    server?.closeAllConnections();
    expect((await faultOf(broken)).message).toBe(
      'unreachable (ECONNREFUSED); look at the network and at ANTHROPIC_BASE_URL',
    );
    const moved = await port((response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end());
    expect(await faultOf(moved)).toMatchObject({ fault: 'unreachable' });
  });

  it('ends with the signal, for its reason', async () => {
    const api = await port(() => {});
    const stop = new AbortController();
    const asked = api.ask(REQUEST, stop.signal);
    setTimeout(() => stop.abort(new Error('SIGTERM')), 20);
    await expect(asked).rejects.toThrow('SIGTERM');
  });

  it('shows no secrets of what the server said', async () => {
    const password = ['hunter', '2secret'].join('');
    const error = await faultOf(await port(json(400, failure(`bad\u202e header password=${password}\nnext`))));
    expect(error.message).not.toContain(password);
    expect(error.message).not.toMatch(/[\u202e\n]/);
  });
});
