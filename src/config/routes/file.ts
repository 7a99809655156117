import { z } from 'zod';
import { TIERS } from '../../domain/service.ts';
import { SINK_SCHEMAS } from '../sink-settings.ts';

/** SEV-4 stands in the cycle log only. */
export const ROUTED_SEVERITIES = ['SEV-1', 'SEV-2', 'SEV-3'] as const;
export const ROUTED_TIERS = [...TIERS, 'unlisted'] as const;

const MOST_ROUTES = 200;
const words = z.string().min(1, 'is empty').max(200, 'is too long: 200 characters at most');

/** One value, or a list of them. */
function oneOrMore<T extends z.ZodType>(one: T, least: 0 | 1 = 1) {
  const list = z.array(one).min(least, 'is an empty list; leave it out, or name what it is').max(MOST_ROUTES);
  return z.union([one.transform((value) => [value]), list]);
}

const webhook = SINK_SCHEMAS.webhook.omit({ name: true });
const ready = webhook.omit({
  type: true,
  template: true,
  body: true,
  maxLength: true,
  values: true,
  valuesFrom: true,
});
const variable = SINK_SCHEMAS.webhook.shape.urlFrom.optional();

/** What may stand in routes.yaml; docs/routes.schema.json is generated from here. */
const sinks = {
  webhook,
  ntfy: ready.extend({ type: z.literal('ntfy'), topic: words.optional(), topicFrom: variable }),
  discord: ready.extend({ type: z.literal('discord') }),
  mattermost: ready.extend({ type: z.literal('mattermost') }),
  telegram: ready.extend({
    type: z.literal('telegram'),
    chatId: z.union([words, z.int()]).optional(),
    chatIdFrom: variable,
  }),
  email: SINK_SCHEMAS.email.omit({ name: true }),
  pagerduty: SINK_SCHEMAS.pagerduty.omit({ name: true }),
  stdout: SINK_SCHEMAS.stdout.omit({ name: true }),
};
const SINK_TYPES = Object.keys(sinks);

export const WrittenSink = z.discriminatedUnion('type', [
  sinks.webhook,
  sinks.ntfy,
  sinks.discord,
  sinks.mattermost,
  sinks.telegram,
  sinks.email,
  sinks.pagerduty,
  sinks.stdout,
]);
export type WrittenSink = z.output<typeof WrittenSink>;

const Match = z.strictObject({
  severity: oneOrMore(z.enum(ROUTED_SEVERITIES)).optional(),
  tier: oneOrMore(z.enum(ROUTED_TIERS)).optional(),
  service: oneOrMore(words).optional(),
  namespace: oneOrMore(words).optional(),
});

export const WrittenRoute = z.strictObject({
  match: Match.optional(),
  to: oneOrMore(words),
  fallback: oneOrMore(words, 0).optional(),
});
export type WrittenRoute = z.output<typeof WrittenRoute>;

export const RoutesFile = z.strictObject({
  sinks: z.record(z.string(), WrittenSink).optional(),
  routes: oneOrMore(WrittenRoute).optional(),
});
export type RoutesFile = z.output<typeof RoutesFile>;

/** The keys, or the types, that may stand at a place of the file: for guesses. */
export function knownAt(path: readonly (string | number)[], typeOf: (sink: string) => unknown): readonly string[] {
  if (path.length === 0) return Object.keys(RoutesFile.shape);
  if (path[0] === 'sinks') {
    if (path[2] === 'type') return SINK_TYPES;
    const type = typeOf(String(path[1]));
    const schema = Object.entries(sinks).find(([name]) => name === type)?.[1];
    return path.length === 2 && schema !== undefined ? Object.keys(schema.shape) : [];
  }
  return Object.keys(path.at(-1) === 'match' ? Match.shape : WrittenRoute.shape);
}
