import { z } from 'zod';
import { READY_TEMPLATES, type SinkKind, type SinkSettings } from '../domain/sink-settings.ts';
import { quote } from './fault.ts';
import { oneOf } from './values.ts';

const VARIABLE = 'wants the name of an environment variable, such as NTFY_URL, and never the secret itself';

/** Needs no quotes in YAML, and is no channel of Slack. */
const name = word(/^[A-Za-z][A-Za-z0-9_.-]{0,62}$/, 'a name of letters, digits, "-", "_" and ".", such as ops-mail');
/** Never printed: a secret may have been put there by mistake. A long one without "_" is one. */
const variable = z.string({ error: VARIABLE }).regex(/^(?=.{1,24}$|.*_)[A-Z_][A-Z0-9_]{0,127}$/, { error: VARIABLE });
const address = word(/^[^\s@<>,;:"()[\]\\]{1,64}@[A-Za-z0-9.-]{1,253}$/, 'an e-mail address such as ops@example.org');
/** As a Liquid template can name it. */
const key = word(/^[a-z][a-z0-9_]{0,62}$/, 'a name of small letters, digits and "_", such as topic');
const line = z.string({ error: 'wants a text' });
/** Chats of Telegram are numbers. */
const value = z.preprocess((input) => (Number.isSafeInteger(input) ? String(input) : input), line);

const webhook = z.strictObject({
  type: z.literal('webhook'),
  name,
  urlFrom: variable,
  template: oneOf(READY_TEMPLATES).default('generic'),
  body: line.max(16_384).nullable().default(null),
  maxLength: z.int().min(200).max(1_000_000).nullable().default(null),
  values: z.record(key, value).default({}),
  valuesFrom: z.record(key, variable).default({}),
  tokenFrom: variable.nullable().default(null),
  secretFrom: variable.nullable().default(null),
  insecure: z.boolean().default(false),
});

const email = z.strictObject({
  type: z.literal('email'),
  name,
  urlFrom: variable,
  from: address,
  to: z.preprocess((to) => (typeof to === 'string' ? [to] : to), z.array(address).min(1).max(50)),
  insecure: z.boolean().default(false),
});

const pagerduty = z.strictObject({
  type: z.literal('pagerduty'),
  name,
  keyFrom: variable,
  baseUrl: z
    .url({ protocol: /^https?$/, error: 'wants an address such as https://events.eu.pagerduty.com' })
    .default('https://events.pagerduty.com'),
});

const stdout = z.strictObject({ type: z.literal('stdout'), name });

/** How routes.yaml may describe each kind of sink; defaults are filled in. */
export const SINK_SCHEMAS = { webhook, email, pagerduty, stdout } as const satisfies {
  readonly [K in SinkKind]: z.ZodType<Extract<SinkSettings, { type: K }>>;
};

function word(pattern: RegExp, wanted: string) {
  const wants = `wants ${wanted}`;
  return z.string({ error: wants }).regex(pattern, {
    // A secret that was put here by mistake is not printed.
    error: ({ input }) => (String(input).length > 40 ? wants : `${wants}; found ${quote(String(input))}`),
  });
}
