import type { z } from 'zod';

export interface Setting {
  readonly group: string;
  readonly about: string;
  /** Null: not set. */
  readonly default: string | null;
  readonly schema: z.ZodType;
  readonly secret?: true;
}
