// A script as data, for a fake Slack in a process of its own.
import { z } from 'zod';
import type { Script } from './types.ts';

const Behaviour = z.union([
  z.null(),
  z.enum(['hang', 'reset', 'cut', 'html', 'accept-then-hang', 'accept-then-reset']),
  z.strictObject({ error: z.string() }),
  z.strictObject({
    status: z.number(),
    body: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    delayMs: z.number().optional(),
  }),
]);

/** The first rule that fits is used. */
export const Rules = z.array(
  z.strictObject({
    /** Any method without it. */
    method: z.string().optional(),
    /** A name or id; any channel without it. */
    channel: z.string().optional(),
    /** Only what has blocks, or has none. */
    blocks: z.boolean().optional(),
    /** How often it is used; always without it. */
    times: z.number().optional(),
    reply: Behaviour,
  }),
);

export function scriptOf(rules: z.infer<typeof Rules>): Script {
  const used = rules.map(() => 0);
  return ({ method, args }) => {
    const i = rules.findIndex(
      (rule, at) =>
        (rule.method ?? method) === method &&
        (rule.channel ?? args['channel']) === args['channel'] &&
        (rule.blocks ?? 'blocks' in args) === 'blocks' in args &&
        (used[at] ?? 0) < (rule.times ?? Number.POSITIVE_INFINITY),
    );
    const rule = rules[i];
    if (rule === undefined) return null;
    used[i] = (used[i] ?? 0) + 1;
    const { reply } = rule;
    if (reply === null || typeof reply === 'string' || 'error' in reply) return reply;
    const { status, body, headers, delayMs } = reply;
    return {
      status,
      ...(body !== undefined && { body }),
      ...(headers && { headers }),
      ...(delayMs !== undefined && { delayMs }),
    };
  };
}
