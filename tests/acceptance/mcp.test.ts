// `k8s-monitor mcp` as a process, as MCP clients start it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SERVER_NAMES } from '../../src/mcp/tool.ts';
import { cli } from '../support/cli.ts';
import { CLI, run, runHttp, SAMPLE, type Start, surroundings } from '../support/tool-servers.ts';

const WRITING = ['post_message', 'reply_in_thread', 'update_message'];

async function overStdio({ args, env, cwd }: Start): Promise<Client> {
  const client = new Client({ name: 'test', version: '0' });
  await client.connect(
    new StdioClientTransport({ command: CLI, args: [...args], env: { ...env }, cwd, stderr: 'pipe' }),
  );
  onTestFinished(() => client.close());
  return client;
}

async function overHttp(url: string, headers: Record<string, string> = {}): Promise<Client> {
  const client = new Client({ name: 'test', version: '0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  onTestFinished(() => client.close());
  return client;
}

const namesOf = async (client: Client): Promise<string[]> => (await client.listTools()).tools.map(({ name }) => name);

describe.each(SERVER_NAMES)('%s', (name) => {
  const { tool, args, says } = SAMPLE[name];

  it('lists and answers over standard input and output', async () => {
    const client = await overStdio((await surroundings()).start(name));
    expect(await namesOf(client)).toContain(tool);
    const { content, structuredContent, isError } = await client.callTool({ name: tool, arguments: args });
    expect(isError, JSON.stringify(content)).toBeUndefined();
    expect(JSON.stringify(structuredContent)).toContain(says);
  });

  it('lists and answers over HTTP, without what writes', async () => {
    const { url } = await runHttp((await surroundings()).start(name));
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
    const client = await overHttp(url);
    const names = await namesOf(client);
    expect(names).toContain(tool);
    expect(names.filter((one) => WRITING.includes(one))).toEqual([]);
    const { structuredContent } = await client.callTool({ name: tool, arguments: args });
    expect(JSON.stringify(structuredContent)).toContain(says);
  });
});

describe('what writes', () => {
  it('is there over standard input and output, and marked', async () => {
    const client = await overStdio((await surroundings()).start('slack'));
    const { tools } = await client.listTools();
    const marked = tools.filter(({ annotations }) => annotations?.readOnlyHint === false).map(({ name }) => name);
    expect(marked.sort()).toEqual(WRITING);
  });

  it('posts no token of our own', async () => {
    const { start, slack } = await surroundings();
    const started = start('slack');
    const own = 'blue-winter-2026';
    const client = await overStdio({ ...started, env: { ...started.env, MCP_TOKEN: own } });
    const args = { channel: '#alerts', text: `api is down\nkey ${own}` };
    expect((await client.callTool({ name: 'post_message', arguments: args })).isError).toBeUndefined();
    expect(slack.messages.map(({ text }) => text)).toEqual([expect.stringContaining('key [redacted: own token]')]);
  });

  it('goes where a route leads, and nowhere else', async () => {
    const { start, slack } = await surroundings([{ id: 'C0DATABASES', name: 'databases' }]);
    const started = start('slack');
    const routes = join(started.cwd, 'routes.yaml');
    writeFileSync(routes, 'routes: [{ match: { service: mysql }, to: slack:#databases, fallback: slack:#gone }]\n');
    const post = async (client: Client, channel: string) => {
      const answer = await client.callTool({ name: 'post_message', arguments: { channel, text: 'x' } });
      return JSON.stringify(answer.structuredContent);
    };
    const sent = expect.stringContaining('"sent":true');
    const routed = await overStdio({ ...started, env: { ...started.env, ROUTES_FILE: routes } });
    expect([await post(routed, '#databases'), await post(routed, '#alerts')]).toEqual([sent, sent]);
    expect(await post(routed, '#general')).toContain('#general is not a configured channel');
    const usual = await overStdio(started);
    expect(await post(usual, '#databases')).toContain('#databases is not a configured channel');
    expect(slack.messages.map(({ channel }) => channel)).toEqual(['C0DATABASES', 'C0ALERTS']);
  });

  it('is there over HTTP only when it is allowed', async () => {
    const { start } = await surroundings();
    const [closed, open] = await Promise.all([runHttp(start('slack')), runHttp(start('slack'), ['--allow-write'])]);
    const [reading, writing] = await Promise.all([overHttp(closed.url), overHttp(open.url)]);
    expect(await namesOf(writing)).toEqual(expect.arrayContaining(WRITING));
    const call = reading.callTool({ name: 'post_message', arguments: {} });
    await expect(call).rejects.toThrow('start it with --allow-write');
  });
});

describe('a process over standard input and output', () => {
  const frame = (text: object): string => `${JSON.stringify({ jsonrpc: '2.0', ...text })}\n`;
  const HELLO = frame({
    id: 0,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '0' } },
  });

  async function started() {
    const running = run((await surroundings()).start('kubernetes'));
    let stdout = '';
    running.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    const frames = (): { id: number; result?: object; error?: object }[] =>
      stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
    const answered = (id: number) => expect.poll(() => frames().some((one) => one.id === id), { timeout: 10_000 });
    return { ...running, frames, answered, write: (text: string) => running.child.stdin?.write(text) };
  }

  it('prints nothing but frames, and ends with 0 when its input ends', async () => {
    const server = await started();
    server.write(`${HELLO}${frame({ id: 1, method: 'tools/call', params: { name: 'scan_cluster', arguments: {} } })}`);
    server.child.stdin?.end();
    expect(await server.ended).toBe(0);
    expect(server.frames().map(({ id }) => id)).toEqual([0, 1]);
    expect(server.stderr()).toBe('');
  });

  it('says what was wrong with a frame, and works on', async () => {
    const server = await started();
    server.write(`garbage\n{"jsonrpc":\n\u0007\n${HELLO}${'x'.repeat(1_500_000)}\n${frame({ id: 1, method: 'ping' })}`);
    await server.answered(1).toBe(true);
    expect(server.stderr()).toContain('k8s-monitor: a frame could not be handled');
    expect(server.stderr()).toContain('a frame of more than 1048576 bytes was passed over');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends with 0 at %s', async (signal) => {
    const server = await started();
    server.write(HELLO);
    await server.answered(0).toBe(true);
    server.child.kill(signal);
    expect(await server.ended).toBe(0);
    expect(server.stderr()).not.toContain('    at ');
  });

  it('ends by itself when its client was killed', async () => {
    const server = await started();
    server.write(HELLO);
    await server.answered(0).toBe(true);
    server.child.stdin?.destroy();
    server.child.stdout?.destroy();
    expect(await server.ended).toBe(0);
  });
});

it.each(['--http', ''])('no token of our own leaves, in text, data and errors %s', async (http) => {
  const own = 'chores-tracker';
  const started = (await surroundings()).start('kubernetes');
  const start = { ...started, env: { ...started.env, GITHUB_TOKEN: own } };
  const client = http === '' ? await overStdio(start) : await overHttp((await runHttp(start)).url);
  const answers = await Promise.all([
    client.callTool({ name: 'list_resources', arguments: { kind: 'Namespace' } }),
    client.callTool({ name: 'list_resources', arguments: { kind: 'Pod', namespace: own } }),
    client.callTool({ name: 'get_resource', arguments: { kind: 'Pod', namespace: own, name: 'nobody' } }),
    client.callTool({ name: own, arguments: {} }).catch(String),
  ]);
  for (const answer of answers) {
    expect(JSON.stringify(answer)).toContain('[redacted: own token]');
    expect(JSON.stringify(answer)).not.toContain(own);
  }
});

describe('a process over HTTP', () => {
  const TOKEN = 'a-token-for-tests-only';

  it('asks everybody for the token, where others can reach it', async () => {
    const { start } = await surroundings();
    const github = start('github');
    const guarded = { ...github, env: { ...github.env, MCP_TOKEN: TOKEN } };
    const server = await runHttp(guarded, ['--host', '0.0.0.0']);
    const url = server.url.replace('0.0.0.0', '127.0.0.1');
    await expect(overHttp(url)).rejects.toThrow();
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
    expect(await namesOf(await overHttp(url, { Authorization: `Bearer ${TOKEN}` }))).toContain('list_commits');
    expect(server.stderr()).not.toContain(TOKEN);
  });

  it('serves several at a time, outlives one that vanishes, and ends with 0 at SIGTERM', async () => {
    const server = await runHttp((await surroundings()).start('kubernetes'));
    const clients = await Promise.all([overHttp(server.url), overHttp(server.url), overHttp(server.url)]);
    const call = { name: 'scan_cluster', arguments: { namespace: null } };
    const [gone, ...others] = clients.map((client) => client.callTool(call));
    gone?.catch(() => {});
    await clients[0]?.close();
    const answers = await Promise.all(others);
    expect(answers.map(({ isError }) => isError)).toEqual([undefined, undefined]);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });
});

describe('what cannot start says so in a line, with exit code 2', () => {
  it.each([
    [['mcp'], "missing required argument 'server'"],
    [['mcp', 'jira'], 'there is no tool server "jira": kubernetes, github, slack are there'],
    [['mcp', 'github'], 'GITHUB_REPOSITORY is not set'],
    [['mcp', 'slack'], 'SLACK_BOT_TOKEN is not set'],
    [['mcp', 'kubernetes'], 'kubeconfig'],
    [['mcp', 'kubernetes', '--snapshot', 'nowhere'], 'nowhere'],
    [['mcp', 'github', '--context', 'x'], '--context is for the kubernetes server: leave it out'],
    [['mcp', 'github', '--port', '3000'], '--port is for HTTP: add --http'],
    [['mcp', 'github', '--http', '--port', '99999'], '--port takes a number from 0 to 65535, not "99999"'],
    [['mcp', 'github', '--http', '--host', '0.0.0.0'], '0.0.0.0 can be reached by others: set MCP_TOKEN'],
  ])('%j', async (args, says) => {
    await endsWith(args, says, args.includes('--http') ? { GITHUB_REPOSITORY: 'owner/name' } : {});
  });

  it.each(['x', ' ', 'a token with blanks'])('MCP_TOKEN="%s"', async (token) => {
    const env = { GITHUB_REPOSITORY: 'owner/name', MCP_TOKEN: token };
    const mend = 'make one with: openssl rand -hex 32';
    await endsWith(['mcp', 'github', '--http', '--port', '0', '--host', '0.0.0.0'], mend, env);
  });

  async function endsWith(args: readonly string[], says: string, env: Record<string, string>): Promise<void> {
    const { code, stdout, stderr } = await cli(args, env);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).not.toContain('    at ');
  }

  it('a port that is taken', async () => {
    const { start } = await surroundings();
    const { url } = await runHttp(start('kubernetes'));
    const { args, env } = start('kubernetes');
    const second = await cli([...args, '--http', '--port', new URL(url).port], env);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain('another program listens there; choose a --port');
  });
});

describe('the README', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const [, json = '{}'] = /```json\n(\{\s*"mcpServers"[\s\S]*?)```/.exec(readme) ?? [];
  const { mcpServers } = JSON.parse(json) as {
    mcpServers: Record<string, { command: string; args: string[]; env?: Record<string, string> }>;
  };

  it.each(SERVER_NAMES)('has a .mcp.json that starts %s, and a line that says the same', async (name) => {
    const { command, args, env = {} } = mcpServers[name] ?? { command: '', args: [] };
    expect(command).toBe('k8s-monitor');
    expect(readme).toMatch(new RegExp(`^ +claude mcp add .*${name} -- k8s-monitor ${args.join(' ')}`, 'm'));
    const started = (await surroundings()).start(name);
    expect(Object.keys(started.env)).toEqual(
      expect.arrayContaining(Object.keys(env).filter((key) => key !== 'GITHUB_TOKEN')),
    );
    const client = await overStdio({ ...started, args: [...args, ...started.args.slice(args.length)] });
    expect(await namesOf(client)).toContain(SAMPLE[name].tool);
  });
});

it('loads nothing of MCP for other commands', () => {
  const dist = join(import.meta.dirname, '../../dist');
  const files = readdirSync(dist).filter((file) => file.endsWith('.js'));
  const read = (file: string): string => readFileSync(join(dist, file), 'utf8');
  const [entry = ''] = /chunk-main-\w+\.js/.exec(read('k8s-monitor.js')) ?? [];
  const loaded = new Set([entry]);
  for (const file of loaded) {
    // What is imported as it is loaded, not what is only when asked for.
    for (const [, next = ''] of read(file).matchAll(/(?:from|import)"\.\/([\w-]+\.js)"/g)) loaded.add(next);
  }
  const ofMcp = files.filter((file) => read(file).includes('notifications/cancelled'));
  expect(existsSync(join(dist, entry))).toBe(true);
  expect(ofMcp.length).toBeGreaterThan(0);
  expect(ofMcp.filter((file) => loaded.has(file))).toEqual([]);
});
