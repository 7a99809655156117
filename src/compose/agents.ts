import type { AgentFiles } from '../agents/definition.ts';
import type { SettingName, Values } from '../config/settings.ts';
import { AGENT_NAMES, type AgentName } from '../domain/agent.ts';
import { agentsFolder } from './agents-folder.ts';

/** Anthropic's own endpoint: Haiku only, and no key means no model. */
export function asksAnthropic({ ANTHROPIC_BASE_URL: url }: Values): boolean {
  return url === null || new URL(url).hostname === 'api.anthropic.com';
}

/** False: there is nobody to ask. A model of one's own may need no key. */
export function hasModel(values: Values): boolean {
  return values.ANTHROPIC_API_KEY !== null || !asksAnthropic(values);
}

/** The files of the agents as they are now. */
export async function agentFiles(values: Values): Promise<AgentFiles> {
  const { loadAgents } = await import('../agents/load-agents.ts');
  const { folder, names } = { folder: agentsFolder(values.AGENTS_DIR, process.cwd()), names: await readTools() };
  return loadAgents(folder, names, asksAnthropic(values));
}

/** Full names of the tools an agent may be given: those that read, of the servers that are not the cycle's own mouth. */
async function readTools(): Promise<readonly string[]> {
  const [{ kubernetesToolset }, { githubToolset }] = await Promise.all([
    import('../../mcp-servers/kubernetes/toolset.ts'),
    import('../../mcp-servers/github/toolset.ts'),
  ]);
  return [kubernetesToolset, githubToolset].flatMap(({ name, tools }) =>
    tools.filter(({ access }) => access === 'read').map((tool) => `mcp__${name}__${tool.name}`),
  );
}

/** The setting that names the model of an agent, instead of its file. */
export const MODEL_SETTING = {
  'k8s-analyzer': 'K8S_ANALYZER_MODEL',
  'github-reviewer': 'GITHUB_REVIEWER_MODEL',
  'escalation-manager': 'ESCALATION_MANAGER_MODEL',
  'slack-notifier': 'SLACK_NOTIFIER_MODEL',
} as const satisfies Record<AgentName, SettingName>;

/** Models that the settings put in the place of those in the files. */
export function modelsInstead(values: Values): Readonly<Partial<Record<AgentName, string>>> {
  const named = AGENT_NAMES.map((name) => [name, values[MODEL_SETTING[name]]] as const);
  return Object.fromEntries(named.flatMap(([name, id]) => (id === null ? [] : [[name, id]])));
}

/** The settings with one model for every agent. */
export function withOneModel(values: Values, model: string): Values {
  return { ...values, ...Object.fromEntries(AGENT_NAMES.map((name) => [MODEL_SETTING[name], model])) };
}
