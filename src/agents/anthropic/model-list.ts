import type Anthropic from '@anthropic-ai/sdk';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { modelErrorOf } from './errors.ts';

/** A model as its endpoint tells it. */
export interface SeenModel {
  readonly id: string;
  /** Null where the endpoint has no such word. */
  readonly lifecycle: 'active' | 'deprecated' | 'retired' | null;
  /** Null: no day is set. */
  readonly retiresAt: Date | null;
}

export interface ModelListing {
  /** GET /v1/models: free, and it needs a key that works. Rejects with a ModelError, or with the signal's reason. */
  readonly all: (signal: AbortSignal) => Promise<readonly SeenModel[]>;
  /** One by its id or by another name it has; null: the endpoint has none. Rejects as `all`. */
  readonly one: (id: string, signal: AbortSignal) => Promise<SeenModel | null>;
}

/** More than any endpoint has; of Anthropic's the most that one page may hold. */
const MOST = 1000;
const LIFECYCLES = ['active', 'deprecated', 'retired'] as const;
// Endpoints of one's own have the ids and little else.
const Seen = z
  .object({
    id: z.string(),
    lifecycle: z.enum(LIFECYCLES).nullish().catch(null),
    retires_at: z.string().nullish().catch(null),
  })
  .transform(({ id, lifecycle, retires_at: at }): SeenModel => {
    const time = Date.parse(at ?? '');
    return { id, lifecycle: lifecycle ?? null, retiresAt: Number.isNaN(time) ? null : new Date(time) };
  });

/** `anthropic`: its own endpoint, which lists retired models when it is asked to. */
export function modelListing(client: Anthropic, anthropic: boolean, clock: Clock): ModelListing {
  const asked = async <T>(signal: AbortSignal, schema: z.ZodType<T>, ask: () => Promise<unknown>): Promise<T> => {
    try {
      return schema.parse(await ask());
    } catch (error) {
      signal.throwIfAborted();
      throw modelErrorOf(error, clock.now());
    }
  };
  return {
    all: (signal) => {
      const query = { limit: MOST, ...(anthropic ? { lifecycle: [...LIFECYCLES] } : {}) };
      return asked(signal, z.array(Seen), async () => (await client.models.list(query, { signal })).data);
    },
    one: async (id, signal) => {
      try {
        return await asked(signal, Seen, () => client.models.retrieve(id, {}, { signal }));
      } catch (error) {
        if (error instanceof Error && 'fault' in error && error.fault === 'retired') return null;
        throw error;
      }
    },
  };
}
