// A client that we did not write: the MCP project's inspector lists and calls the tools of each server over stdio.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SERVER_NAMES } from '../../src/mcp/tool.ts';
import { ensureSuites } from '../conformance/install.ts';
import { withoutControlPlane } from '../control-plane/binaries.ts';
import { CLI, SAMPLE, type Start, surroundings } from '../support/tool-servers.ts';

const Listed = z.object({ tools: z.array(z.object({ name: z.string(), title: z.string() })) });
const Called = z.object({
  content: z.array(z.object({ type: z.literal('text'), text: z.string() })),
  structuredContent: z.record(z.string(), z.unknown()),
  isError: z.literal(false).optional(),
});

const suites = await ensureSuites();

describe('the inspector', () => {
  if ('unavailable' in suites) {
    if (withoutControlPlane() === 'fail') throw new Error(`no inspector: ${suites.unavailable}`);
    it('needs its packages', ({ skip }) => skip(suites.unavailable));
    return;
  }
  const { inspector } = suites;

  it.each(SERVER_NAMES)('lists the tools of %s and finds nothing wrong with their schemas', async (name) => {
    const { tools } = Listed.parse(await inspect((await surroundings()).start(name), ['tools/list', '--strict']));
    expect(tools.map((tool) => tool.name)).toContain(SAMPLE[name].tool);
  });

  it.each(SERVER_NAMES)('calls a tool of %s', async (name) => {
    const { tool, args, says } = SAMPLE[name];
    const { start } = await surroundings();
    const call = ['tools/call', '--tool-name', tool, '--tool-args-json', JSON.stringify(args)];
    const { content, structuredContent } = Called.parse(await inspect(start(name), call));
    expect(content[0]?.text).toContain(says);
    expect(JSON.stringify(structuredContent)).toContain(says);
  });

  it('is told the next step when a tool fails', async () => {
    const { start } = await surroundings();
    const args = ['tools/call', '--tool-name', 'scan_cluster', '--tool-args-json', '{"nonsense":1}'];
    await expect(inspect(start('kubernetes'), args)).rejects.toMatchObject({
      stdout: expect.stringContaining('Next: mend the arguments and call again'),
    });
  });

  async function inspect({ args, env, cwd }: Start, [method, ...more]: readonly string[]): Promise<unknown> {
    const settings = Object.entries(env).flatMap(([key, value]) => ['-e', `${key}=${value}`]);
    const command = [inspector, '--cli', CLI, ...args, '--method', `${method}`, ...more, ...settings, '--quiet'];
    const own = { PATH: process.env['PATH'], HOME: cwd };
    const { stdout } = await promisify(execFile)(process.execPath, command, { cwd, env: own, timeout: 60_000 });
    return JSON.parse(stdout);
  }
});
