import { contractFor } from '../../agents/contracts/index.ts';
import { modelOf } from '../../agents/models.ts';
import { agentSet, type EffectiveAgent } from '../../compose/agent-set.ts';
import { faultText } from '../../config/fault.ts';
import type { RawAgentsFlags } from '../commands/agents.ts';
import { CONFIGURATION } from '../exit-codes.ts';
import { clean, harmlessJson } from '../report/clean.ts';
import { hang, pen } from '../report/layout.ts';
import type { TextStyle } from '../report/text.ts';
import { outputFault } from '../run-flags.ts';
import { outputStyle, print, warn } from '../terminal.ts';
import { agentValues, grouped, namedAgent, promptTokens } from './agents-common.ts';

/** `agents show`: everything one agent is asked with, but for the incident. */
export async function agentsShowAction(text: string, flags: RawAgentsFlags): Promise<number> {
  const named = namedAgent(text);
  const wrong = [...outputFault(flags.output), ...('fault' in named ? [named.fault] : [])];
  if (wrong.length > 0 || 'fault' in named) {
    warn(wrong);
    return CONFIGURATION;
  }
  const values = agentValues(flags);
  const { files, agents } = await agentSet(values);
  const agent = agents[named.name];
  if (agent === undefined) {
    warn(files.faults.filter((fault) => fault.agent === named.name).map(faultText));
    return CONFIGURATION;
  }
  const plain = values.MODEL_MODE === 'plain';
  if (flags.output === 'json') await print(`${harmlessJson(shown(agent))}\n`);
  else await print(showText(agent, plain, outputStyle()));
  return 0;
}

function shown(agent: EffectiveAgent) {
  const { definition, model, modelFrom, tools } = agent;
  const { name, description, file, maxTurns, maxTokens, prompt } = definition;
  const usdPerMillion = modelOf(model)?.usdPerMillion ?? null;
  const limits = { maxTurns, maxTokens };
  const { schema } = contractFor(name);
  return {
    name,
    description,
    file,
    model,
    modelFrom,
    usdPerMillion,
    ...limits,
    tools,
    tokens: promptTokens(agent),
    schema,
    prompt,
  };
}

function showText(agent: EffectiveAgent, plain: boolean, { width, color }: TextStyle): string {
  const p = pen(width, color);
  const {
    name,
    description,
    file,
    model,
    modelFrom,
    usdPerMillion,
    maxTurns,
    maxTokens,
    tools,
    tokens,
    schema,
    prompt,
  } = shown(agent);
  const price =
    usdPerMillion === null
      ? 'not known; counted as $0'
      : `$${usdPerMillion.input} in, $${usdPerMillion.output} out per million tokens`;
  const sizes = `${grouped(tokens.prompt)} prompt, ${grouped(tokens.tools)} tools, ${grouped(tokens.schema)} answer`;
  const facts: readonly (readonly [string, string])[] = [
    ['file', file],
    ['model', `${model} (${modelFrom})`],
    ['price', price],
    ['limits', `${maxTurns} requests for one incident, ${grouped(maxTokens)} tokens for one answer`],
    ['sends', `about ${grouped(tokens.together)} tokens with every request (${sizes}), and the incident`],
  ];
  const wide = Math.max(0, ...tools.map((tool) => tool.name.length)) + 4;
  const toolLines = tools.flatMap((tool) => hang(p, `  ${tool.name}`.padEnd(wide), tool.description));
  return `${[
    ...hang(p, `${p.paint('bold', name)}  `, description),
    '',
    ...facts.flatMap(([label, value]) => hang(p, label.padEnd(8), value)),
    '',
    p.paint('bold', plain ? 'Tools (none are offered: MODEL_MODE is plain)' : 'Tools'),
    ...(tools.length === 0 ? ['  none'] : toolLines),
    '',
    p.paint('bold', 'Answer (JSON Schema)'),
    JSON.stringify(schema, null, 2),
    '',
    p.paint('bold', 'Prompt'),
    ...prompt.split('\n').map(clean),
  ].join('\n')}\n`;
}
