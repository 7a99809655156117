import { inSeconds } from '../platform/deadline.ts';
import type { AdvisorOptions, ModelTrouble } from './advisor.ts';
import { type AskOptions, askModel, MODEL_RETRY } from './ask-model.ts';
import { budgetReason, budgetTrouble, shortReason, troubleOf } from './failure-words.ts';
import { ModelError, type ModelFault, type ModelReply, type ModelRequest } from './model.ts';
import { fallbackFor, hasPrice, usdOf } from './model-policy.ts';
import { modelOf } from './models.ts';
import { prefixTokens } from './request-size.ts';

/** Why nothing more is asked in this cycle; `reason` is for people. */
export interface Stop {
  readonly status: 'unavailable' | 'budget';
  readonly reason: string;
}

/** Nothing was sent: the gate is closed. */
export class GateClosed extends Error {
  override readonly name = 'GateClosed';
  readonly stop: Stop;

  constructor(stop: Stop) {
    super(stop.reason);
    this.stop = stop;
  }
}

/** What one agent used; the gate adds to it. */
export interface Meter {
  requests: number;
  inputTokens: number;
  outputTokens: number;
  usd: number;
}

export interface GateRequest extends Omit<ModelRequest, 'model' | 'maxTokens' | 'cachePrefix'> {
  readonly model: string;
  /** Tokens of the answer as the agent's file says, before the model's own factor. */
  readonly answerTokens: number;
  /** The same prefix will be sent again soon. */
  readonly sentAgain: boolean;
}

/** All requests of a cycle go through here: which model answers, what it costs, and when to stop asking. */
export interface ModelGate {
  stop(): Stop | null;
  /** The model that answers when this one is asked for: another one, when it is gone. */
  modelFor(wanted: string): string;
  /** Rejects with a ModelError, with GateClosed, or with the reason of the caller's signal. */
  ask(request: GateRequest, meter: Meter): Promise<ModelReply>;
  warnings(): readonly string[];
  trouble(): ModelTrouble | null;
}

/** So many calls in a row without an answer, and the endpoint is taken for down. */
const FAILURES = 2;
const DOWN: readonly ModelFault[] = ['unreachable', 'overloaded', 'rate-limited', 'timeout'];
const CLOSING: readonly ModelFault[] = ['account', 'spend-limit', 'retired'];

type GateOptions = Pick<AdvisorOptions, 'anthropic' | 'budgetLeftUsd' | 'budgetUsd' | 'retry'> &
  Omit<AskOptions, 'retry'>;

export function modelGate(options: GateOptions): ModelGate {
  const { clock, deadline, budgetLeftUsd, budgetUsd = null } = options;
  const replaced = new Map<string, string>();
  const warnings = new Set<string>();
  let closed: Stop | null = null;
  let trouble: ModelTrouble | null = null;
  let failures = 0;
  let spentUsd = 0;

  const modelFor = (wanted: string) => replaced.get(wanted) ?? wanted;

  const stop = (): Stop | null => {
    if (closed === null && budgetLeftUsd !== null && spentUsd >= budgetLeftUsd) {
      closed = { status: 'budget', reason: budgetReason(budgetUsd, clock.now()) };
      trouble = budgetTrouble(budgetUsd, clock.now());
    }
    if (closed !== null || (deadline.leftMs() > 0 && !deadline.signal.aborted)) return closed;
    return { status: 'unavailable', reason: `timed out after ${inSeconds(options.deadlineMs)}` };
  };

  /** True: another model answers from now on. */
  const replace = (wanted: string, gone: string): boolean => {
    if (modelFor(wanted) !== gone) return true;
    // Once: when the next one is gone too, somebody has to look.
    const next = [...replaced.values()].includes(gone) ? null : fallbackFor(gone, options.anthropic);
    if (next === null) return false;
    replaced.set(gone, next.id);
    warnings.add(`model ${gone} is gone (404); ${next.id} answered instead: write it into the agents' files`);
    return true;
  };

  const noteFailure = (error: ModelError, model: string) => {
    if (DOWN.includes(error.fault)) failures += 1;
    const tooLong = error.retryAfterMs !== null && error.retryAfterMs > deadline.leftMs();
    if (closed !== null || !(CLOSING.includes(error.fault) || failures >= FAILURES || tooLong)) return;
    closed = { status: 'unavailable', reason: shortReason(error, model) };
    trouble = troubleOf(error, model);
  };

  const noteReply = ({ usage }: ModelReply, model: string, meter: Meter) => {
    failures = 0;
    const usd = usdOf(model, usage);
    spentUsd += usd;
    meter.usd += usd;
    meter.inputTokens += usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
    meter.outputTokens += usage.outputTokens;
    if (options.anthropic && !hasPrice(model)) warnings.add(`no price is known for ${model}: its dollars count as 0`);
  };

  const ask: ModelGate['ask'] = async (request, meter) => {
    for (;;) {
      const closedNow = stop();
      if (closedNow !== null) throw new GateClosed(closedNow);
      const model = modelFor(request.model);
      try {
        const reply = await askModel(
          fullRequest(request, model),
          { ...options, retry: options.retry ?? MODEL_RETRY },
          () => {
            meter.requests += 1;
          },
        );
        noteReply(reply, model, meter);
        return reply;
      } catch (error) {
        if (!(error instanceof ModelError)) throw error;
        if (error.fault === 'retired' && replace(request.model, model)) continue;
        noteFailure(error, model);
        throw error;
      }
    }
  };
  return { stop, modelFor, ask, warnings: () => [...warnings], trouble: () => trouble };
}

/** With what depends on the model that is really asked. */
function fullRequest({ answerTokens, sentAgain, ...request }: GateRequest, model: string): ModelRequest {
  const known = modelOf(model);
  const room = Math.ceil(answerTokens * (known?.tokenFactor ?? 1)) + (known?.thinkingTokens ?? 0);
  const prefix = prefixTokens(request, known?.tokenFactor ?? 1);
  return {
    ...request,
    model,
    maxTokens: Math.min(room, known?.outputTokens ?? room),
    cachePrefix: sentAgain && known !== undefined && prefix >= known.cachePrefixTokens,
  };
}
