// One client over streams: what is asked is answered, and nothing it sends ends the server but the end of its stream.
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { serverOf } from '../../src/mcp/serve.ts';
import { serveStdio } from '../../src/mcp/stdio.ts';
import { type Seen, seen, TOOLSET } from './toolset.ts';

function serving(deps: Seen = seen()) {
  const input = new PassThrough();
  const output = new PassThrough();
  const stop = new AbortController();
  const faults: string[] = [];
  let written = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    written += text;
  });
  const server = serverOf(TOOLSET, deps, { version: '0', allowWrite: false });
  let ended = false;
  const done = serveStdio(server, {
    input,
    output,
    signal: stop.signal,
    onFault: (line) => faults.push(line),
  }).then(() => {
    ended = true;
  });
  const frames = (): Record<string, unknown>[] =>
    written
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  const answer = (id: number) => expect.poll(() => frames().find((frame) => frame['id'] === id));
  const send = (frame: object): boolean => input.write(`${JSON.stringify({ jsonrpc: '2.0', ...frame })}\n`);
  const hello = (): boolean => send({ id: 0, method: 'initialize', params: HELLO });
  return { input, output, stop, faults, frames, answer, send, hello, done, ended: () => ended };
}

const HELLO = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '0' } };
const call = (name: string, args: object = {}): object => ({ method: 'tools/call', params: { name, arguments: args } });

it('answers, and ends when its input ends', async () => {
  const client = serving();
  client.hello();
  client.send({ id: 1, ...call('echo', { text: 'hi' }) });
  await client.answer(1).toMatchObject({ result: { structuredContent: { said: 'hi' } } });
  expect(client.ended()).toBe(false);
  client.input.end();
  await client.done;
  expect(client.frames().map(({ id }) => id)).toEqual([0, 1]);
});

it('answers what was asked before the input ended', async () => {
  const client = serving();
  client.hello();
  client.send({ id: 1, ...call('pause', { ms: 50 }) });
  client.input.end();
  await client.done;
  expect(client.frames().at(-1)).toMatchObject({ id: 1, result: { structuredContent: { said: 'done' } } });
});

it('answers a last frame that has no end of line, and says of half a one that it was one', async () => {
  const client = serving();
  client.hello();
  client.input.end(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }));
  await client.done;
  expect(client.frames().at(-1)).toMatchObject({ id: 1, result: {} });
  expect(client.faults).toEqual([]);

  const other = serving();
  other.hello();
  other.input.end('{"jsonrpc":"2.0","id":1,"meth');
  await other.done;
  expect(other.faults).toEqual([expect.stringContaining('a frame could not be handled')]);
});

it('does not wait at the end for what was cancelled', async () => {
  const client = serving();
  client.hello();
  client.send({ id: 1, ...call('wait') });
  client.send({ method: 'notifications/cancelled', params: { requestId: 1 } });
  client.input.end();
  await client.done;
  expect(client.frames().map(({ id }) => id)).toEqual([0]);
});

it('passes over bad frames, says so, and works on', async () => {
  const client = serving();
  client.hello();
  client.input.write('garbage\n{"half": \n\u0000\n[]\n{"jsonrpc":"1.0","id":7}\n');
  client.input.write(`${'x'.repeat(3 * 1024 * 1024)}\n`);
  client.send({ id: 2, method: 'no/such' });
  await client.answer(2).toMatchObject({ error: { code: -32_601 } });
  expect(client.faults.length).toBe(6);
  expect(client.faults.at(-1)).toBe('a frame of more than 1048576 bytes was passed over');
  client.input.end();
  await client.done;
});

it('reads frames that come in pieces and together', async () => {
  const client = serving();
  const text = [
    { id: 0, method: 'initialize', params: HELLO },
    { id: 1, method: 'ping' },
    { id: 2, method: 'ping' },
  ]
    .map((frame) => `${JSON.stringify({ jsonrpc: '2.0', ...frame })}\n`)
    .join('');
  for (let at = 0; at < text.length; at += 7) client.input.write(text.slice(at, at + 7));
  await client.answer(2).toMatchObject({ result: {} });
  client.input.end();
  await client.done;
  expect(client.faults).toEqual([]);
});

it('ends at the signal, and tells the tools', async () => {
  const deps = seen(() => client.stop.abort());
  const client = serving(deps);
  client.hello();
  client.send({ id: 1, ...call('wait') });
  await client.done;
  expect(deps.stopped).toEqual(['wait']);
});

it('ends when nobody reads its output any more', async () => {
  const client = serving();
  client.hello();
  client.output.destroy();
  await client.done;
});
