import { type Advice, noAdvice } from '../domain/advice.ts';
import { AGENT_NAMES, type AgentName, type AgentRun, type Transcript } from '../domain/agent.ts';
import type { AdvisorOptions } from './advisor.ts';
import type { Brief } from './brief.ts';
import type { AdvicePart, Contract } from './contract.ts';
import type { AgentDefinition, AgentFiles } from './definition.ts';
import { incidentBudget } from './incident-budget.ts';
import { askAgent, type Outcome } from './loop.ts';
import type { ModelGate } from './model-gate.ts';
import { modelFault, tokenFactor } from './model-policy.ts';
import { type Ending, failed } from './read-reply.ts';
import { requestTokens } from './request-size.ts';
import { NO_TOOLS, type Toolbox, toolboxOf } from './tools.ts';

/** What all incidents of a cycle share. */
export interface Round {
  readonly options: AdvisorOptions;
  readonly contracts: readonly Contract[];
  readonly gate: ModelGate;
  readonly briefs: readonly Brief[];
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
  readonly toolbox: Toolbox;
}

/** The agents about one incident, each after the other: a later one hears what the earlier ones said. */
export async function counselOne(brief: Brief, round: Round): Promise<IncidentCounsel> {
  const { options, gate } = round;
  const { clock, scrub } = options;
  const plain = options.mode === 'plain';
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
    const stop = stopped(gate);
    if (stop !== null) {
      skip(name, gate.modelFor(ready.model), stop);
      continue;
    }
    options.onProgress(`${name}: ${brief.title}`);
    const start = clock.monotonic();
    const later = readied.slice(index + 1).flatMap((one) => ('status' in one.ready ? [] : [one.ready]));
    const askedOften = round.briefs.filter((other) => isAsked(ready.contract, other)).length > 1;
    const reserve = reserveFor(later, brief, advice, gate);
    const outcome = await askAgent({
      ...round,
      ...ready,
      brief,
      soFar: advice,
      plain,
      budget,
      reserve,
      askedOften,
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
  return { agent, contract, model, toolbox };
}

function notAskedWhy(name: AgentName, brief: Brief): string {
  if (name === 'github-reviewer') return `no candidate changes to review: ${brief.changesText}`;
  return name === 'slack-notifier' ? 'nobody is told' : 'there is nothing to ask it';
}

function faultOf(name: AgentName, { faults }: AgentFiles): Ending {
  const [fault] = faults.filter((one) => one.agent === name);
  if (fault === undefined) return failed('skipped', 'there is no file for it', NO_FILE);
  const place = fault.line === 0 ? fault.file : `${fault.file}:${fault.line}:${fault.column}`;
  return failed('skipped', `${place}: ${fault.message}`, NO_FILE);
}

function stopped(gate: ModelGate): Ending | null {
  const stop = gate.stop();
  if (stop === null) return null;
  return failed(stop.status === 'budget' ? 'budget' : 'skipped', stop.reason, stop.reason);
}

/** What the later agents need for one request each, without tools. */
function reserveFor(later: readonly Ready[], brief: Brief, soFar: Advice, gate: ModelGate): number {
  const sizes = later.map(({ agent, contract, model }) => {
    const messages = [{ role: 'user', content: contract.input(brief, soFar) }] as const;
    const factor = tokenFactor(gate.modelFor(model));
    // What the agents between say comes on top.
    return (
      requestTokens({ system: agent.prompt, messages, tools: [], schema: contract.schema }, factor) +
      agent.maxTokens / 2
    );
  });
  return Math.ceil(sizes.reduce((sum, size) => sum + size, 0));
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
