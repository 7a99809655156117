import { type AgentSet, agentSet } from '../../compose/agent-set.ts';
import { hasModel } from '../../compose/agents.ts';
import { faultText } from '../../config/fault.ts';
import { AGENT_NAMES } from '../../domain/agent.ts';
import { columns } from '../columns.ts';
import type { RawAgentsFlags } from '../commands/agents.ts';
import { CONFIGURATION } from '../exit-codes.ts';
import { clean, harmlessJson } from '../report/clean.ts';
import { hang, pen } from '../report/layout.ts';
import type { TextStyle } from '../report/text.ts';
import { outputFault } from '../run-flags.ts';
import { outputStyle, print, warn } from '../terminal.ts';
import { agentValues } from './agents-common.ts';

/** `agents list`: who there is, which model answers, and which of them can be used. */
export async function agentsListAction(flags: RawAgentsFlags): Promise<number> {
  const wrong = outputFault(flags.output);
  if (wrong.length > 0) {
    warn(wrong);
    return CONFIGURATION;
  }
  const values = agentValues(flags);
  const set = await agentSet(values);
  if (flags.output === 'json') await print(`${harmlessJson({ folder: set.files.folder, agents: rows(set) })}\n`);
  else await print(listText(set, hasModel(values), outputStyle()));
  return 0;
}

function rows({ files, agents }: AgentSet) {
  return AGENT_NAMES.map((name) => {
    const agent = agents[name];
    const faults = files.faults.filter((fault) => fault.agent === name).map(faultText);
    return {
      name,
      state: agent === undefined ? 'off' : 'ok',
      model: agent?.model ?? null,
      modelFrom: agent?.modelFrom ?? null,
      tools: agent?.definition.tools ?? [],
      maxTurns: agent?.definition.maxTurns ?? null,
      maxTokens: agent?.definition.maxTokens ?? null,
      description: agent?.definition.description ?? null,
      faults,
    };
  });
}

const HEAD = ['NAME', 'STATE', 'MODEL', 'TOOLS', 'TURNS', 'TOKENS'];

function listText(set: AgentSet, hasKey: boolean, style: TextStyle): string {
  const p = pen(style.width, style.color);
  const { paint } = p;
  const all = rows(set);
  const cells = all.map(({ name, state, model, tools, maxTurns, maxTokens }) => [
    name,
    state,
    model ?? '-',
    state === 'ok' ? `${tools.length}` : '-',
    `${maxTurns ?? '-'}`,
    `${maxTokens ?? '-'}`,
  ]);
  const [head = '', ...lines] = columns([HEAD, ...cells], style.width);
  const told = all.flatMap(({ description, faults }, index) => [
    lines[index] ?? '',
    ...(description === null ? [] : hang(p, '  ', description, 'dim')),
    // Whoever wants to mend it opens this file at this line: never cut.
    ...faults.map((fault) => `  ${paint('yellow', `off: ${clean(fault)}`)}`),
  ]);
  const foot = [
    paint('dim', `from ${set.files.folder}`),
    ...(hasKey ? [] : [paint('dim', 'no ANTHROPIC_API_KEY is set: the rules work alone, and nobody here is asked')]),
  ];
  return `${[paint('bold', head), ...told, '', ...foot].join('\n')}\n`;
}
