// The cycle's own way to a server: nothing that goes wrong there may reject here.
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ToolClient } from '../../src/mcp/client.ts';
import { type ConnectOptions, connect, connectInProcess } from '../../src/mcp/connect.ts';
import { serverOf } from '../../src/mcp/serve.ts';
import type { Toolset } from '../../src/mcp/tool.ts';
import { BROKEN, type Seen, seen, TOOLSET } from './toolset.ts';

const OPTIONS: ConnectOptions = { callTimeoutMs: 2000 };
const unhurried = new AbortController().signal;

async function closing(client: Promise<ToolClient>): Promise<ToolClient> {
  const opened = await client;
  onTestFinished(() => opened.close());
  return opened;
}

const inProcess = (toolset: Toolset<Seen>, options: ConnectOptions = OPTIONS, deps = seen()): Promise<ToolClient> =>
  closing(connectInProcess(toolset, deps, options));

/** A server whose frames pass through our hands. */
async function handled(onFrame: (frame: JSONRPCMessage, theirs: Transport) => JSONRPCMessage, deps = seen()) {
  let starts = 0;
  const client = await closing(
    connect(TOOLSET, OPTIONS, async () => {
      starts += 1;
      const [ours, theirs] = InMemoryTransport.createLinkedPair();
      const send = theirs.send.bind(theirs);
      theirs.send = (frame) => send(onFrame(frame, theirs));
      await serverOf(TOOLSET, deps, { version: '0', allowWrite: false }).connect(theirs);
      return ours;
    }),
  );
  return { client, starts: () => starts };
}

describe('a server that works', () => {
  it('offers its read tools, with their schemas', async () => {
    const { server, tools } = await inProcess(TOOLSET);
    expect(server).toBe('kubernetes');
    expect(tools.map(({ name, readOnly }) => ({ name, readOnly }))).toEqual(
      ['echo', 'refuse', 'wait', 'pause'].map((name) => ({ name, readOnly: true })),
    );
    expect(tools[0]).toMatchObject({ server: 'kubernetes', inputSchema: { type: 'object', required: ['text'] } });
  });

  it('offers what writes when that is wanted, and says so', async () => {
    const { tools } = await inProcess(TOOLSET, { ...OPTIONS, allowWrite: true });
    expect(tools.find(({ name }) => name === 'note')?.readOnly).toBe(false);
  });

  it('answers with data and text, or with the error of the tool', async () => {
    const client = await inProcess(TOOLSET);
    expect(await client.call('echo', { text: 'hi' }, unhurried)).toEqual({
      ok: true,
      text: 'hi',
      data: { said: 'hi', times: 1 },
    });
    expect(await client.call('refuse', {}, unhurried)).toEqual({
      ok: false,
      text: 'there is no pod web-1. Next: list_resources shows the names.',
      data: null,
    });
  });

  it('refuses what it does not have, and arguments that are none', async () => {
    const client = await inProcess(TOOLSET);
    const said = 'server kubernetes has no tool note; it has echo, refuse, wait, pause. Next: call one of these.';
    expect(await client.call('note', { text: 'x' }, unhurried)).toMatchObject({ ok: false, text: said });
    expect((await client.call('echo', 'hi', unhurried)).text).toContain('the arguments have to be an object');
    expect((await client.call('echo', { txt: 'hi' }, unhurried)).text).toContain('Next: mend the arguments');
  });

  it('stops at the signal, tells the tool, and works on', async () => {
    const stop = new AbortController();
    const deps = seen(() => stop.abort(new Error('out of time')));
    const client = await inProcess(TOOLSET, OPTIONS, deps);
    expect(await client.call('wait', {}, stop.signal)).toMatchObject({
      ok: false,
      text: 'wait was stopped: out of time. Next: go on without it, and say that it was not checked.',
    });
    await expect.poll(() => deps.stopped).toEqual(['wait']);
    expect((await client.call('echo', { text: 'a' }, stop.signal)).ok).toBe(false);
    expect((await client.call('echo', { text: 'a' }, unhurried)).ok).toBe(true);
  });
});

it('takes a tool that is only slow for what it is, however often', async () => {
  const client = await inProcess(TOOLSET, { callTimeoutMs: 20 });
  for (const _ of [1, 2, 3]) {
    const { ok, text } = await client.call('wait', {}, unhurried);
    expect({ ok, text }).toEqual({
      ok: false,
      text: expect.stringContaining('wait took longer than 20 ms. Next: ask for less'),
    });
  }
  expect((await client.call('echo', { text: 'on' }, unhurried)).ok).toBe(true);
});

describe('a server that breaks', () => {
  it.each([
    ['crash', 'crash broke down: the handler is gone'],
    ['hang', 'Request timed out'],
    ['lie', "Structured content does not match the tool's output schema"],
  ])('by %s costs that call, and is started again', async (name, why) => {
    const client = await inProcess(BROKEN, { callTimeoutMs: 100 });
    const result = await client.call(name, { text: '' }, unhurried);
    expect(result.ok).toBe(false);
    expect(result.text).toContain(`tool ${name} of server kubernetes is not available: `);
    expect(result.text).toContain(why);
    expect(result.text.split('Next: ')).toHaveLength(2);
    expect((await client.call('echo', { text: 'on' }, unhurried)).ok).toBe(true);
  });

  it('twice is not asked again', async () => {
    const client = await inProcess(BROKEN);
    await client.call('crash', { text: '' }, unhurried);
    await client.call('crash', { text: '' }, unhurried);
    expect(await client.call('echo', { text: 'on' }, unhurried)).toMatchObject({
      ok: false,
      text: expect.stringMatching(/^tool echo of server kubernetes is not available: crash broke down/),
    });
    expect(client.tools.length).toBe(5);
  });

  it('leaves calls of others to their end', async () => {
    const client = await inProcess(BROKEN);
    const slow = client.call('pause', { ms: 80 }, unhurried);
    expect((await client.call('crash', { text: '' }, unhurried)).ok).toBe(false);
    expect((await client.call('echo', { text: 'new' }, unhurried)).ok).toBe(true);
    expect(await slow).toMatchObject({ ok: true, text: 'done' });
  });

  it('two at a time counts once: they broke the same start', async () => {
    const client = await inProcess(BROKEN);
    const call = (): Promise<unknown> => client.call('crash', { text: '' }, unhurried);
    await Promise.all([call(), call(), call()]);
    expect((await client.call('echo', { text: 'on' }, unhurried)).ok).toBe(true);
  });
});

describe('a wire that breaks', () => {
  const isAnswer = (frame: JSONRPCMessage, to: string): boolean =>
    'result' in frame && JSON.stringify(frame).includes(to);

  it('by a bad frame costs that call at once, and the server is started again', async () => {
    let bad = 1;
    const { client, starts } = await handled((frame) =>
      isAnswer(frame, '"structuredContent"') && bad-- > 0
        ? // Something no type allows: as it would come off a wire.
          JSON.parse('{"jsonrpc":"1.0","junk":true}')
        : frame,
    );
    const result = await client.call('echo', { text: 'a' }, unhurried);
    expect(result.text).toContain('tool echo of server kubernetes is not available: it sent a frame that is none');
    expect((await client.call('echo', { text: 'a' }, unhurried)).ok).toBe(true);
    expect(starts()).toBe(2);
  });

  it('by closing in the middle of a call costs that call', async () => {
    let closings = 1;
    const { client } = await handled((frame, theirs) => {
      if (isAnswer(frame, '"structuredContent"') && closings-- > 0) void theirs.close();
      return frame;
    });
    expect((await client.call('echo', { text: 'a' }, unhurried)).text).toContain('not available: ');
    expect((await client.call('echo', { text: 'a' }, unhurried)).ok).toBe(true);
  });

  it('by listing what the toolset does not have lends it nothing', async () => {
    const { client } = await handled((frame) =>
      isAnswer(frame, '"inputSchema"')
        ? (JSON.parse(JSON.stringify(frame).replace('"name":"refuse"', '"name":"exec"')) as JSONRPCMessage)
        : frame,
    );
    expect(client.tools.map(({ name }) => name)).toEqual(['echo', 'wait', 'pause']);
    expect((await client.call('exec', {}, unhurried)).text).toContain('has no tool exec');
    expect((await client.call('refuse', {}, unhurried)).text).toContain('has no tool refuse');
  });

  it('from the start still names its tools, and says that they are not available', async () => {
    let starts = 0;
    const client = await connect(TOOLSET, OPTIONS, () => {
      starts += 1;
      return Promise.reject(new Error('no such program'));
    });
    expect(client.tools.map(({ name }) => name)).toContain('echo');
    expect((await client.call('echo', { text: 'a' }, unhurried)).text).toContain('is not available: no such program');
    expect(starts).toBe(2);
    await client.close();
  });
});

it('takes out what its caller knows to be secret, also of what broke down', async () => {
  const scrub = (text: string): string => text.replaceAll('handler', '[own]').replaceAll('milk', '[own]');
  const client = await inProcess(BROKEN, { ...OPTIONS, scrub });
  expect(await client.call('echo', { text: 'milk' }, unhurried)).toMatchObject({
    text: '[own]',
    data: { said: '[own]' },
  });
  expect((await client.call('crash', { text: '' }, unhurried)).text).toContain('crash broke down: the [own] is gone');
  expect((await client.call('milk', {}, unhurried)).text).toContain('has no tool [own]');
});

it('is not started again after it was closed', async () => {
  const client = await connectInProcess(TOOLSET, seen(), OPTIONS);
  await client.close();
  for (const text of ['a', 'b'])
    expect((await client.call('echo', { text }, unhurried)).text).toContain('not available');
});
