import { expect, it } from 'vitest';
import { githubToolset } from '../../mcp-servers/github/toolset.ts';
import { estimateTokens } from '../../src/agents/tokens.ts';
import { describeTool } from '../../src/mcp/describe.ts';

const tools = githubToolset.tools.map(describeTool);

it('reads only, and costs little to know', () => {
  expect(githubToolset.tools.map(({ name, access }) => `${name} ${access}`)).toEqual([
    'list_commits read',
    'get_commit read',
    'get_file read',
    'list_pull_requests_for_commit read',
  ]);
  // What a request to a model carries of a tool.
  const sent = tools.map(({ name, title, description, inputSchema }) => ({ name, title, description, inputSchema }));
  expect(estimateTokens(JSON.stringify(sent))).toBeLessThanOrEqual(800);
});

it('has schemas that strict tools of the model API take', () => {
  const schemas = JSON.stringify(tools.map(({ inputSchema }) => inputSchema));
  expect(schemas).not.toMatch(/"(?:minimum|maximum|minLength|maxLength|pattern|format|minItems|maxItems)"/);
  for (const { inputSchema } of tools) expect(inputSchema).toMatchObject({ additionalProperties: false });
});
