// Tool servers as processes that are killed, stand still or lie, behind the client through which agents call them.
import { join } from 'node:path';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { expect, it, onTestFinished } from 'vitest';
import { githubToolset } from '../../mcp-servers/github/toolset.ts';
import { kubernetesToolset } from '../../mcp-servers/kubernetes/toolset.ts';
import type { ToolClient } from '../../src/mcp/client.ts';
import { connect } from '../../src/mcp/connect.ts';
import type { Toolset } from '../../src/mcp/tool.ts';
import { CLI, SAMPLE, surroundings } from '../support/tool-servers.ts';

const LIAR = join(import.meta.dirname, 'lib', 'lying-server.mjs');
const GO_ON = 'go on without it, and say that it was not checked';
const signal = new AbortController().signal;

interface Child {
  readonly client: ToolClient;
  /** Of each start, the first one first. */
  readonly pids: readonly number[];
  readonly call: () => ReturnType<ToolClient['call']>;
}

/** A server of the built program; with a lie, somebody stands in between. The time is for its start, too. */
async function child<D>(toolset: Toolset<D>, lie?: string, callTimeoutMs = 20_000): Promise<Child> {
  const { start } = await surroundings();
  const { args, env, cwd } = start(toolset.name);
  const { tool, args: input } = SAMPLE[toolset.name];
  const pids: number[] = [];
  const client = await connect(toolset, { callTimeoutMs }, async () => {
    const program =
      lie === undefined
        ? { command: CLI, args: [...args] }
        : { command: process.execPath, args: [LIAR, lie, CLI, ...args] };
    const transport = new StdioClientTransport({ ...program, env: { ...env }, cwd, stderr: 'ignore' });
    const started = transport.start.bind(transport);
    transport.start = async () => {
      await started();
      pids.push(transport.pid ?? 0);
    };
    return transport;
  });
  onTestFinished(() => client.close());
  return { client, pids, call: () => client.call(tool, input, signal) };
}

it('row 19: a server that is killed in a call is started again once; killed again, its tools are not available', async () => {
  const [cluster, github] = await Promise.all([child(kubernetesToolset), child(githubToolset)]);
  const kill = (pid: number | undefined): void => void process.kill(pid ?? 0, 'SIGKILL');
  expect(await cluster.call()).toMatchObject({ ok: true, text: expect.stringContaining(SAMPLE.kubernetes.says) });

  const cut = cluster.call();
  kill(cluster.pids[0]);
  expect(await cut).toMatchObject({ ok: false, text: expect.stringMatching(`not available: .*Next: ${GO_ON}`) });
  expect(await cluster.call()).toMatchObject({ ok: true, text: expect.stringContaining(SAMPLE.kubernetes.says) });
  expect(cluster.pids).toHaveLength(2);

  const again = cluster.call();
  kill(cluster.pids[1]);
  expect(await again).toMatchObject({ ok: false });
  expect(await cluster.call()).toMatchObject({ ok: false, text: expect.stringContaining(GO_ON) });
  expect(cluster.pids).toHaveLength(2);
  // It is still listed: the conversation may refer to it. The other server is not hit by any of it.
  expect(cluster.client.tools.map(({ name }) => name)).toContain(SAMPLE.kubernetes.tool);
  expect(await github.call()).toMatchObject({ ok: true, text: expect.stringContaining(SAMPLE.github.says) });
  expect(github.pids).toHaveLength(1);
});

it('row 19: a server that stands still costs the time of one call, and is started again', async () => {
  const { call, pids } = await child(githubToolset, undefined, 4000);
  expect(await call()).toMatchObject({ ok: true });
  process.kill(pids[0] ?? 0, 'SIGSTOP');
  onTestFinished(() => {
    try {
      process.kill(pids[0] ?? 0, 'SIGKILL');
    } catch {
      // Its client ended it.
    }
  });
  expect(await call()).toMatchObject({ ok: false, text: expect.stringContaining(GO_ON) });
  expect(await call()).toMatchObject({ ok: true });
  expect(pids).toHaveLength(2);
});

it.each([
  ['a frame', 'frame', 4000],
  ['data', 'data', 20_000],
])('row 19: a server that sends %s that is none is not believed', async (_, lie, callTimeoutMs) => {
  const { call } = await child(githubToolset, lie, callTimeoutMs);
  expect(await call()).toMatchObject({ ok: false, data: null, text: expect.stringContaining(GO_ON) });
});

it('row 19: a tool that a server lists and we do not know is neither offered nor called', async () => {
  const { client, call } = await child(kubernetesToolset, 'extra');
  expect(client.tools.map(({ name }) => name)).not.toContain('delete_everything');
  expect(await client.call('delete_everything', {}, signal)).toMatchObject({
    ok: false,
    text: expect.stringContaining('server kubernetes has no tool delete_everything; it has '),
  });
  expect(await call()).toMatchObject({ ok: true });
});
