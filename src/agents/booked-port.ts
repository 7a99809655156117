import type { TokenUse } from '../domain/agent.ts';
import { ModelError, type ModelPort, type ModelReply } from './model.ts';
import { usdOf } from './model-policy.ts';

export interface BookedOptions {
  /** Keeps what one answer cost. */
  readonly book: (paid: TokenUse & { readonly model: string }) => Promise<void>;
  /** There is a budget: nothing more is asked once a cost could not be kept. */
  readonly mustKeep: boolean;
}

export interface BookedPort extends ModelPort {
  /** Why a cost could not be kept; null: all of them are. */
  readonly lost: () => unknown;
}

/** A model whose every answer is on the books before anybody reads it: whoever is killed while asking has kept what it paid. */
export function bookedPort(port: ModelPort, { book, mustKeep }: BookedOptions): BookedPort {
  let lost: unknown = null;
  const keep = async (model: string, usage: ModelReply['usage']) => {
    if (lost !== null) return;
    try {
      await book({ model, ...useOf(model, { usage }) });
    } catch (error) {
      // This answer is paid for: it is used.
      lost = error;
    }
  };
  return {
    lost: () => lost,
    async ask(request, signal) {
      if (lost !== null && mustKeep) throw new ModelError('not-kept', NOT_KEPT);
      try {
        const reply = await port.ask(request, signal);
        await keep(request.model, reply.usage);
        return reply;
      } catch (error) {
        // An answer of no use is paid for as well.
        if (error instanceof ModelError && error.usage !== null) await keep(request.model, error.usage);
        throw error;
      }
    },
  };
}

export const NOT_KEPT = 'the cost cannot be kept, and there is a budget';

/** Tokens and dollars of one answer. */
export function useOf(model: string, { usage }: Pick<ModelReply, 'usage'>): TokenUse {
  const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens } = usage;
  return { inputTokens: inputTokens + cacheReadTokens + cacheWriteTokens, outputTokens, usd: usdOf(model, usage) };
}
