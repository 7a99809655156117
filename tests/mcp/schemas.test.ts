// What clients and models see of every tool, in git: a change of it has to appear in a diff.
import { expect, it } from 'vitest';
import { ALL_TOOLSETS } from '../../mcp-servers/toolsets.ts';
import { catalogueTokens } from '../../scripts/generate/tools.ts';
import { describeTool } from '../../src/mcp/describe.ts';
import { SERVER_NAMES } from '../../src/mcp/tool.ts';

const tools = ALL_TOOLSETS.flatMap((toolset) => toolset.tools.map((tool) => ({ toolset, tool })));

it.each(ALL_TOOLSETS)('$name is as it was', async ({ name, title, instructions, tools: own }) => {
  const shown = { name, title, instructions, tools: own.map(describeTool) };
  await expect(`${JSON.stringify(shown, null, 2)}\n`).toMatchFileSnapshot(`schemas/${name}.json`);
});

it('has the tools that were promised', () => {
  const names = Object.fromEntries(
    ALL_TOOLSETS.map(({ name, tools: own }) => [name, own.map((tool) => tool.name).sort()]),
  );
  expect(Object.keys(names).sort()).toEqual([...SERVER_NAMES].sort());
  expect(names).toEqual({
    kubernetes: [
      'get_events',
      'get_logs',
      'get_metrics',
      'get_resource',
      'get_rollout_history',
      'list_resources',
      'scan_cluster',
    ],
    github: ['get_commit', 'get_file', 'list_commits', 'list_pull_requests_for_commit'],
    slack: ['check_channel', 'post_message', 'reply_in_thread', 'update_message'],
  });
});

it('costs less than 4,000 tokens in all', () => {
  expect(catalogueTokens()).toBeLessThan(4000);
});

it('writes nowhere but in Slack', () => {
  const writing = tools.filter(({ tool }) => tool.access === 'write').map(({ tool }) => tool.name);
  expect(writing.sort()).toEqual(['post_message', 'reply_in_thread', 'update_message']);
  for (const { toolset, tool } of tools) {
    const { annotations } = describeTool(tool);
    expect(annotations.readOnlyHint, tool.name).toBe(tool.access === 'read');
    if (toolset.name !== 'slack') expect(annotations.destructiveHint, tool.name).toBe(false);
  }
});

it.each(tools)(
  '$toolset.name $tool.name says what it is for, and takes and gives objects of known fields',
  ({ tool }) => {
    const { name, title, description, inputSchema, outputSchema } = describeTool(tool);
    expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(title).toMatch(/^[A-Z]/);
    expect(description.length).toBeGreaterThan(20);
    expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
    expect(outputSchema).toMatchObject({ type: 'object', additionalProperties: false });
  },
);
