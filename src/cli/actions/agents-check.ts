import { type AgentSet, agentSet } from '../../compose/agent-set.ts';
import { faultText } from '../../config/fault.ts';
import { AGENT_NAMES } from '../../domain/agent.ts';
import { columns } from '../columns.ts';
import type { RawAgentsFlags } from '../commands/agents.ts';
import { CONFIGURATION } from '../exit-codes.ts';
import { harmlessJson } from '../report/clean.ts';
import { pen } from '../report/layout.ts';
import type { TextStyle } from '../report/text.ts';
import { outputFault } from '../run-flags.ts';
import { outputStyle, print, warn } from '../terminal.ts';
import { agentValues, grouped, promptTokens } from './agents-common.ts';

/** `agents check`: every fault of every file, and what each prompt costs before anything is asked. */
export async function agentsCheckAction(flags: RawAgentsFlags): Promise<number> {
  const wrong = outputFault(flags.output);
  if (wrong.length > 0) {
    warn(wrong);
    return CONFIGURATION;
  }
  const set = await agentSet(agentValues(flags));
  const { faults } = set.files;
  if (flags.output === 'json') await print(`${harmlessJson(checked(set))}\n`);
  else await print(checkText(set, outputStyle()));
  warn(faults.map(faultText));
  return faults.length > 0 ? CONFIGURATION : 0;
}

function checked({ files, agents }: AgentSet) {
  return {
    folder: files.folder,
    agents: AGENT_NAMES.map((name) => {
      const agent = agents[name];
      return { name, ok: agent !== undefined, tokens: agent === undefined ? null : promptTokens(agent) };
    }),
    faults: files.faults,
  };
}

const HEAD = ['NAME', 'STATE', 'PROMPT', 'TOOLS', 'ANSWER', 'TOGETHER'];

function checkText(set: AgentSet, style: TextStyle): string {
  const { paint } = pen(style.width, style.color);
  const all = checked(set);
  const cells = all.agents.map(({ name, tokens }) =>
    tokens === null
      ? [name, 'off', '-', '-', '-', '-']
      : [name, 'ok', ...[tokens.prompt, tokens.tools, tokens.schema, tokens.together].map(grouped)],
  );
  const [head = '', ...lines] = columns([HEAD, ...cells], style.width);
  const fine = all.agents.filter(({ ok }) => ok).length;
  const off = all.agents.length - fine;
  const verdict = off === 0 ? `${fine} agents are fine` : `${off} of ${all.agents.length} agents cannot be used`;
  return `${[
    paint('bold', head),
    ...lines,
    paint('dim', 'input tokens of every request, estimated; the incident comes on top'),
    '',
    `${paint(off === 0 ? 'green' : 'yellow', verdict)} in ${all.folder}`,
  ].join('\n')}\n`;
}
