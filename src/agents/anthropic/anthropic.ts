import type Anthropic from '@anthropic-ai/sdk';
import type { ClientOptions } from '@anthropic-ai/sdk';
import type { Clock } from '../../platform/clock.ts';
import { inSeconds } from '../../platform/deadline.ts';
import { ModelError, type ModelPort, type ModelRequest } from '../model.ts';
import { cappedFetch } from './capped-fetch.ts';
import { modelErrorOf } from './errors.ts';
import { ownHeaders } from './own-headers.ts';
import { replyOf } from './reply.ts';

export interface AnthropicPortOptions {
  /** Built with `clientDefaults`. */
  readonly client: Anthropic;
  /** For one request, its body included. */
  readonly callTimeoutMs: number;
  /** Tells until when a spend limit lasts, and how long a date in `retry-after` is away. */
  readonly clock: Clock;
}

/**
 * What every client of the model is built with, besides its address: bodies are capped, nothing is tried again behind our back,
 * nothing is traced, no header but ours is sent, and the SDK writes nothing to the console, which would show requests.
 */
export function clientDefaults(apiKey: string, callTimeoutMs: number, maxBytes?: number) {
  return {
    apiKey,
    webhookKey: null,
    fetch: cappedFetch(ownHeaders(apiKey), maxBytes),
    maxRetries: 0,
    timeout: callTimeoutMs,
    logLevel: 'off',
    openTelemetry: false,
  } as const satisfies ClientOptions;
}

/** The Messages API, through its SDK. One request, one answer; rejects with a ModelError, or with the signal's reason. */
export function anthropicPort({ client, callTimeoutMs, clock }: AnthropicPortOptions): ModelPort {
  return {
    async ask(request, signal) {
      const timeout = AbortSignal.timeout(callTimeoutMs);
      try {
        const message = await client.messages.create(bodyOf(request), {
          timeout: callTimeoutMs,
          maxRetries: 0,
          signal: AbortSignal.any([signal, timeout]),
        });
        return replyOf(message, request);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof ModelError) throw error;
        const fault = timeout.aborted ? null : modelErrorOf(error, clock.now());
        if (fault !== null && (fault.fault !== 'timeout' || fault.status !== null)) throw fault;
        throw new ModelError('timeout', `timed out after ${inSeconds(callTimeoutMs)}`, { cause: error });
      }
    },
  };
}

/** No sampling settings, no prefill, no thinking settings: models refuse different ones, and none is needed. */
function bodyOf(request: ModelRequest): Anthropic.MessageCreateParamsNonStreaming {
  const { model, system, messages, tools, schema, mayCallTools, maxTokens, cachePrefix } = request;
  return {
    model,
    max_tokens: maxTokens,
    // Tools come before the system prompt: the mark at its end covers both.
    system: cachePrefix ? [{ type: 'text', text: system, cache_control: { type: 'ephemeral' } }] : system,
    messages: [...messages],
    ...(tools.length === 0 ? {} : { tools: [...tools], tool_choice: { type: mayCallTools ? 'auto' : 'none' } }),
    ...(schema === null ? {} : { output_config: { format: { type: 'json_schema', schema: { ...schema } } } }),
  };
}
