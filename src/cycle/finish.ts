import { isDeepStrictEqual } from 'node:util';
import type { Counsel } from '../agents/advisor.ts';
import type { Ledger } from '../domain/ledger.ts';
import { prune } from '../domain/muted.ts';
import type { Orders } from '../domain/orders.ts';
import { isYoung } from '../domain/outbox.ts';
import type { Report } from '../domain/report.ts';
import { pastIncidents } from '../escalate/past.ts';
import { compact } from '../record/compact.ts';
import { stateFault } from '../record/state-fault.ts';
import { type CycleResult, withNotKept, withWarning } from './cycle-result.ts';
import type { Judgement } from './judge.ts';
import type { Memory } from './memory.ts';
import type { Parts } from './parts.ts';
import { withModelTrouble } from './remember.ts';

export interface Ending {
  readonly report: Report;
  readonly newGaps: boolean;
  /** Why the recording somebody asked for was not kept; null when it was, or nobody asked. */
  readonly unkept: string | null;
  readonly judgement: Judgement;
  readonly counsel: Counsel | null;
}

/** Keeps the cycle and tells the outside that the monitor lives. Neither may cost the cycle, nor the other one. */
export async function finish(parts: Parts, memory: Memory, ledger: Ledger, ending: Ending): Promise<CycleResult> {
  const { report, newGaps, unkept, judgement, counsel } = ending;
  const { now } = judgement;
  const judged: CycleResult = { status: 'done', report, newGaps, notKept: {} };
  const recorded = unkept === null ? judged : withNotKept(judged, 'recording', unkept);
  if (parts.dryRun) return memory.fault === null ? recorded : withNotKept(recorded, 'state', memory.fault);
  const told = withModelTrouble(ledger, counsel, now, parts.model.settings);
  const past = pastIncidents(told, memory.orders, now);
  const whole = { ...told, past, tally: tallyOf(told, report, now) };
  const fault = memory.fault ?? (await memory.keep(compact(whole, now, 'usual')));
  const kept = fault === null ? recorded : withNotKept(recorded, 'state', fault);
  // The record of the slot, and what the outside hears, are those of the run that took over.
  if (memory.isLost()) return kept;
  const result = await withRecord(parts, kept, counsel);
  if (fault === null) await forgetOldOrders(parts, memory, told, now);
  const isDelivered = told.outbox.every((entry) => isYoung(entry, now));
  const isWell = report.cycle.outcome !== 'failed' && isDelivered;
  const unheard = (await parts.heartbeat?.end(isWell, heartbeatText(result.report, told))) ?? null;
  return unheard === null ? result : withWarning(result, unheard);
}

/** What people ordered long ago about what is over. It costs nothing to try again in the next cycle. */
async function forgetOldOrders({ state }: Parts, { orders, writes }: Memory, ledger: Ledger, now: Date): Promise<void> {
  const wanted = (all: Orders): Orders => prune(all, now, ledger.incidents);
  if (!writes || isDeepStrictEqual(wanted(orders), orders)) return;
  await state.order(ledger.cluster.uid, wanted).catch(() => {});
}

async function withRecord(parts: Parts, cycle: CycleResult, counsel: Counsel | null): Promise<CycleResult> {
  try {
    await parts.state.writeRecord(cycle.report, counsel?.transcripts ?? []);
    return cycle;
  } catch (error) {
    return withNotKept(cycle, 'state', stateFault('record this cycle', parts.state.place, error));
  }
}

/** What the next "all well" line will tell of; it starts anew with each such line. */
function tallyOf(
  { tally }: Ledger,
  { messages, incidents, decisions, usage }: Report,
  now: Date,
): NonNullable<Ledger['tally']> {
  const isTold = messages.some(({ kind, delivery }) => kind === 'all-well' && delivery.status === 'sent');
  if (tally === null || isTold) return { since: now, cycles: 1, incidents: 0, usd: usage.usd };
  const found = new Set(incidents.filter(({ findings }) => findings.length > 0).map(({ id }) => id));
  const told = decisions.filter(({ incidentId, reason }) => reason === 'new' && found.has(incidentId)).length;
  const { since, cycles, usd } = tally;
  return { since, cycles: cycles + 1, incidents: tally.incidents + told, usd: usd + usage.usd };
}

/** Counts only: it goes to a program of somebody else. */
function heartbeatText({ cycle, incidents, gaps }: Report, { outbox }: Ledger): string {
  const open = incidents.filter(({ status }) => status === 'open').length;
  return `cycle ${cycle.id}: ${cycle.outcome}, ${open} open incidents, ${gaps.length} gaps, ${outbox.length} messages waiting`;
}
