import type { Ledger } from '../domain/ledger.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import { isOpen } from '../escalate/calendar.ts';
import { allWellText, isAllWellDue } from '../notify/all-well.ts';
import { composeMessages } from '../notify/compose-messages.ts';
import { type Delivered, type Desk, flush } from '../notify/flush.ts';
import { enqueue, markUnsure } from '../notify/outbox.ts';
import { alertsOf, healedOf, type Insight } from './alerts.ts';
import { lookedUp } from './amnesia.ts';
import type { Judgement } from './judge.ts';
import type { Memory } from './memory.ts';
import { isShownOnly, waited } from './nothing-to-send.ts';
import type { Parts } from './parts.ts';
import { remember } from './remember.ts';

export interface Cycle {
  readonly id: string;
  readonly startedAt: Date;
}

/** The ledger with what was decided: incidents as told, and their messages in the outbox. Pure. */
export function decidedLedger(
  parts: Parts,
  memory: Memory,
  ledger: Ledger,
  judgement: Judgement,
  insight: Insight,
  cycle: Cycle,
): Ledger {
  const { timeZone } = parts.policy.hours;
  const { stormAt, standardTo, cluster = null } = parts.sending;
  const messages = composeMessages(alertsOf(parts, judgement, cycle.id, insight), healedOf(judgement), {
    threads: ledger.threads,
    stormAt,
    timeZone,
    now: judgement.now,
    allWell: allWellNow(parts, ledger, judgement),
    standardTo,
    routing: parts.policy.routing,
    cluster,
  });
  const about = { cycleId: cycle.id, at: judgement.now, cluster: ledger.cluster.uid, timeZone };
  const outbox = enqueue(ledger.outbox, messages, about);
  const told = remember(ledger, judgement, cycle.id, isShownOnly(parts));
  if (memory.unkept() === null) return { ...told, outbox: [...outbox] };
  return { ...told, outbox: [...markUnsure(lookedUp(outbox, ledger.outbox, judgement, ledger.cluster))] };
}

/** The line that says that all is well, where one is due. */
function allWellNow({ policy, sending }: Parts, { tally, outbox }: Ledger, { decided, now }: Judgement): string | null {
  const { hours } = policy;
  if (tally === null || outbox.length > 0) return null;
  const isQuiet = decided.every(({ incident }) => incident.status === 'resolved' || incident.severity === 'SEV-4');
  if (!isQuiet || !isAllWellDue(sending.allWell, tally.since, isOpen(hours, now), now, hours.timeZone)) return null;
  return allWellText({ ...tally, now, timeZone: hours.timeZone });
}

export interface Sent {
  readonly ledger: Ledger;
  readonly delivered: readonly Delivered[];
}

/**
 * Sends what waits in the outbox; after a `replayed` not what somebody has to mend, or what may have arrived where nobody can look, as
 * this cycle has tried that. What has arrived is kept at once; what has not stays. Never rejects.
 */
export async function send(parts: Parts, memory: Memory, ledger: Ledger, replayed: Sent | null = null): Promise<Sent> {
  const { sinks, fallbackOf, deadlineMs, messageDeadlineMs } = parts.sending;
  if (parts.dryRun || isShownOnly(parts)) return unsent(ledger);
  if (sinks === null) {
    const { outbox, delivered } = waited(ledger.outbox);
    return { ledger: { ...ledger, outbox: [...outbox] }, delivered };
  }
  if (ledger.outbox.length === 0) return { ledger, delivered: [] };
  // Should the process end in between, the next one looks whether they arrived.
  const kept = async (desk: Desk): Promise<void> => {
    await memory.keep({ ...withDesk(ledger, desk), outbox: [...markUnsure(desk.outbox)] });
  };
  await kept(ledger);
  // What is not remembered is decided once more by the next cycle: each of them looks whether it was told.
  const outbox = memory.unkept() === null ? ledger.outbox : markUnsure(ledger.outbox);
  const { desk, delivered } = await flush(
    { ...ledger, outbox },
    {
      sinks,
      fallbackOf,
      clock: parts.clock,
      deadlineMs,
      messageDeadlineMs,
      signal: parts.signal,
      held: memory.held,
      save: kept,
      refusedToo: replayed === null,
      unheard: new Set((replayed?.delivered ?? []).filter(isUnheard).map(({ entry }) => entry.id)),
    },
  );
  return { ledger: withDesk(ledger, desk), delivered };
}

function isUnheard({ status, entry }: Delivered): boolean {
  return status === 'failed' && (entry.unheard ?? 0) > 0;
}

/** They were shown, and nobody is to be told. */
function unsent(ledger: Ledger): Sent {
  const shown = (entry: OutboxEntry): Delivered => ({ entry, status: 'not-sent', detail: '', via: entry.to });
  return { ledger: { ...ledger, outbox: [] }, delivered: ledger.outbox.map(shown) };
}

export function withDesk(ledger: Ledger, { outbox, threads, pauses }: Desk): Ledger {
  return { ...ledger, outbox: [...outbox], threads: [...threads], pauses: { ...pauses } };
}
