import { z } from 'zod';
import { redact } from '../platform/redact/redact.ts';

/** Free text of an object: redacted and cut as it is read, so that nothing behind the door ever sees the original. */
export const Text = z.string().transform((text) => redact(text, MAX_TEXT));

const MAX_TEXT = 4096;

export const Condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().nullish(),
  message: Text.nullish(),
  lastTransitionTime: z.string().nullish(),
  lastUpdateTime: z.string().nullish(),
});
export type Condition = z.infer<typeof Condition>;
