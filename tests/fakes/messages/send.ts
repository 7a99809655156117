// Writes an answer to the wire: as one JSON document, as a stream of events, or broken off somewhere.
import type { ServerResponse } from 'node:http';
import { type Json, recordsOf } from './json.ts';
import { errorBody, typeOfStatus } from './refusal.ts';
import type { Answer, Break } from './script.ts';

export type Failure = Extract<Answer, { readonly fail: number }>;

export function sendError(response: ServerResponse, requestId: string, failure: Failure): void {
  const { fail, errorType = typeOfStatus(fail), message = 'scripted', errorCode, retryAfter } = failure;
  const body = errorBody(
    errorType,
    message,
    requestId,
    errorCode === undefined ? undefined : { error_code: errorCode },
  );
  if (failure.inStream === true) {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.end(`${event('ping', { type: 'ping' })}event: error\ndata: ${body}\n\n`);
    return;
  }
  response.writeHead(fail, {
    'content-type': 'application/json',
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
  });
  response.end(body);
}

export function sendMessage(response: ServerResponse, message: Json, stream: boolean): void {
  response.writeHead(200, { 'content-type': contentType(stream) });
  if (!stream) {
    response.end(JSON.stringify(message));
    return;
  }
  for (const piece of events(message)) response.write(piece);
  response.end();
}

/** Goes so far, and no further: the socket stays open, or is destroyed. */
export function breakOff(
  response: ServerResponse,
  at: Break,
  message: Json,
  stream: boolean,
  how: 'hang' | 'reset',
): void {
  const end = (): void => {
    if (how === 'reset') response.socket?.destroy();
  };
  if (at === 'start') {
    end();
    return;
  }
  response.writeHead(200, { 'content-type': contentType(stream) });
  response.flushHeaders();
  const whole = stream ? [...events(message)].join('') : JSON.stringify(message);
  if (at === 'body') response.write(whole.slice(0, whole.length / 2), () => setImmediate(end));
  else setImmediate(end);
}

export function sendGarbage(response: ServerResponse, garbage: string | Buffer, type: string | undefined): void {
  const guess = garbage.toString('utf8').trimStart().startsWith('<') ? 'text/html' : 'application/json';
  response.writeHead(200, { 'content-type': type ?? guess }).end(garbage);
}

function contentType(stream: boolean): string {
  return stream ? 'text/event-stream; charset=utf-8' : 'application/json';
}

function* events(message: Json): Generator<string> {
  const { content, stop_reason, stop_sequence, stop_details, container, ...rest } = message;
  const usage = rest['usage'] as Json;
  yield event('message_start', {
    type: 'message_start',
    message: {
      ...rest,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      stop_details: null,
      container: null,
      usage: { ...usage, output_tokens: 1 },
    },
  });
  for (const [index, block] of recordsOf(content).entries()) {
    yield event('content_block_start', { type: 'content_block_start', index, content_block: emptied(block) });
    if (index === 0) yield event('ping', { type: 'ping' });
    for (const delta of deltas(block))
      yield event('content_block_delta', { type: 'content_block_delta', index, delta });
    yield event('content_block_stop', { type: 'content_block_stop', index });
  }
  const { input_tokens, cache_creation_input_tokens, cache_read_input_tokens, output_tokens, output_tokens_details } =
    usage;
  yield event('message_delta', {
    type: 'message_delta',
    delta: { stop_reason, stop_sequence, stop_details, container },
    usage: {
      input_tokens,
      cache_creation_input_tokens,
      cache_read_input_tokens,
      output_tokens,
      output_tokens_details,
      server_tool_use: null,
    },
  });
  yield event('message_stop', { type: 'message_stop' });
}

function emptied(block: Json): Json {
  if (block['type'] === 'text') return { ...block, text: '' };
  if (block['type'] === 'thinking') return { ...block, thinking: '', signature: '' };
  return { ...block, input: {} };
}

function deltas(block: Json): readonly Json[] {
  if (block['type'] === 'text') return pieces(String(block['text'])).map((text) => ({ type: 'text_delta', text }));
  if (block['type'] === 'thinking') {
    const thinking = pieces(String(block['thinking'])).map((piece) => ({ type: 'thinking_delta', thinking: piece }));
    return [...thinking, { type: 'signature_delta', signature: block['signature'] }];
  }
  // The first piece is empty, as with the real one.
  return ['', ...pieces(JSON.stringify(block['input']))].map((partial_json) => ({
    type: 'input_json_delta',
    partial_json,
  }));
}

function pieces(text: string): readonly string[] {
  const length = Math.max(24, Math.ceil(text.length / 200));
  return Array.from({ length: Math.ceil(text.length / length) }, (_, index) =>
    text.slice(index * length, (index + 1) * length),
  );
}

function event(name: string, data: Json): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
