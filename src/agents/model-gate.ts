import { inSeconds } from '../platform/deadline.ts';
import type { AdvisorOptions, ModelTrouble } from './advisor.ts';
import { type AskOptions, askModel, MODEL_RETRY } from './ask-model.ts';
import { useOf } from './booked-port.ts';
import { cacheMarks } from './cache-marks.ts';
import { budgetReason, budgetTrouble, replacedTrouble, shortReason, troubleOf } from './failure-words.ts';
import { ModelError, type ModelFault, type ModelReply, type ModelRequest } from './model.ts';
import { fallbackFor, hasPrice } from './model-policy.ts';
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
  /** Incidents that nobody has begun with will send the same prefix. */
  readonly isReadLater: boolean;
}

/** All requests of a cycle go through here: which model answers, what it costs, and when to stop asking. */
export interface ModelGate {
  /** Why nobody is asked any more, or nobody on this model. */
  stop(wanted?: string): Stop | null;
  /** The model that answers when this one is asked for: another one, when it is gone. */
  modelFor(wanted: string): string;
  /** Rejects with a ModelError, with GateClosed, or with the reason of the caller's signal. */
  ask(request: GateRequest, meter: Meter): Promise<ModelReply>;
  warnings(): readonly string[];
  trouble(): ModelTrouble | null;
}

/** So many calls in a row without an answer, and the endpoint is taken for down. */
const FAILURES = 2;
/** In less nobody answers; timers are about so exact. */
const LEAST_MS = 5;
const DOWN: readonly ModelFault[] = ['unreachable', 'overloaded', 'rate-limited', 'timeout'];
const CLOSING: readonly ModelFault[] = ['account', 'not-kept', 'spend-limit'];

type GateOptions = Pick<AdvisorOptions, 'anthropic' | 'budgetLeftUsd' | 'budgetUsd' | 'retry'> &
  Omit<AskOptions, 'retry'>;

export function modelGate(options: GateOptions): ModelGate {
  const { clock, deadline, budgetLeftUsd, budgetUsd = null } = options;
  const replaced = new Map<string, string>();
  /** Models without another one in their place: what is asked on others goes on. */
  const gone = new Map<string, Stop>();
  const marks = cacheMarks();
  const warnings = new Set<string>();
  let closed: Stop | null = null;
  let trouble: ModelTrouble | null = null;
  /** What answers may be another model: somebody has to write it down. Weighs less than what keeps answers away. */
  let replacement: ModelTrouble | null = null;
  let failures = 0;
  let spentUsd = 0;

  const modelFor = (wanted: string) => replaced.get(wanted) ?? wanted;

  const stop: ModelGate['stop'] = (wanted) => {
    if (closed === null && budgetLeftUsd !== null && spentUsd >= budgetLeftUsd) {
      closed = { status: 'budget', reason: budgetReason(budgetUsd, clock.now()) };
      trouble = budgetTrouble(budgetUsd, clock.now());
    }
    if (closed !== null) return closed;
    if (deadline.leftMs() < LEAST_MS || deadline.signal.aborted)
      return { status: 'unavailable', reason: `timed out after ${inSeconds(options.deadlineMs)}` };
    return wanted === undefined ? null : (gone.get(modelFor(wanted)) ?? null);
  };

  /** True: another model answers from now on. */
  const replace = (wanted: string, missing: string): boolean => {
    if (modelFor(wanted) !== missing) return true;
    // Once: when the next one is gone too, somebody has to look.
    const next = [...replaced.values()].includes(missing) ? null : fallbackFor(missing, options.anthropic);
    if (next === null || gone.has(next.id)) return false;
    replaced.set(missing, next.id);
    warnings.add(`model ${missing} is gone (404); ${next.id} answered instead: write it into the agents' files`);
    replacement ??= replacedTrouble(missing, next.id);
    return true;
  };

  const noteFailure = (error: ModelError, model: string) => {
    if (error.fault === 'retired') {
      gone.set(model, { status: 'unavailable', reason: shortReason(error, model) });
      trouble ??= troubleOf(error, model);
    }
    if (DOWN.includes(error.fault)) failures += 1;
    const tooLong = error.retryAfterMs !== null && error.retryAfterMs > deadline.leftMs();
    if (closed !== null || !(CLOSING.includes(error.fault) || failures >= FAILURES || tooLong)) return;
    closed = { status: 'unavailable', reason: shortReason(error, model) };
    trouble = troubleOf(error, model) ?? trouble;
  };

  /** Of an answer that is of no use too. */
  const noteUse = (reply: Pick<ModelReply, 'usage'>, model: string, meter: Meter) => {
    const { inputTokens, outputTokens, usd } = useOf(model, reply);
    spentUsd += usd;
    meter.usd += usd;
    meter.inputTokens += inputTokens;
    meter.outputTokens += outputTokens;
    if (options.anthropic && !hasPrice(model))
      warnings.add(`no price is known for ${model}: its dollars count as 0; ask a model of docs/reference/models.json`);
  };

  const askThis = async (model: string, request: GateRequest, meter: Meter) => {
    const prefix = prefixOf(request, model);
    const cachePrefix = prefix !== null && marks.begin(prefix, request.isReadLater);
    const full = fullRequest(request, model, cachePrefix);
    const onTry = () => {
      meter.requests += 1;
    };
    let isAnswered = false;
    try {
      const reply = await askModel(full, { ...options, retry: options.retry ?? MODEL_RETRY }, onTry);
      isAnswered = true;
      failures = 0;
      noteUse(reply, model, meter);
      return reply;
    } catch (error) {
      if (error instanceof ModelError && error.usage !== null) noteUse({ usage: error.usage }, model, meter);
      throw error;
    } finally {
      if (cachePrefix) marks.end(prefix, isAnswered);
    }
  };

  const ask: ModelGate['ask'] = async (request, meter) => {
    for (;;) {
      const closedNow = stop(request.model);
      if (closedNow !== null) throw new GateClosed(closedNow);
      const model = modelFor(request.model);
      try {
        return await askThis(model, request, meter);
      } catch (error) {
        if (!(error instanceof ModelError)) throw error;
        if (error.fault === 'retired' && replace(request.model, model)) continue;
        noteFailure(error, model);
        throw error;
      }
    }
  };
  return { stop, modelFor, ask, warnings: () => [...warnings], trouble: () => trouble ?? replacement };
}

/** With what depends on the model that is really asked. */
function fullRequest(
  { answerTokens, isReadLater, ...request }: GateRequest,
  model: string,
  cachePrefix: boolean,
): ModelRequest {
  const known = modelOf(model);
  const room = Math.ceil(answerTokens * (known?.tokenFactor ?? 1)) + (known?.thinkingTokens ?? 0);
  return { ...request, model, maxTokens: Math.min(room, known?.outputTokens ?? room), cachePrefix };
}

/** What the cache knows a prefix by; null: it is too short to be kept, or nobody knows how long it has to be. */
function prefixOf({ system, tools }: GateRequest, model: string): string | null {
  const known = modelOf(model);
  if (known === undefined || prefixTokens({ system, tools }, known.tokenFactor) < known.cachePrefixTokens) return null;
  return JSON.stringify([model, tools, system]);
}
