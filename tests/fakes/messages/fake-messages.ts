// The Messages API on loopback, as strict as the real one: it refuses what that refuses, and answers what a script says.
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { askedOf } from './asked.ts';
import { API_VERSIONS, checkBody } from './check-body.ts';
import type { Json } from './json.ts';
import { type Memory, memory } from './memory.ts';
import { type ModelFacts, type ModelOptions, modelInfo, modelList } from './models.ts';
import { invalid, Refusal } from './refusal.ts';
import { contentOf, messageOf, thinks, thought } from './reply.ts';
import { type Answer, type Asked, type Script, ScriptFault } from './script.ts';
import { breakOff, sendError, sendGarbage, sendMessage } from './send.ts';
import { inputTokens, type PromptCache, promptCache } from './usage.ts';

export interface FakeMessagesOptions extends ModelOptions {
  readonly script: Script;
  /** The only accepted key, as `Authorization: Bearer` or `x-api-key`. Left out: any will do; null: none is needed. */
  readonly key?: string | null;
  /** What a model that thinks says to itself before each answer; left out: nothing. '' as where thoughts are not shown. */
  readonly thinking?: string;
  /** False: assistant turns may come from anywhere. */
  readonly remembers?: boolean;
}

/** One request, whatever became of it. */
export interface Received {
  /** 1 for the first one. */
  readonly n: number;
  /** Since the server began to listen. */
  readonly atMs: number;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  /** The parsed body; null for none, or none that can be parsed. */
  readonly body: Json | null;
  /** What the script was asked; null when it was not. */
  readonly asked: Asked | null;
  /** What the server itself found wrong with it. */
  readonly refused: { readonly status: number; readonly type: string; readonly message: string } | null;
  /** `gone`: the client left before the end of the answer. */
  readonly state: 'open' | 'answered' | 'gone';
}

export interface FakeMessages {
  /** For `baseURL`. */
  readonly url: string;
  readonly requests: readonly Received[];
  /** Faults of the script, which `stop` rejects with. */
  readonly faults: readonly Error[];
  /** The largest number of requests that were open at the same time. */
  readonly mostAtOnce: () => number;
  /** No answer from here on. Rejects when the script was at fault: so the test fails. */
  readonly stop: () => Promise<void>;
}

const MOST_BYTES = 32 * 2 ** 20;
const VERSIONS: readonly string[] = API_VERSIONS;

type Entry = { -readonly [K in keyof Received]: Received[K] };

interface House {
  readonly options: FakeMessagesOptions;
  readonly cache: PromptCache;
  readonly memory: Memory;
  readonly faults: Error[];
  asked: number;
}

export async function fakeMessages(options: FakeMessagesOptions): Promise<FakeMessages> {
  const house: House = { options, cache: promptCache(), memory: memory(), faults: [], asked: 0 };
  const requests: Entry[] = [];
  const began = performance.now();
  let open = 0;
  let most = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const entry: Entry = {
      n: requests.length + 1,
      atMs: performance.now() - began,
      method: request.method ?? '',
      path: url.pathname,
      query: url.search,
      headers: request.headers,
      body: null,
      asked: null,
      refused: null,
      state: 'open',
    };
    requests.push(entry);
    open += 1;
    most = Math.max(most, open);
    response.on('close', () => {
      open -= 1;
      entry.state = response.writableFinished ? 'answered' : 'gone';
    });
    void serve(request, response, entry, house);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    faults: house.faults,
    mostAtOnce: () => most,
    stop: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      if (house.faults.length > 0)
        throw new AggregateError(house.faults, house.faults.map(({ message }) => message).join('; '));
    },
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, entry: Entry, house: House): Promise<void> {
  const requestId = `req_fake_${String(entry.n).padStart(6, '0')}`;
  response.setHeader('request-id', requestId);
  try {
    const raw = await readBody(request);
    checkHeaders(request.headers, house.options);
    await route(raw, response, entry, house, requestId);
  } catch (error) {
    if (request.destroyed && !request.complete) return;
    if (error instanceof Refusal) {
      const { status, type, message } = error;
      entry.refused = { status, type, message };
      sendError(response, requestId, { fail: status, errorType: type, message });
      return;
    }
    house.faults.push(error instanceof Error ? error : new ScriptFault(String(error)));
    sendError(response, requestId, { fail: 500, message: 'the script of this test is at fault' });
  }
}

async function route(
  raw: Buffer,
  response: ServerResponse,
  entry: Entry,
  house: House,
  requestId: string,
): Promise<void> {
  const { method, path } = entry;
  const send = (body: object): void => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const isPost = path === '/v1/messages' || path === '/v1/messages/count_tokens';
  if (!isPost && path !== '/v1/models' && !path.startsWith('/v1/models/'))
    throw new Refusal('not_found_error', 'Not Found');
  if (method !== (isPost ? 'POST' : 'GET')) throw new Refusal('invalid_request_error', 'Method Not Allowed', 405);
  if (path === '/v1/models') send(modelList(house.options, new URLSearchParams(entry.query)));
  else if (!isPost) send(modelInfo(decodeURIComponent(path.slice('/v1/models/'.length)), house.options));
  else {
    const parsed = parse(raw, entry);
    const { body, model } = checkBody(parsed, path === '/v1/messages' ? 'message' : 'count', {
      ...house.options,
      version: String(entry.headers['anthropic-version']),
    });
    if (path !== '/v1/messages') send({ input_tokens: inputTokens(body, model) });
    else await answerMessage(body, model, response, entry, house, requestId);
  }
}

async function answerMessage(
  body: Json,
  model: ModelFacts,
  response: ServerResponse,
  entry: Entry,
  house: House,
  requestId: string,
): Promise<void> {
  const { options } = house;
  if (options.remembers !== false) house.memory.check(body);
  house.asked += 1;
  const asked = askedOf(body, house.asked);
  entry.asked = asked;
  const answer = await options.script(asked);
  const said = contentOf(answer, asked);
  if (typeof answer === 'object' && answer.delayMs !== undefined) await pause(answer.delayMs);
  const stream = body['stream'] === true;
  const id = `msg_fake_${String(asked.n).padStart(6, '0')}`;
  if (said === null) {
    sendFault(response, answer, requestId, stream, messageOf(id, HALF_SAID, asked, model, NOTHING));
    return;
  }
  const thoughts = options.thinking !== undefined && thinks(body, model) ? [thought(options.thinking)] : [];
  const whole = { ...said, content: [...thoughts, ...said.content] };
  house.memory.keep(whole.content);
  sendMessage(response, messageOf(id, whole, asked, model, house.cache.use(body, model)), stream);
}

const HALF_SAID = {
  content: [{ type: 'text', text: 'The first half of an answer, and then nothing.', citations: null }],
  stop: 'end_turn',
} as const;
const NOTHING = { input: 0, cacheRead: 0, cacheWrite: { '5m': 0, '1h': 0 } };

function sendFault(response: ServerResponse, answer: Answer, requestId: string, stream: boolean, message: Json): void {
  if (answer === 'hang') return;
  if (answer === 'reset') breakOff(response, 'start', message, stream, 'reset');
  else if ('hang' in answer) breakOff(response, answer.hang, message, stream, 'hang');
  else if ('reset' in answer) breakOff(response, answer.reset, message, stream, 'reset');
  else if ('garbage' in answer) sendGarbage(response, answer.garbage, answer.contentType);
  else if ('fail' in answer) sendError(response, requestId, answer);
}

function checkHeaders(headers: IncomingHttpHeaders, { key }: FakeMessagesOptions): void {
  // Both ways are fine; where a request has both, the older one counts.
  const given = headers['x-api-key'] ?? /^Bearer (.*)$/.exec(headers.authorization ?? '')?.[1];
  if (key !== null) {
    if (given === undefined) throw new Refusal('authentication_error', 'x-api-key header is required');
    if (given === '' || (key !== undefined && given !== key))
      throw new Refusal('authentication_error', 'invalid x-api-key');
  }
  const version = headers['anthropic-version'];
  if (version === undefined) throw invalid('anthropic-version: header is required');
  if (!VERSIONS.includes(String(version)))
    throw invalid(`anthropic-version: "${String(version)}" is not a valid version`);
}

function parse(raw: Buffer, entry: Entry): unknown {
  const type = entry.headers['content-type'] ?? '';
  if (!/^application\/json\b/i.test(type)) throw invalid(`content-type: must be application/json, found "${type}"`);
  let value: unknown;
  try {
    value = JSON.parse(raw.toString('utf8'));
  } catch (error) {
    throw invalid(`The request body is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) entry.body = value as Json;
  return value;
}

/** Reads to the end even what is too large: whoever is still sending hears the answer. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MOST_BYTES) chunks.push(chunk);
  }
  if (size > MOST_BYTES) throw new Refusal('request_too_large', 'Request exceeds the maximum size');
  return Buffer.concat(chunks);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
