import { z } from 'zod';
import { HOUR } from './duration.ts';
import { SEVERITIES } from './severity.ts';

/**
 * `incident`: the first message about one. `update`: worse or wider. `storm`: many new ones at once, or many that are over at once.
 * `digest`: what waited. `self`: trouble of the monitoring. `details`: the rest of a message that was too long. `all-well`: nothing is broken.
 */
export const MESSAGE_KINDS = [
  'incident',
  'update',
  'reminder',
  'resolved',
  'digest',
  'storm',
  'self',
  'details',
  'all-well',
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

const Time = z.coerce.date();

/** One of the messages that an entry was made of, so that it can be told again together with later ones. */
export const OutboxPart = z.object({
  severity: z.enum(SEVERITIES),
  open: z.boolean(),
  incidentIds: z.array(z.string()),
  /** Those of them that are less severe; none when left out. */
  lesser: z.array(z.string()).optional(),
  /** Its text, or only its first line; '' where it is only counted. */
  text: z.string(),
  /** When it was decided. */
  at: Time,
  /** How many messages it stands for. */
  count: z.number(),
});
export type OutboxPart = z.infer<typeof OutboxPart>;

/** A message that was decided and has not arrived yet. It stays until it does. */
export const OutboxEntry = z.object({
  /** Delivery id: the same for every try of the same news at the same destination. */
  id: z.string(),
  to: z.string(),
  kind: z.enum(MESSAGE_KINDS),
  severity: z.enum(SEVERITIES),
  /** False once everything in it is over. */
  open: z.boolean(),
  incidentIds: z.array(z.string()),
  /** Those of them that are less severe than `severity`; none when left out. */
  lesser: z.array(z.string()).optional(),
  /** The whole message as plain text (notify/render/alert-text.ts); `@here ` at its beginning calls people. */
  text: z.string(),
  /** The thread it belongs to: an incident's id, or `self:2026-11-21`. Null: it opens one. Where its thread isn't there, it opens it. */
  thread: z.string().nullable(),
  /** Keys of the threads that its arrival opens; empty for a reply. */
  opens: z.array(z.string()),
  /** A reply that the whole channel sees. */
  broadcast: z.boolean(),
  createdAt: Time,
  cycleId: z.string(),
  /** Cycles that tried and failed. */
  attempts: z.number(),
  lastError: z.string().nullable(),
  /** Somebody has to mend something before it can arrive at `to`. */
  refused: z.boolean(),
  /** It may have arrived: a process was about to send it, or never heard how that ended. Looked for before it is sent. */
  unsure: z.boolean(),
  /** Not before this time: the sink asked to wait. */
  notBefore: Time.nullable(),
  /** Destinations that got it instead; it stays here for `to`. */
  copies: z.array(z.string()),
  /** What its route says to do when `to` is broken for good; left out by earlier versions. */
  fallback: z.array(z.string()).optional(),
  /** How often it was sent where nobody can look what arrived, and no answer came. */
  unheard: z.number().optional(),
  /** Only of a digest of overdue messages: what it is made of. */
  parts: z.array(OutboxPart).optional(),
});
export type OutboxEntry = z.infer<typeof OutboxEntry>;

/** After this long an undelivered message is trouble that somebody has to hear of. */
const OVERDUE = 2 * HOUR;

export function isYoung({ createdAt }: Pick<OutboxEntry, 'createdAt'>, now: Date): boolean {
  return now.getTime() - createdAt.getTime() < OVERDUE;
}

/** A message that arrived, and can be edited or replied to. */
export const Thread = z.object({
  /** What it is about: an incident's id, or `self:2026-11-21`. Several may share a message (digest, storm). */
  key: z.string(),
  to: z.string(),
  /** The sink's own name of the first message: `C0123 1732184040.000100`. */
  ref: z.string(),
  /** The text as first told, to be edited in place; null where the message is shared. */
  text: z.string().nullable(),
  /** What the edit of it says now, so that nothing is edited twice; '' before the first edit. */
  shown: z.string(),
  at: Time,
});
export type Thread = z.infer<typeof Thread>;
