import { type Advice, noAdvice } from '../domain/advice.ts';
import { AGENT_NAMES, type AgentName, type AgentRun, type Transcript } from '../domain/agent.ts';
import type { AdvisorOptions } from './advisor.ts';
import type { Brief } from './brief.ts';
import type { AdvicePart, Contract } from './contract.ts';
import type { AgentDefinition, AgentFiles } from './definition.ts';
import { fitted, type Sized, shareOf } from './first-requests.ts';
import { incidentBudget } from './incident-budget.ts';
import { askAgent, type Outcome } from './loop.ts';
import type { ModelGate } from './model-gate.ts';
import { modelFault, tokenFactor } from './model-policy.ts';
import { systemPrompt } from './prompt.ts';
import { type Ending, failed } from './read-reply.ts';
import { requestTokens } from './request-size.ts';
import { NO_TOOLS, type Toolbox, toolboxOf } from './tools.ts';

/** What all incidents of a cycle share. */
export interface Round {
  readonly options: AdvisorOptions;
  readonly contracts: readonly Contract[];
  readonly gate: ModelGate;
  /** Incidents that nobody has begun with. */
  readonly waiting: () => readonly Brief[];
  readonly isLate: () => boolean;
  readonly signal: AbortSignal;
  readonly caller: AbortSignal;
}

export interface IncidentCounsel {
  readonly advice: Advice;
  readonly runs: readonly AgentRun[];
  readonly transcripts: readonly Transcript[];
}

/** One agent that can be asked, with all it needs. */
interface Ready {
  readonly agent: AgentDefinition;
  readonly contract: Contract;
  readonly model: string;
  readonly system: string;
  readonly toolbox: Toolbox;
}

/** The agents about one incident, each after the other: a later one hears what the earlier ones said. */
export async function counselOne(brief: Brief, round: Round): Promise<IncidentCounsel> {
  const { options, gate } = round;
  const { clock, scrub } = options;
  const plain = options.mode === 'plain';
  let firstTokens = 0;
  const { incidentId } = brief;
  const budget = incidentBudget();
  const runs: AgentRun[] = [];
  const transcripts: Transcript[] = [];
  const missing: { readonly agent: AgentName; readonly reason: string }[] = [];
  let answered = 0;
  let advice = noAdvice(incidentId, null);
  const readied = AGENT_NAMES.flatMap((name) => {
    const contract = round.contracts.find((one) => one.name === name);
    return contract === undefined ? [] : [{ name, contract, ready: readyFor(contract, brief, round) }];
  });

  const skip = (agent: AgentName, model: string, ending: Ending) => {
    runs.push(runOf({ agent, incidentId, model, ms: 0 }, { ...ending, ...NOTHING_USED }));
    if (ending.reason !== '') missing.push({ agent, reason: ending.reason });
  };

  for (const [index, { name, ready }] of readied.entries()) {
    round.caller.throwIfAborted();
    if ('status' in ready) {
      skip(name, options.models[name] ?? options.agents.agents[name]?.model ?? '', ready);
      continue;
    }
    const stop = stopped(gate, ready.model);
    if (stop !== null) {
      skip(name, gate.modelFor(ready.model), stop);
      continue;
    }
    options.onProgress(`${name}: ${brief.title}`);
    const start = clock.monotonic();
    const later = readied.slice(index + 1).flatMap((one) => ('status' in one.ready ? [] : [one.ready]));
    const sizes = later.map((one) => sizedOf(one, plain, gate));
    const { room, reserve } = shareOf(sizedOf(ready, plain, gate), sizes, firstTokens, budget.left(0));
    const sizeOf = (text: string) => firstSize(ready, text, plain, gate);
    const soFar = advice;
    const told = () => {
      const found = fitted(ready.contract, brief, soFar, (text) => sizeOf(text) <= room);
      firstTokens += sizeOf(found.text);
      return found;
    };
    const isReadLater = () => round.waiting().some((other) => isAsked(ready.contract, other));
    const outcome = await askAgent({
      ...round,
      ...ready,
      told,
      plain,
      budget,
      reserve,
      isReadLater,
      scrub,
    });
    const model = gate.modelFor(ready.model);
    runs.push(runOf({ agent: name, incidentId, model, ms: Math.round(clock.monotonic() - start) }, outcome));
    transcripts.push({ agent: name, incidentId, steps: [...outcome.steps] });
    if (outcome.status === 'ok') {
      answered += 1;
      advice = { ...advice, ...outcome.part };
    } else missing.push({ agent: name, reason: outcome.reason });
  }
  return { advice: { ...advice, without: withoutText(missing, answered) }, runs, transcripts };
}

const NO_FILE = "agent file can't be used";
const NOTHING_USED = { requests: 0, inputTokens: 0, outputTokens: 0, usd: 0, toolCalls: 0 };

function isAsked(contract: Contract, brief: Brief): boolean {
  return (contract.name !== 'slack-notifier' || brief.notify) && contract.applies(brief);
}

/** All that is needed to ask, or why there is nothing to ask. An empty reason: nobody misses its answer. */
function readyFor(contract: Contract, brief: Brief, { options }: Round): Ready | Ending {
  const { name } = contract;
  if (!isAsked(contract, brief)) return failed('skipped', notAskedWhy(name, brief), '');
  const agent = options.agents.agents[name];
  if (agent === undefined) return faultOf(name, options.agents);
  const model = options.models[name] ?? agent.model;
  const fault = modelFault(model, options.anthropic);
  if (fault !== null) return failed('skipped', fault, 'model may not be used');
  const toolbox = options.mode === 'plain' ? NO_TOOLS : toolboxOf(agent.tools, options.tools, options.scrub);
  const system = systemPrompt(agent, contract, options.mode === 'plain');
  return { agent, contract, model, system, toolbox };
}

function notAskedWhy(name: AgentName, brief: Brief): string {
  if (name === 'github-reviewer') return `no candidate changes to review: ${brief.changesText}`;
  return name === 'slack-notifier' ? 'nobody is told' : 'there is nothing to ask it';
}

function faultOf(name: AgentName, { faults }: AgentFiles): Ending {
  const [fault] = faults.filter((one) => one.agent === name);
  if (fault === undefined)
    return failed('skipped', `there is no file for it; put ${name}.md into the folder of the agents`, NO_FILE);
  const place = fault.line === 0 ? fault.file : `${fault.file}:${fault.line}:${fault.column}`;
  return failed('skipped', `${place}: ${fault.message}`, NO_FILE);
}

function stopped(gate: ModelGate, model: string): Ending | null {
  const stop = gate.stop(model);
  if (stop === null) return null;
  return failed(stop.status === 'budget' ? 'budget' : 'skipped', stop.reason, stop.reason);
}

function sizedOf(ready: Ready, plain: boolean, gate: ModelGate): Sized {
  return { name: ready.agent.name, fixed: firstSize(ready, null, plain, gate) };
}

/** Tokens of an agent's first request with this message. */
function firstSize(ready: Ready, text: string | null, plain: boolean, gate: ModelGate): number {
  const { contract, system, toolbox, model } = ready;
  const messages = text === null ? [] : [{ role: 'user', content: text } as const];
  const schema = plain ? null : contract.schema;
  return requestTokens({ system, messages, tools: toolbox.tools, schema }, tokenFactor(gate.modelFor(model)));
}

function runOf(
  who: Pick<AgentRun, 'agent' | 'incidentId' | 'model' | 'ms'>,
  outcome: Omit<Outcome, 'steps' | 'part' | 'reason'> & { readonly part?: AdvicePart },
): AgentRun {
  const { status, detail, requests, toolCalls, inputTokens, outputTokens, usd, dropped } = outcome;
  return { ...who, status, detail, requests, toolCalls, inputTokens, outputTokens, usd, dropped: [...dropped] };
}

/** One reason when nobody answered for the same one; else who did not answer, and why. */
function withoutText(missing: readonly { agent: AgentName; reason: string }[], answered: number): string | null {
  const reasons = [...new Set(missing.map(({ reason }) => reason))];
  if (reasons.length === 0) return null;
  if (answered === 0 && reasons.length === 1) return reasons[0] ?? null;
  return reasons
    .map((reason) => `${missing.flatMap((one) => (one.reason === reason ? [one.agent] : [])).join(', ')}: ${reason}`)
    .join('; ');
}
