import { ALL_TOOLSETS } from '../../mcp-servers/toolsets.ts';
import { estimateTokens } from '../../src/agents/tokens.ts';
import { describeTool, type ToolDescription } from '../../src/mcp/describe.ts';
import type { Tool, Toolset } from '../../src/mcp/tool.ts';
import { fieldsOf } from './schema-words.ts';

/** What every request of an agent would pay for a tool, were it allowed to call it. An estimate. */
function tokensOf(toolset: Toolset<never>, tool: Tool<never>): number {
  const { name, description, inputSchema } = describeTool(tool);
  const sent = { name: `mcp__${toolset.name}__${name}`, description, input_schema: inputSchema };
  return estimateTokens(JSON.stringify(sent));
}

export function catalogueTokens(): number {
  return ALL_TOOLSETS.flatMap((toolset) => toolset.tools.map((tool) => tokensOf(toolset, tool))).reduce(
    (sum, tokens) => sum + tokens,
    0,
  );
}

/** docs/tools.md: what agents and MCP clients can call. */
export function toolsPage(): string {
  const count = ALL_TOOLSETS.flatMap(({ tools }) => tools).length;
  return [
    '# Tools',
    '',
    'Generated from `mcp-servers/`. Each server runs on its own (`k8s-monitor mcp <server>`), and inside a cycle for the',
    'agents. An agent may call the tools that its file names and that only read; what writes is called by code alone.',
    `The whole catalogue, ${count} tools, costs about ${catalogueTokens()} tokens in a request (an estimate); an agent pays only for its own.`,
    '',
    ...ALL_TOOLSETS.flatMap(serverSection),
  ].join('\n');
}

function serverSection(toolset: Toolset<never>): string[] {
  const rows = toolset.tools.map(
    (tool) =>
      `| [${tool.name}](#${tool.name}) | ${tool.title} | ${tool.access === 'read' ? 'reads' : 'writes'} | ${tokensOf(toolset, tool)} |`,
  );
  return [
    `## ${toolset.name}: ${toolset.title}`,
    '',
    toolset.instructions,
    '',
    '| tool | title | | tokens |',
    '|---|---|---|---|',
    ...rows,
    '',
    ...toolset.tools.flatMap((tool) => toolSection(describeTool(tool))),
  ];
}

function toolSection({ name, description, inputSchema, outputSchema, annotations }: ToolDescription): string[] {
  const twice = annotations.readOnlyHint || annotations.idempotentHint ? '' : ' Calling it twice does it twice.';
  return [
    `### ${name}`,
    '',
    `${description}${twice}`,
    '',
    ...table('argument', inputSchema),
    ...table('answer', outputSchema),
  ];
}

function table(what: string, schema: ToolDescription['inputSchema']): string[] {
  const rows = fieldsOf(schema).map(({ name, type, about }) => `| \`${name}\` | ${cell(type)} | ${cell(about)} |`);
  return rows.length === 0 ? [`No ${what}s.`, ''] : [`| ${what} | | |`, '|---|---|---|', ...rows, ''];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
