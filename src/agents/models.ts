import { z } from 'zod';
import table from '../../docs/reference/models.json' with { type: 'json' };

const Model = z.strictObject({
  id: z.string().min(1),
  aliases: z.array(z.string().min(1)),
  family: z.literal('haiku'),
  usdPerMillion: z.strictObject({
    input: z.number().positive(),
    output: z.number().positive(),
    cacheWrite: z.number().positive(),
    cacheRead: z.number().positive(),
  }),
  contextTokens: z.int().positive(),
  outputTokens: z.int().positive(),
  /** A shorter prefix is silently not cached. */
  cachePrefixTokens: z.int().positive(),
  tokenFactor: z.number().min(1),
  thinkingTokens: z.int().nonnegative(),
  refuses: z.array(z.enum(['sampling', 'prefill', 'budget-thinking'])),
  active: z.boolean(),
  note: z.string(),
});
export type Model = z.infer<typeof Model>;

/** docs/reference/models.json, in its order: the order of fallback. */
export const MODELS: readonly Model[] = z
  .strictObject({ about: z.string(), models: z.array(Model).min(1) })
  .parse(table).models;

/** By id or alias; undefined for a model nobody wrote down, such as one of an own endpoint. */
export function modelOf(id: string): Model | undefined {
  return MODELS.find((model) => model.id === id || model.aliases.includes(id));
}
