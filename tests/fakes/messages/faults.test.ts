import Anthropic, { APIError } from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { fakeMessages } from './fake-messages.ts';
import { type Answer, always, byAgent, FAIL, inTurn, type Script } from './script.ts';
import { ask, CAUSE_SCHEMA, clientOf, LOGS_TOOL, started } from './testing.ts';

const asking = { output_config: { format: { type: 'json_schema' as const, schema: CAUSE_SCHEMA } } };

describe('a scripted failure', () => {
  it.each<[Answer, abstract new (...args: never[]) => Error, object]>([
    [FAIL.rateLimited, Anthropic.RateLimitError, { status: 429, type: 'rate_limit_error', errorCode: null }],
    [FAIL.tierSpendCap, Anthropic.RateLimitError, { status: 429, errorCode: 'enforced_spend_limit_reached' }],
    [FAIL.ownSpendLimit, Anthropic.BadRequestError, { status: 400, type: 'invalid_request_error' }],
    [{ fail: 401 }, Anthropic.AuthenticationError, { status: 401, type: 'authentication_error' }],
    [FAIL.credit, Anthropic.PaymentRequiredError, { status: 402, type: 'billing_error' }],
    [{ fail: 403 }, Anthropic.PermissionDeniedError, { status: 403, type: 'permission_error' }],
    [
      { fail: 404, message: 'model: gone' },
      Anthropic.NotFoundError,
      { status: 404, type: 'not_found_error', apiMessage: 'model: gone' },
    ],
    [{ fail: 413 }, Anthropic.ContentTooLargeError, { status: 413, type: 'request_too_large' }],
    [FAIL.internal, Anthropic.InternalServerError, { status: 500, type: 'api_error' }],
    [{ fail: 504 }, Anthropic.GatewayTimeoutError, { status: 504, type: 'timeout_error' }],
    [FAIL.overloaded, Anthropic.OverloadedError, { status: 529, type: 'overloaded_error' }],
    [{ fail: 418, errorType: 'api_error' }, APIError, { status: 418, type: 'api_error' }],
  ])('%o is the right error of the SDK', async (answer, type, details) => {
    const { client, fake } = await started(always(answer));
    const error = await failure(client);
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ ...details, requestID: 'req_fake_000001' });
    expect((error as APIError).headers?.get('retry-after')).toBeNull();
    expect(fake.requests[0]).toMatchObject({ refused: null, state: 'answered' });
  });

  it('may say when to come back', async () => {
    const { client } = await started(always({ ...FAIL.rateLimited, retryAfter: 7 }));
    const error = await failure(client);
    expect((error as APIError).headers?.get('retry-after')).toBe('7');
  });

  it.each<Answer>(['hang', { hang: 'headers' }, { hang: 'body' }])(
    '%o ends at the deadline of the client',
    async (answer) => {
      const { fake } = await started(always(answer));
      const client = clientOf(fake, { timeout: 150 });
      const late = new Promise((_, reject) => setTimeout(reject, 1000, new Error('no end')));
      const request = client.messages.create(ask({}), { signal: AbortSignal.timeout(300) });
      await expect(Promise.race([request, late])).rejects.not.toThrow('no end');
      await expect.poll(() => fake.requests[0]?.state).toBe('gone');
    },
  );

  it.each<Answer>(['reset', { reset: 'headers' }, { reset: 'body' }])('%o breaks the connection', async (answer) => {
    const { client } = await started(always(answer));
    await expect(client.messages.create(ask({}))).rejects.toThrow();
  });

  it('may be garbage, or late', async () => {
    const { fake } = await started(
      inTurn([{ garbage: '<html>Bad gateway</html>' }, { garbage: '{"type":"mess' }, { text: 'yes', delayMs: 120 }]),
    );
    const post = () =>
      fetch(`${fake.url}/v1/messages`, {
        method: 'POST',
        headers: { 'x-api-key': 'sk-test', 'anthropic-version': '2023-06-01', 'content-type': 'application/json' },
        body: JSON.stringify(ask({})),
      });
    const html = await post();
    expect([html.status, html.headers.get('content-type'), await html.text()]).toEqual([
      200,
      'text/html',
      '<html>Bad gateway</html>',
    ]);
    expect(await (await post()).text()).toBe('{"type":"mess');
    const began = performance.now();
    expect(await (await post()).json()).toMatchObject({ type: 'message' });
    expect(performance.now() - began).toBeGreaterThanOrEqual(100);
  });

  it('shows how many requests were open at once', async () => {
    const { client, fake } = await started(always({ text: 'yes', delayMs: 60 }));
    await Promise.all([1, 2, 3].map(() => client.messages.create(ask({}))));
    expect(fake.mostAtOnce()).toBe(3);
    expect(fake.requests.map(({ n }) => n)).toEqual([1, 2, 3]);
  });
});

describe('a script that the real model could not follow', () => {
  it.each<[string, Script, object, string]>([
    [
      'breaks the schema',
      always({ json: { cause: 'x', confidence: 'sure', evidence: [] } }),
      asking,
      'does not fit the schema',
    ],
    ['says prose where a schema is', always({ text: 'It is down.' }), asking, 'no JSON'],
    [
      'calls a tool that is not there',
      always({ tools: [{ name: 'exec', input: {} }] }),
      { tools: [LOGS_TOOL] },
      'these are offered: get_logs',
    ],
    [
      'calls with arguments that are not allowed',
      always({ tools: [{ name: 'get_logs', input: { pod: 1 } }] }),
      { tools: [LOGS_TOOL] },
      'get_logs is strict',
    ],
    [
      'calls when it may not',
      always({ tools: [{ name: 'get_logs', input: { pod: 'a', lines: 1 } }] }),
      { tools: [LOGS_TOOL], tool_choice: { type: 'none' } },
      'allows no tools',
    ],
    [
      'talks when it has to call',
      always({ text: 'no' }),
      { tools: [LOGS_TOOL], tool_choice: { type: 'any' } },
      'wants a tool to be called',
    ],
    ['says more than max_tokens', always({ text: 'a '.repeat(5000) }), {}, 'say { maxTokens'],
    ['has nothing to say', byAgent({ 'k8s-analyzer': { empty: true } }), {}, 'no answer for this system prompt'],
    ['has nothing more to say', inTurn([]), {}, 'asked 1 times'],
  ])('%s', async (_, script, changes, message) => {
    const fake = await fakeMessages({ script });
    const error = await clientOf(fake)
      .post('/v1/messages', { body: ask(changes) })
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ status: 500 });
    expect(fake.faults).toHaveLength(1);
    await expect(fake.stop()).rejects.toThrow(message);
  });

  it('may do so when it says that this is meant', async () => {
    const { client } = await started(
      inTurn([
        { text: 'It is down.', unchecked: true },
        { tools: [{ name: 'exec', input: {} }], unchecked: true },
      ]),
    );
    expect(await client.messages.create(ask(asking))).toMatchObject({ content: [{ text: 'It is down.' }] });
    expect(await client.messages.create(ask({}))).toMatchObject({
      content: [{ name: 'exec' }],
      stop_reason: 'tool_use',
    });
  });
});

async function failure(client: Anthropic): Promise<unknown> {
  return await client.messages.create(ask({})).catch((caught: unknown) => caught);
}
