// A toolset as a server, seen by the SDK's client over the pair in memory.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ServeOptions, serverOf } from '../../src/mcp/serve.ts';
import type { Toolset } from '../../src/mcp/tool.ts';
import { scrubExact } from '../../src/platform/redact/scrub.ts';
import { BROKEN, broken, type Seen, seen, TOOLSET } from './toolset.ts';

interface Setup extends Partial<ServeOptions> {
  readonly toolset?: Toolset<Seen>;
  readonly deps?: Seen;
}

async function connected({ toolset = TOOLSET, deps = seen(), ...options }: Setup = {}): Promise<Client> {
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await serverOf(toolset, deps, { version: '1.2.3', allowWrite: false, ...options }).connect(theirs);
  const client = new Client({ name: 'test', version: '0' });
  await client.connect(ours);
  onTestFinished(() => client.close());
  return client;
}

describe('what it says of itself', () => {
  it('has a name, a title, a version and instructions', async () => {
    const client = await connected();
    expect(client.getServerVersion()).toEqual({
      name: 'k8s-monitor-kubernetes',
      title: 'Test tools',
      version: '1.2.3',
    });
    expect(client.getInstructions()).toBe('Tools for tests.');
  });

  it('lists tools with title, schemas and hints, and schemas without empty words', async () => {
    const { tools } = await (await connected()).listTools();
    expect(tools.find(({ name }) => name === 'echo')).toEqual({
      name: 'echo',
      title: 'Echo',
      description: 'Gives back what it was given.',
      inputSchema: {
        type: 'object',
        properties: { text: { type: 'string' }, times: { default: 1, type: 'integer', minimum: 1, maximum: 3 } },
        required: ['text'],
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: { said: { type: 'string' }, times: { type: 'integer' } },
        required: ['said', 'times'],
        additionalProperties: false,
      },
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
    });
  });

  it('has tools that write only when it may write', async () => {
    const reading = await connected();
    expect((await reading.listTools()).tools.map(({ name }) => name)).toEqual(['echo', 'refuse', 'wait', 'pause']);
    const deps = seen();
    const writing = await connected({ deps, allowWrite: true });
    const note = (await writing.listTools()).tools.find(({ name }) => name === 'note');
    expect(note?.annotations).toMatchObject({ readOnlyHint: false, destructiveHint: true, idempotentHint: false });
    await writing.callTool({ name: 'note', arguments: { text: 'milk' } });
    expect(deps.notes).toEqual(['milk']);
  });
});

describe('a call', () => {
  it('gives structured content and short text', async () => {
    const client = await connected();
    await client.listTools();
    expect(await client.callTool({ name: 'echo', arguments: { text: 'hi', times: 2 } })).toEqual({
      content: [{ type: 'text', text: 'hihi' }],
      structuredContent: { said: 'hi', times: 2 },
    });
  });

  it('fails as a result, with the next step', async () => {
    const client = await connected();
    expect(await client.callTool({ name: 'refuse', arguments: {} })).toEqual({
      content: [{ type: 'text', text: 'there is no pod web-1. Next: list_resources shows the names.' }],
      isError: true,
    });
  });

  it.each([[{}], [{ text: 'a', extra: 1 }], [{ text: 'a', times: 9 }]])(
    'with wrong arguments %j is told the mend',
    async (args) => {
      const client = await connected();
      const result = await client.callTool({ name: 'echo', arguments: args });
      expect(result.isError).toBe(true);
      expect(JSON.stringify(result.content)).toContain('Next: mend the arguments and call again');
    },
  );

  it('of an unknown tool is a fault of the protocol, and names what there is', async () => {
    const client = await connected();
    await expect(client.callTool({ name: 'exec', arguments: {} })).rejects.toMatchObject({
      code: -32_602,
      message: expect.stringContaining('no tool exec; there are echo, refuse, wait, pause. Next: call one of these.'),
    });
    await expect(client.callTool({ name: 'note', arguments: { text: 'x' } })).rejects.toThrow(
      /Next: go on without it; .* start it with --allow-write\.$/,
    );
  });

  it('is redacted on its way out, in text, data and faults', async () => {
    const client = await connected();
    const token = ['ghp', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('_');
    const result = await client.callTool({ name: 'echo', arguments: { text: `token ${token}\u202e` } });
    expect(JSON.stringify(result)).not.toContain(token);
    expect(JSON.stringify(result)).not.toContain('\u202e');
  });

  describe('of a server that knows tokens of its own', () => {
    const OWN = 'handler-7-blue';
    const scrub = (text: string): string => scrubExact(text, [OWN]);
    const lost = broken('lost', () => Promise.reject(new Error(`no ${OWN}`)));
    const failing = broken('failing', async () => ({ ok: false, text: `no ${OWN}. Next: rest.` }));
    const toolset = { ...TOOLSET, tools: [...TOOLSET.tools, lost, failing] };

    it('gives none of them away: text, data, errors, faults, wrong arguments, unknown names', async () => {
      const client = await connected({ toolset, scrub });
      const call = (name: string, args: Record<string, unknown> = {}): Promise<unknown> =>
        client.callTool({ name, arguments: args }).catch((error: unknown) => String(error));
      const hidden = `${OWN.slice(0, 4)}\u200b${OWN.slice(4)}`;
      const answers = await Promise.all([
        call('echo', { text: OWN }),
        call('echo', { text: hidden }),
        call('echo', { text: Buffer.from(OWN).toString('base64') }),
        call('echo', { text: 'x', [OWN]: 1 }),
        call('failing', { text: '' }),
        call('lost', { text: '' }),
        call(OWN),
      ]);
      for (const answer of answers) {
        expect(JSON.stringify(answer)).toContain('[redacted: own token]');
        expect(JSON.stringify(answer)).not.toContain(OWN);
      }
    });
  });

  it('that takes too long ends as an error of the tool, and the tool is told to stop', async () => {
    const deps = seen();
    const client = await connected({ deps, callTimeoutMs: 30 });
    const result = await client.callTool({ name: 'wait', arguments: {} });
    expect(result.isError).toBe(true);
    expect(JSON.stringify(result.content)).toContain('wait took longer than 30 ms. Next: ask for less');
    expect(deps.stopped).toEqual(['wait']);
  });

  it('of a tool that does not listen ends just so', async () => {
    const client = await connected({ toolset: BROKEN, callTimeoutMs: 30 });
    const result = await client.callTool({ name: 'hang', arguments: { text: '' } });
    expect(JSON.stringify(result.content)).toContain('hang took longer than 30 ms');
  });

  it('that is cancelled stops the tool', async () => {
    const stop = new AbortController();
    const deps = seen(() => stop.abort(new Error('no longer wanted')));
    const client = await connected({ deps });
    const call = client.callTool({ name: 'wait', arguments: {} }, undefined, { signal: stop.signal });
    await expect(call).rejects.toThrow('no longer wanted');
    await expect.poll(() => deps.stopped).toEqual(['wait']);
  });

  it('that breaks the tool down is a fault of the protocol, and the next one works', async () => {
    const client = await connected({ toolset: BROKEN });
    await expect(client.callTool({ name: 'crash', arguments: { text: '' } })).rejects.toMatchObject({
      code: -32_603,
      message: expect.stringMatching(/crash broke down: the handler is gone\. Next: go on without it/),
    });
    expect((await client.callTool({ name: 'echo', arguments: { text: 'on' } })).isError).toBeUndefined();
  });
});
