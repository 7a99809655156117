// For the tests in this folder: a server that stops with the test, and the real SDK as its client.
import Anthropic from '@anthropic-ai/sdk';
import { expect, onTestFinished } from 'vitest';
import { type FakeMessages, type FakeMessagesOptions, fakeMessages } from './fake-messages.ts';
import { always, type Script } from './script.ts';

export const KEY = 'sk-test';
export const HAIKU = 'claude-haiku-4-5-20251001';
export const HAIKU_5_5 = 'claude-haiku-5-5';

export async function started(
  script: Script,
  options: Omit<FakeMessagesOptions, 'script'> = {},
): Promise<{ fake: FakeMessages; client: Anthropic }> {
  const fake = await fakeMessages({ script, key: KEY, ...options });
  onTestFinished(() => fake.stop());
  return { fake, client: clientOf(fake) };
}

export function clientOf(
  fake: FakeMessages,
  options: { readonly apiKey?: string; readonly timeout?: number } = {},
): Anthropic {
  return new Anthropic({ apiKey: KEY, baseURL: fake.url, maxRetries: 0, timeout: 5000, ...options });
}

/** The smallest request there is, with changes. */
export function ask<T extends object>(
  changes: T,
): { model: string; max_tokens: number; messages: { role: 'user'; content: string }[] } & T {
  return { model: HAIKU, max_tokens: 1000, messages: [{ role: 'user', content: 'What is wrong?' }], ...changes };
}

export const LOGS_TOOL = {
  name: 'get_logs',
  description: 'The end of a log.',
  strict: true,
  input_schema: {
    type: 'object' as const,
    properties: { pod: { type: 'string' }, lines: { type: 'integer' } },
    required: ['pod', 'lines'],
    additionalProperties: false,
  },
};

export const CAUSE_SCHEMA = {
  type: 'object',
  properties: {
    cause: { type: 'string' },
    confidence: { type: 'string', enum: ['high', 'medium', 'low'] },
    evidence: { type: 'array', items: { type: 'string' } },
  },
  required: ['cause', 'confidence', 'evidence'],
  additionalProperties: false,
};

/** What the API says to a request that never reaches the model. */
export async function refusal(changes: object, headers: Record<string, string> = {}): Promise<Error> {
  const { client, fake } = await started(always({ text: 'the script was asked' }));
  const answer: unknown = await client
    .post('/v1/messages', { body: ask(changes), headers })
    .catch((caught: unknown) => caught);
  expect(fake.requests[0]).toMatchObject({ asked: null, refused: { status: 400, type: 'invalid_request_error' } });
  return answer as Error;
}
