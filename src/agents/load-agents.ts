import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AGENT_NAMES, type AgentName } from '../domain/agent.ts';
import { codeOf } from '../platform/errors.ts';
import { readAgentFile } from './agent-file.ts';
import { type AgentPolicy, checkAgent } from './check-agent.ts';
import type { AgentDefinition, AgentFault, AgentFiles } from './definition.ts';

/**
 * Reads the four agents of a folder. `catalogue`: full names of the read tools that exist; `anthropic`: its own endpoint, so Haiku only.
 * A file that is missing or faulty costs that agent alone. Never rejects.
 */
export async function loadAgents(
  folder: string,
  catalogue: readonly string[],
  anthropic: boolean,
): Promise<AgentFiles> {
  const home = resolve(folder);
  const missing = await folderFault(home);
  const read = await Promise.all(
    AGENT_NAMES.map((agent) =>
      missing === null ? loadAgent(home, agent, { catalogue, anthropic }) : [missing(agent)],
    ),
  );
  const agents: Partial<Record<AgentName, AgentDefinition>> = {};
  const faults: AgentFault[] = [];
  for (const one of read) {
    if ('name' in one) agents[one.name] = one;
    else faults.push(...one);
  }
  return { folder: home, agents, faults };
}

async function loadAgent(
  home: string,
  agent: AgentName,
  policy: AgentPolicy,
): Promise<AgentDefinition | readonly AgentFault[]> {
  const file = join(home, `${agent}.md`);
  const read = await readAgentFile(home, `${agent}.md`);
  if ('fault' in read) return [{ agent, file, line: 0, column: 0, message: read.fault }];
  return checkAgent(agent, file, read.text, policy);
}

/** What each agent says when there is no folder to look into; null when there is one. */
async function folderFault(home: string): Promise<((agent: AgentName) => AgentFault) | null> {
  let what = 'is not a folder';
  try {
    if ((await stat(home)).isDirectory()) return null;
  } catch (error) {
    what = codeOf(error) === 'ENOENT' ? 'is not there' : `can't be read (${codeOf(error)})`;
  }
  const message = `the folder of the agents ${what}; copy agents/ of k8s-monitor to this place, or name another folder with --agents DIR or AGENTS_DIR`;
  return (agent) => ({ agent, file: join(home, `${agent}.md`), line: 0, column: 0, message });
}
