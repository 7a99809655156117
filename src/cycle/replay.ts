import type { Ledger } from '../domain/ledger.ts';
import type { Orders } from '../domain/orders.ts';
import { digestOverdue } from '../notify/outbox.ts';
import { settleUnsure } from '../notify/settle-unsure.ts';
import type { Memory } from './memory.ts';
import type { Parts } from './parts.ts';
import { USUAL_PAGE } from './remember.ts';
import { type Sent, send, withDesk } from './tell.ts';

/** A cycle that was killed while it read gets smaller pages, down to this. */
const SMALLEST_PAGE = 50;

/** What earlier cycles decided and could not tell leaves first; many that waited at one place leave as one digest. */
export async function replay(parts: Parts, memory: Memory, now: Date): Promise<Sent> {
  const ledger = withSmallerPages(memory.ledger, memory);
  // Before it reads: should that be killed too, the next one takes still smaller ones.
  if (ledger !== memory.ledger) await memory.keep(ledger);
  const { sinks, deadlineMs, messageDeadlineMs } = parts.sending;
  if (sinks === null || parts.dryRun) return { ledger, delivered: [] };
  const asked = new Set(memory.orders.retries.map(({ entryId }) => entryId));
  const again = ledger.outbox.map((e) => (asked.has(e.id) ? { ...e, refused: false, notBefore: null, unheard: 0 } : e));
  const places = new Set(ledger.outbox.flatMap(({ id, to }) => (asked.has(id) ? [to] : [])));
  const pauses = Object.fromEntries(Object.entries(ledger.pauses).filter(([to]) => !places.has(to)));
  const { clock, signal } = parts;
  const waiting = { outbox: again, threads: ledger.threads, pauses };
  const desk = await settleUnsure(waiting, { sinks, clock, deadlineMs, messageDeadlineMs, signal });
  const outbox = digestOverdue(desk.outbox, now, parts.policy.hours.timeZone);
  const sent = await send(parts, memory, withDesk(ledger, { ...desk, outbox }));
  await withoutTried(parts, memory, sent);
  return sent;
}

/** An order counts once: for the try it asked for. What could not be tried yet, and what was asked for meanwhile, stays. */
async function withoutTried({ state }: Parts, { orders, writes, ledger }: Memory, sent: Sent): Promise<void> {
  const failed = new Set(sent.delivered.flatMap(({ entry, status }) => (status === 'failed' ? [entry.id] : [])));
  const waits = new Set(sent.ledger.outbox.map(({ id }) => id));
  const tried = orders.retries.filter(({ entryId }) => failed.has(entryId) || !waits.has(entryId));
  if (!writes || tried.length === 0) return;
  const isTried = ({ entryId, at }: Orders['retries'][number]): boolean =>
    tried.some((one) => one.entryId === entryId && one.at.getTime() === at.getTime());
  // It costs nothing to try again in the next cycle.
  const used = (all: Orders): Orders => ({ ...all, retries: all.retries.filter((one) => !isTried(one)) });
  await state.order(ledger.cluster.uid, used).catch(() => {});
}

function withSmallerPages(ledger: Ledger, { unfinished }: Memory): Ledger {
  if (unfinished?.step !== 'collect') return ledger;
  return { ...ledger, pageSize: Math.max(SMALLEST_PAGE, Math.floor((ledger.pageSize ?? USUAL_PAGE) / 2)) };
}
