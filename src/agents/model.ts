import type Anthropic from '@anthropic-ai/sdk';

/** One request to a model. The conversation only grows: what the model said is sent back as it was. */
export interface ModelRequest {
  readonly model: string;
  readonly system: string;
  readonly messages: readonly Anthropic.MessageParam[];
  readonly tools: readonly Anthropic.Tool[];
  /** JSON Schema of the answer; null in plain mode, where the prompt tells it. */
  readonly schema: Readonly<Record<string, unknown>> | null;
  /** False: tools stay listed, but the model has to answer now. */
  readonly mayCallTools: boolean;
  readonly maxTokens: number;
  /** The prefix (tools and system prompt) is long enough, and another request will read it, or one has written it. */
  readonly cachePrefix: boolean;
}

export interface ModelReply {
  /** To be appended to the conversation, untouched. */
  readonly content: readonly Anthropic.ContentBlock[];
  readonly text: string;
  readonly toolCalls: readonly { readonly id: string; readonly name: string; readonly input: unknown }[];
  readonly stop: 'end' | 'tools' | 'max-tokens' | 'refusal' | 'other';
  readonly usage: {
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cacheReadTokens: number;
    readonly cacheWriteTokens: number;
  };
  /** False when the endpoint gave no figures and these are estimates. */
  readonly measured: boolean;
}

/**
 * `retired`: 404, the model is gone. `spend-limit`: a limit one set oneself, or the tier's; waiting does not help before `until`.
 * `refused-request`: 400 or 413, the same request never works. `account`: 401, 402, 403. `not-kept`: nobody was asked, as the cost could
 * not have been kept.
 */
export type ModelFault =
  | 'retired'
  | 'spend-limit'
  | 'account'
  | 'not-kept'
  | 'refused-request'
  | 'rate-limited'
  | 'overloaded'
  | 'unreachable'
  | 'timeout'
  | 'bad-answer';

/** Why the model gave no answer; `message` is one line for people, without secrets. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly fault: ModelFault;
  readonly status: number | null;
  /** How long the server asked to wait, milliseconds. */
  readonly retryAfterMs: number | null;
  /** Until when no request makes sense (spend limit); null where nobody said. */
  readonly until: Date | null;
  /** What an answer that is of no use has cost; null where nobody knows, or nothing was answered. */
  readonly usage: ModelReply['usage'] | null;

  constructor(
    fault: ModelFault,
    message: string,
    details: {
      readonly status?: number | null;
      readonly retryAfterMs?: number | null;
      readonly until?: Date | null;
      readonly usage?: ModelReply['usage'] | null;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.fault = fault;
    this.status = details.status ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.until = details.until ?? null;
    this.usage = details.usage ?? null;
  }
}

/** Asks a model once: no retries, no tools, no policy. Rejects with a ModelError, or with the signal's reason. */
export interface ModelPort {
  ask(request: ModelRequest, signal: AbortSignal): Promise<ModelReply>;
}
