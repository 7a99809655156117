import { createHash } from 'node:crypto';
import type { OutboxEntry } from '../domain/outbox.ts';
import { bounded } from './bound-outbox.ts';
import { coalesced } from './coalesce.ts';
import { inOrder } from './families.ts';
import { isOverdue, melted, placeOf } from './melt.ts';
import type { Message } from './message.ts';
import { isResting } from './pause.ts';

export interface Enqueuing {
  readonly cycleId: string;
  readonly at: Date;
  /** The same incident ids may stand for others in another cluster: its uid. */
  readonly cluster: string;
  /** For the times in texts that are put together here; UTC when left out. */
  readonly timeZone?: string;
}

/** Kinds that tell the story of an incident: what came before and has not arrived is told by what comes after. */
const STORY: ReadonlySet<string> = new Set(['incident', 'update', 'reminder', 'resolved', 'self']);

/**
 * The outbox with these messages in it, at most 2,000. What is said again in other words replaces what was said; what goes on with
 * something that never arrived is told together with it, in its place and under its id.
 */
export function enqueue(
  outbox: readonly OutboxEntry[],
  messages: readonly Message[],
  about: Enqueuing,
): readonly OutboxEntry[] {
  const all = messages.reduce((waiting, message) => withMessage(waiting, message, about), outbox);
  return bounded(all, about.at, about.timeZone ?? 'UTC');
}

function withMessage(outbox: readonly OutboxEntry[], message: Message, about: Enqueuing): readonly OutboxEntry[] {
  const id = deliveryId(about.cluster, message.to, message.key);
  if (outbox.some((e) => e.id === id)) return outbox.map((e) => (e.id === id ? { ...e, ...said(message) } : e));
  const fresh = entryOf(message, id, about);
  if (!isStory(message)) return [...outbox, fresh];
  const pending = outbox.filter(
    (e) => e.to === message.to && isStory(e) && e.incidentIds[0] === message.incidentIds[0],
  );
  // A cycle has one thing to say about an incident, and a reminder nothing that a later message does not say.
  const replaced = pending.filter((e) => e.kind === 'reminder' || (e.cycleId === about.cycleId && e.attempts === 0));
  const rest = outbox.filter((e) => !replaced.includes(e));
  const last = pending.filter((e) => !replaced.includes(e)).at(-1);
  const isCopied = last !== undefined && last.copies.length > 0;
  if (last === undefined || isCopied) return [...rest, fresh];
  // Under the same id it could be taken for the one that may have arrived, and a reminder would go with that, hours later.
  if (last.unsure) return [...rest, fresh];
  if (message.kind === 'reminder' && last.open) return rest;
  const whole = coalesced(last, fresh, about.timeZone ?? 'UTC');
  return rest.map((e) => (e === last ? whole : e));
}

function isStory({ kind, incidentIds, thread }: Pick<Message, 'kind' | 'incidentIds' | 'thread'>): boolean {
  // Without a thread the end is that of one incident, and of those that joined it.
  return STORY.has(kind) && (incidentIds.length === 1 || (kind === 'resolved' && thread === null));
}

/** The same for the same news, in whatever cycle it is tried again. */
function deliveryId(cluster: string, to: string, key: string): string {
  return createHash('sha256').update(`${cluster}\n${to}\n${key}`).digest('hex').slice(0, 32);
}

function entryOf(message: Message, id: string, { cycleId, at }: Enqueuing): OutboxEntry {
  const { to } = message;
  const untried = { attempts: 0, lastError: null, refused: false, unsure: false, notBefore: null, copies: [] };
  return { id, to, ...said(message), createdAt: at, cycleId, ...untried };
}

function said({ kind, severity, open, incidentIds, lesser = [], text, thread, broadcast, opens, fallback }: Message) {
  const ids = { incidentIds: [...incidentIds], ...(lesser.length === 0 ? {} : { lesser: [...lesser] }) };
  const instead = fallback === undefined ? {} : { fallback: [...fallback] };
  return { kind, severity, open, ...ids, text, thread, broadcast, opens: [...opens], ...instead };
}

/** What may be tried now, in the order to send: the worst first, then the oldest, and nothing before what it answers. */
export function dueEntries(outbox: readonly OutboxEntry[], now: Date): readonly OutboxEntry[] {
  return inOrder(outbox.filter((e) => isDue(e, now))).map(({ entry }) => entry);
}

export function isDue({ notBefore }: OutboxEntry, now: Date): boolean {
  return !isResting(notBefore, now);
}

/**
 * What waits at one destination because that could not be reached, two or more, becomes one digest there. What may have arrived is
 * left alone: settle-unsure.ts finds out. Before the new messages of a cycle are put in.
 */
export function digestOverdue(outbox: readonly OutboxEntry[], now: Date, timeZone: string): readonly OutboxEntry[] {
  const places = Map.groupBy(
    outbox.filter((e) => isOverdue(e) && !e.unsure),
    placeOf,
  );
  return [...places.values()].reduce<readonly OutboxEntry[]>((rest, [first, ...others]) => {
    if (first === undefined || others.length === 0) return rest;
    const digest = melted([first, ...others], now, timeZone);
    const parts = new Set([first.id, ...others.map(({ id }) => id)]);
    return rest.flatMap((e) => (e === first ? [digest] : parts.has(e.id) ? [] : [e]));
  }, outbox);
}

/** As it has to be kept while it is sent: should the process end in between, the next one looks whether it arrived. */
export function markUnsure(outbox: readonly OutboxEntry[]): readonly OutboxEntry[] {
  return outbox.map((e) => (e.unsure ? e : { ...e, unsure: true }));
}
