import type Anthropic from '@anthropic-ai/sdk';
import type { AgentDefinition, AgentFiles } from '../agents/definition.ts';
import type { Values } from '../config/settings.ts';
import { AGENT_NAMES, type AgentName } from '../domain/agent.ts';
import type { ToolClient } from '../mcp/client.ts';
import type { Toolset } from '../mcp/tool.ts';
import { agentFiles, MODEL_SETTING, modelsInstead } from './agents.ts';

/** A tool as the file of an agent names it, and as the model sees it. */
export interface KnownTool {
  /** `mcp__<server>__<tool>`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

/** One agent as it would be asked now. */
export interface EffectiveAgent {
  readonly definition: AgentDefinition;
  readonly model: string;
  /** For people: `k8s-analyzer.md:4`, or the setting that stands in its place. */
  readonly modelFrom: string;
  readonly tools: readonly KnownTool[];
  /** What is sent to the model for the tools; empty in plain mode. */
  readonly apiTools: readonly Anthropic.Tool[];
}

export interface AgentSet {
  readonly files: AgentFiles;
  readonly agents: Readonly<Partial<Record<AgentName, EffectiveAgent>>>;
}

/** The agents' files with what the settings change about them. Asks nobody. */
export async function agentSet(values: Values): Promise<AgentSet> {
  const [files, { toolboxOf }, servers] = await Promise.all([
    agentFiles(values),
    import('../agents/tools.ts'),
    offers(),
  ]);
  const instead = modelsInstead(values);
  const agents: Partial<Record<AgentName, EffectiveAgent>> = {};
  for (const name of AGENT_NAMES) {
    const definition = files.agents[name];
    if (definition === undefined) continue;
    const given = instead[name];
    agents[name] = {
      definition,
      model: given ?? definition.model,
      modelFrom: given === undefined ? `${name}.md:${definition.lines['model'] ?? 1}` : MODEL_SETTING[name],
      tools: definition.tools.flatMap((tool) => servers.known.get(tool) ?? []),
      apiTools: values.MODEL_MODE === 'plain' ? [] : toolboxOf(definition.tools, servers.clients, (t) => t).tools,
    };
  }
  return { files, agents };
}

/** What the servers that agents may use have to offer, without starting one. */
async function offers(): Promise<{
  readonly known: ReadonlyMap<string, KnownTool>;
  readonly clients: readonly ToolClient[];
}> {
  const [{ describeTool }, { kubernetesToolset }, { githubToolset }] = await Promise.all([
    import('../mcp/describe.ts'),
    import('../../mcp-servers/kubernetes/toolset.ts'),
    import('../../mcp-servers/github/toolset.ts'),
  ]);
  const describe = <D>({ name, tools }: Toolset<D>) => ({
    server: name,
    tools: tools.map((tool) => describeTool(tool)),
  });
  const sets = [describe(kubernetesToolset), describe(githubToolset)];
  const known = sets.flatMap(({ server, tools }) =>
    tools.map(({ name, title, description }): [string, KnownTool] => {
      const full = `mcp__${server}__${name}`;
      return [full, { name: full, title, description }];
    }),
  );
  const clients = sets.map(({ server, tools }): ToolClient => {
    const offered = tools.map(({ name, description, inputSchema, annotations }) => {
      return { server, name, description, readOnly: annotations.readOnlyHint, inputSchema };
    });
    const call: ToolClient['call'] = async () => ({ ok: false, text: 'nothing is started', data: null });
    return { server, tools: offered, call, close: async () => {} };
  });
  return { known: new Map(known), clients };
}
