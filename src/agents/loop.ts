import type Anthropic from '@anthropic-ai/sdk';
import type { TranscriptStep } from '../domain/agent.ts';
import type { Contract } from './contract.ts';
import { type Conversation, conversation } from './conversation.ts';
import type { AgentDefinition } from './definition.ts';
import type { Fitted } from './first-requests.ts';
import type { IncidentBudget } from './incident-budget.ts';
import { ModelError, type ModelReply } from './model.ts';
import type { Meter, ModelGate } from './model-gate.ts';
import { tokenFactor } from './model-policy.ts';
import { NO_TOOLS_HERE } from './prompt.ts';
import { type Ending, endingOf, failed, readReply } from './read-reply.ts';
import { requestTokens } from './request-size.ts';
import { MAX_RESULT_TOKENS, type ToolTurns, toolTurns } from './tool-turns.ts';
import type { Toolbox } from './tools.ts';

/** One agent, about one incident. */
export interface Question {
  readonly agent: AgentDefinition;
  readonly contract: Contract;
  readonly system: string;
  /** The first message: the brief in words, as long as its share of the tokens allows, and what of it the answer may name. */
  readonly told: () => Fitted;
  /** The model to ask: the file's, or what a setting puts in its place. */
  readonly model: string;
  readonly plain: boolean;
  readonly toolbox: Toolbox;
  readonly gate: ModelGate;
  readonly budget: IncidentBudget;
  /** Input tokens to keep for the agents that come later. */
  readonly reserve: number;
  /** True: the time is short, so no more tools. */
  readonly isLate: () => boolean;
  /** Incidents that nobody has begun with will send the same prompt. */
  readonly isReadLater: () => boolean;
  /** Ends with the deadline of the cycle, and with the caller. */
  readonly signal: AbortSignal;
  readonly caller: AbortSignal;
  readonly scrub: (text: string) => string;
}

export interface Outcome extends Ending, Meter {
  readonly toolCalls: number;
  readonly steps: readonly TranscriptStep[];
}

const ANSWER_NOW = 'No more tool calls: answer now, with what you have. What you could not look up is not checked.';
/** Tokens for results without which a turn of tools is of no use, and below which one result is of none. */
const LEAST_RESULTS = 800;
const LEAST_RESULT = 60;
/** What stands around a result in the request. */
const AROUND_RESULT = 40;

/**
 * Asks until there is an answer, or a reason why there is none: at most the file's `maxTurns` requests, and one more to mend an answer
 * that does not fit the schema. Rejects with the reason of the caller's signal only.
 */
export async function askAgent(question: Question): Promise<Outcome> {
  const { scrub, gate, model } = question;
  const meter: Meter = { requests: 0, inputTokens: 0, outputTokens: 0, usd: 0 };
  const talk = conversation(question.system, scrub);
  const tools = toolTurns(
    question.toolbox,
    () => tokenFactor(gate.modelFor(model)),
    (text) => talk.note('tool', text),
  );
  let ending: Ending;
  try {
    ending = await talkOver(question, talk, tools, meter);
  } catch (error) {
    question.caller.throwIfAborted();
    // While tools run, the deadline shows as its own reason: the gate has the words for it.
    const stop = question.signal.aborted && !(error instanceof ModelError) ? gate.stop() : null;
    ending =
      stop === null
        ? endingOf(error, gate.modelFor(model), meter.requests > 0)
        : failed('timeout', stop.reason, stop.reason);
  }
  return { ...ending, ...meter, toolCalls: tools.calls, steps: talk.steps };
}

async function talkOver(question: Question, talk: Conversation, tools: ToolTurns, meter: Meter): Promise<Ending> {
  const { agent, contract, gate, budget, reserve, model, plain } = question;
  const schema = plain ? null : contract.schema;
  const all = question.toolbox.tools;
  const factor = () => tokenFactor(gate.modelFor(model));
  const answerTokens = () => Math.ceil(agent.maxTokens * factor());
  const sizeOf = (messages: readonly Anthropic.MessageParam[], offered: Toolbox['tools']) =>
    requestTokens({ system: talk.system, messages, tools: offered, schema }, factor());
  // A turn of tools needs its request, its answer, the results, and the request that has to end it.
  const mayTurn = (turn: number, size: number) =>
    all.length > 0 &&
    turn < agent.maxTurns &&
    !question.isLate() &&
    budget.left(reserve) >= 2 * size + answerTokens() + LEAST_RESULTS;

  const { text: input, given: brief } = question.told();
  const grounds = { brief, fetched: tools.fetched, prompt: agent.prompt };
  let mayCallTools = mayTurn(1, sizeOf([{ role: 'user', content: input }], all));
  // Tools that were listed once stay listed: the conversation refers to them.
  const offered = mayCallTools ? all : [];
  const hasNone = agent.tools.length > 0 && offered.length === 0;
  talk.user(hasNone ? `${input}\n${NO_TOOLS_HERE}` : input);
  let isMending = false;
  for (let turn = 1; ; turn += 1) {
    const size = sizeOf(talk.messages, offered);
    if (size > budget.left(reserve)) return overBudget(size, budget.left(reserve), agent);
    const { system, messages } = talk;
    const isReadLater = question.isReadLater();
    const reply = await gate
      .ask(
        { model, system, messages, tools: offered, schema, mayCallTools, answerTokens: agent.maxTokens, isReadLater },
        meter,
      )
      .catch((error: unknown) => {
        if (error instanceof ModelError && error.usage !== null) budget.spend(Math.max(size, sumOf(error.usage)));
        throw error;
      });
    budget.spend(Math.max(size, reply.measured ? sumOf(reply.usage) : 0));
    talk.assistant(reply);
    if (mayCallTools && wantsTools(reply)) {
      const room = budget.left(reserve) - size - answerTokens();
      const each = Math.min(MAX_RESULT_TOKENS, Math.floor(room / reply.toolCalls.length) - AROUND_RESULT);
      const results = await tools.run(reply.toolCalls, Math.max(LEAST_RESULT, each), question.signal);
      mayCallTools = mayTurn(turn + 1, sizeOf([...talk.messages, { role: 'user', content: results }], offered));
      talk.results(results, mayCallTools ? null : ANSWER_NOW);
      continue;
    }
    const { ending, mend } = readReply({ ...reply, text: question.scrub(reply.text) }, contract, grounds, plain);
    if (mend === null || isMending) return ending;
    // No tokens left to mend it: it stays what it is.
    if (sizeOf([...talk.messages, { role: 'user', content: mend }], offered) > budget.left(reserve)) return ending;
    isMending = true;
    mayCallTools = false;
    talk.user(mend);
  }
}

function wantsTools({ stop, toolCalls }: ModelReply): boolean {
  return toolCalls.length > 0 && stop !== 'max-tokens' && stop !== 'refusal';
}

function sumOf({ inputTokens, cacheReadTokens, cacheWriteTokens }: ModelReply['usage']): number {
  return inputTokens + cacheReadTokens + cacheWriteTokens;
}

function overBudget(size: number, left: number, { file }: AgentDefinition): Ending {
  const detail = `about ${size} input tokens, and ${Math.max(0, left)} are left for this incident; shorten the prompt in ${file}`;
  return failed('budget', detail, 'too long for the budget of tokens');
}
