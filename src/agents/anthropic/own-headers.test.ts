import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import Anthropic from '@anthropic-ai/sdk';
import { afterEach, expect, it, vi } from 'vitest';
import { HAIKU } from '../../../tests/support/agents.ts';
import { clientDefaults } from './anthropic.ts';
import { API_VERSION, ownHeaders } from './own-headers.ts';

const ASK = { model: HAIKU, max_tokens: 1, messages: [] };
const MESSAGE = { id: 'msg_1', type: 'message', role: 'assistant', model: HAIKU, content: [], stop_reason: 'end_turn' };

afterEach(() => void vi.unstubAllEnvs());

it('sends its own headers and no others, whatever the environment of the SDK says', async () => {
  vi.stubEnv('ANTHROPIC_CUSTOM_HEADERS', 'x-corp-secret: hunter2\nAuthorization: Bearer other\nanthropic-version: 1');
  vi.stubEnv('ANTHROPIC_AUTH_TOKEN', 'another');
  let headers: IncomingHttpHeaders = {};
  const server = createServer((request, response) => {
    headers = request.headers;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(MESSAGE));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Anthropic({ ...clientDefaults('test-key', 2000), baseURL }).messages.create(ASK);
  server.closeAllConnections();
  server.close();
  // These are of fetch itself.
  const { host, connection, 'content-length': length, 'accept-encoding': encoding, ...sent } = headers;
  expect(sent).toEqual({ ...ownHeaders('test-key'), 'accept-language': '*', 'sec-fetch-mode': 'cors' });
  expect(sent['authorization']).toBe('Bearer test-key');
});

it('names the version of the API that the SDK speaks', async () => {
  let version: string | null = null;
  const fetch: typeof globalThis.fetch = async (_input, init) => {
    version = new Headers(init?.headers).get('anthropic-version');
    return Response.json(MESSAGE);
  };
  await new Anthropic({ apiKey: 'k', fetch }).messages.create(ASK);
  expect(API_VERSION).toBe(version);
});
