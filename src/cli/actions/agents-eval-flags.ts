import { modelFault } from '../../agents/model-policy.ts';
import { asksAnthropic, withOneModel } from '../../compose/agents.ts';
import type { Values } from '../../config/settings.ts';
import { didYouMean } from '../../config/suggest.ts';
import { AGENT_NAMES, type AgentName } from '../../domain/agent.ts';
import type { Eval } from '../../evals/load-evals.ts';
import type { RawEvalFlags } from '../commands/agents.ts';
import { outputFault } from '../run-flags.ts';
import { namedAgent } from './agents-common.ts';

const MOST_REPEATS = 20;

export interface EvalFlags {
  readonly agents: readonly AgentName[];
  readonly repeat: number;
  readonly json: boolean;
}

export function parseEvalFlags(raw: RawEvalFlags): EvalFlags | { readonly faults: readonly string[] } {
  const named = (raw.agent ?? []).map(namedAgent);
  const repeat = Number(raw.repeat);
  const isCount = Number.isInteger(repeat) && repeat >= 1 && repeat <= MOST_REPEATS;
  const faults = [
    ...named.flatMap((n) => ('fault' in n ? [n.fault] : [])),
    ...(isCount ? [] : [`--repeat takes a number from 1 to ${MOST_REPEATS}, not "${raw.repeat}"`]),
    ...outputFault(raw.output),
  ];
  if (faults.length > 0) return { faults };
  const wanted = named.flatMap((n) => ('name' in n ? [n.name] : []));
  const agents = AGENT_NAMES.filter((name) => wanted.length === 0 || wanted.includes(name));
  return { agents, repeat, json: raw.output === 'json' };
}

/** The evals that were named, or all; and what is wrong with the names. */
export function chosenEvals(
  evals: readonly Eval[],
  only: readonly string[] | undefined,
): { readonly evals: readonly Eval[]; readonly faults: readonly string[] } {
  if (only === undefined) return { evals, faults: [] };
  const slugs = evals.map(({ slug }) => slug);
  const plain = only.map((name) => name.replace(/^\d\d-/, '').replace(/\.yaml$/, ''));
  const unknown = plain.filter((name) => !slugs.includes(name));
  const faults = unknown.map((name) => {
    const meant = didYouMean(name, slugs);
    return `--only: there is no eval "${name}"${meant === '' ? `; they are ${slugs.join(', ')}` : meant}`;
  });
  return { evals: evals.filter(({ slug }) => plain.includes(slug)), faults };
}

/** The settings with one model for every agent. */
export function withModel(
  values: Values,
  model: string | undefined,
): { readonly values: Values; readonly faults: readonly string[] } {
  if (model === undefined) return { values, faults: [] };
  const fault = modelFault(model, asksAnthropic(values));
  return { values: withOneModel(values, model), faults: fault === null ? [] : [`--model: ${fault}`] };
}
