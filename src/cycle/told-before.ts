import { sinkName } from '../domain/destination.ts';
import { SECOND } from '../domain/duration.ts';
import type { Ledger } from '../domain/ledger.ts';
import type { MessageKind, OutboxEntry } from '../domain/outbox.ts';
import { afterArrival, answeredBy, type Desk } from '../notify/arrived.ts';
import type { Delivered } from '../notify/flush.ts';
import type { Sink } from '../notify/sink.ts';
import { hasForgotten, lookedUp } from './amnesia.ts';
import type { Judgement } from './judge.ts';
import type { Memory } from './memory.ts';
import { isShownOnly } from './nothing-to-send.ts';
import type { Parts } from './parts.ts';
import { type Sent, withDesk } from './tell.ts';

/** What is told again and again is not taken for the one before. */
const REPEATED: ReadonlySet<MessageKind> = new Set(['reminder', 'all-well']);
/** What could not be looked for until then is told: twice is better than late. */
const LONGEST = 10 * SECOND;

/**
 * A slot that left nothing may have told what is new to this ledger: it is looked for under the ids that a cycle without a memory gives,
 * and goes on in its thread. What this ledger knows already is about another time. Never rejects.
 */
export async function withoutToldBefore(
  parts: Parts,
  memory: Memory,
  before: Ledger,
  told: Ledger,
  judgement: Judgement,
): Promise<Sent> {
  const { sinks, messageDeadlineMs } = parts.sending;
  const nothing = { ledger: told, delivered: [] };
  if (sinks === null || parts.dryRun || isShownOnly(parts) || memory.unkept() !== null) return nothing;
  if (!hasForgotten(before, judgement.slot, parts.slotMs)) return nothing;
  const known = new Set(before.outbox.map(({ id }) => id));
  const again = idsOfAgain(before, judgement);
  const ids = lookedUp(told.outbox, before.outbox, judgement, told.cluster).map(({ id }) => id);
  const fresh = told.outbox.flatMap((entry, i) => {
    const id = ids[i];
    const isOwn = known.has(entry.id) || REPEATED.has(entry.kind) || entry.incidentIds.some((one) => again.has(one));
    return id === undefined || isOwn ? [] : [{ entry, id }];
  });
  const signal = AbortSignal.any([parts.signal, AbortSignal.timeout(Math.min(messageDeadlineMs, LONGEST))]);
  let desk: Desk = told;
  const delivered: Delivered[] = [];
  const look = async (looked: readonly Looked[]): Promise<void> => {
    for (const { entry, id } of looked) {
      const sink = sinks.get(sinkName(entry.to));
      if (sink === undefined || signal.aborted) return;
      const answered = (sink.threads ? answeredBy(desk.threads, entry, entry.to)?.ref : null) ?? null;
      const ref = await refOf(sink, entry, { deliveryId: id, thread: answered }, signal);
      if (ref === null || before.threads.some((thread) => thread.to === entry.to && thread.ref === ref)) continue;
      const { to: via, text } = entry;
      desk = afterArrival(desk, { entry, via, text, answered, ref, at: parts.clock.now() });
      delivered.push({ entry, status: 'sent', detail: `${ref}; told by an earlier cycle`, via });
    }
  };
  await Promise.all([...Map.groupBy(fresh, ({ entry }) => entry.to).values()].map(look));
  return { ledger: withDesk(told, desk), delivered };
}

/** What was over today as far as this ledger knows, and is back: whatever was told before that is about another time. */
function idsOfAgain({ incidents }: Ledger, { decided, now }: Judgement): ReadonlySet<string> {
  const today = now.toISOString().slice(0, 10);
  const over = incidents.filter(({ resolvedAt }) => resolvedAt?.toISOString().startsWith(today));
  const keys = new Set(over.map(({ key }) => key));
  return new Set(decided.flatMap(({ incident }) => (keys.has(incident.key) ? [incident.id] : [])));
}

interface Looked {
  readonly entry: OutboxEntry;
  /** Under which a cycle without a memory would have told it. */
  readonly id: string;
}

/** Null where it isn't, or where nobody can say so. */
async function refOf(
  sink: Sink,
  { to }: OutboxEntry,
  sought: Parameters<Sink['find']>[1],
  signal: AbortSignal,
): Promise<string | null> {
  const stopped = new Promise<null>((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  const found = await Promise.race([sink.find(to, sought, signal).catch(() => null), stopped]);
  return found?.status === 'there' ? found.ref : null;
}
