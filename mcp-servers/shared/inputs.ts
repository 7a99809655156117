import { z } from 'zod';
import { redact } from '../../src/platform/redact/redact.ts';

const LONGEST = 1000;

// Strict schemas of the model API know neither lengths nor ranges: a refinement checks them without a word in the schema.
const Short = z.string().refine((text) => text.length <= LONGEST, `want at most ${LONGEST} characters`);

export function text(about?: string) {
  return described(Short, about);
}

/** Text or null. Clients that leave it out, or send '', mean null. */
export function textOrNull(about?: string) {
  const schema = Short.nullable();
  return z.preprocess((value) => (value === undefined || value === '' ? null : value), described(schema, about));
}

function described<T extends z.ZodType>(schema: T, about: string | undefined): T {
  return about === undefined ? schema : schema.describe(about);
}

/** A whole number in a range. Null and left out mean `usual`. */
export function whole(from: number, to: number, usual: number) {
  const fits = (value: number) => Number.isInteger(value) && value >= from && value <= to;
  return z.preprocess(
    (value) => value ?? usual,
    z
      .number()
      .refine(fits, `want a whole number from ${from} to ${to}`)
      .meta({ type: 'integer', description: `${from}-${to}, usually ${usual}` }),
  );
}

/** Left out means no. */
export const yesOrNo = z.preprocess((value) => value ?? false, z.boolean());

const LONGEST_SAID = 8000;
/** Text of an answer: whatever a tool puts there leaves without secrets. */
export const Said = z.string().overwrite((said) => redact(said, LONGEST_SAID));
