import { randomBytes } from 'node:crypto';
import type { Ledger } from '../domain/ledger.ts';
import { afterChoices, askAgents, insightOf, inTime, lookInto } from './advise.ts';
import { withBlindBefore } from './amnesia.ts';
import { withBlindToEnd } from './blind-to-end.ts';
import { buildReport } from './build-report.ts';
import { committed } from './committed.ts';
import type { CycleResult, Skipped } from './cycle-result.ts';
import { editTold } from './edit-told.ts';
import { finish } from './finish.ts';
import { hasNewGaps, judgeTwice } from './judge-twice.ts';
import { keepReading } from './keep-reading.ts';
import { type Memory, openMemory } from './memory.ts';
import { withoutShown, withWanted } from './nothing-to-send.ts';
import { ownTroubles, withoutMended } from './own-troubles.ts';
import type { Parts, ReadResult } from './parts.ts';
import { replay } from './replay.ts';
import { type Cycle, decidedLedger, send } from './tell.ts';
import { withoutToldBefore } from './told-before.ts';
import { startTrace, type Trace } from './trace.ts';

/**
 * One cycle: lease → replay what waits → collect → analyze → escalate → keep → correlate → agents → keep → notify → record. Rules
 * decide; nothing here can reject for a broken cluster, and what the rules decided is kept before anybody else is asked.
 */
export async function runCycle(given: Parts): Promise<CycleResult | Skipped> {
  const { clock, runId } = given;
  const startedAt = clock.now();
  const id = `${startedAt.toISOString().replace(/[-:]|\.\d+/g, '')}-${randomBytes(2).toString('hex')}`;
  const memory = await openMemory(given, await given.identify(), { runId: runId ?? id, cycleId: id, at: startedAt });
  if (memory.status === 'busy') return { status: 'skipped', holder: memory.holder };
  given.heartbeat?.start();
  try {
    return await heldCycle(given, memory, { id, startedAt });
  } catch (error) {
    await given.heartbeat?.fail('the cycle broke off');
    throw error;
  } finally {
    await memory.release();
  }
}

async function heldCycle(given: Parts, memory: Memory, cycle: Cycle): Promise<CycleResult> {
  const { clock } = given;
  const trace = startTrace(clock, memory.at);
  const replayed = await trace.step('replay', () => replay(given, memory, cycle.startedAt));
  const { parts, before } = await ready(given, memory, replayed.ledger);
  const found = await judgeTwice(parts, before, await readAll(parts, memory, before, trace), trace);
  const unkept = await trace.step('keep', () => keepReading(parts, found.read));
  const byRules = await committed(parts, memory, before, found, cycle, trace);

  const looked = await lookInto(parts, byRules, trace);
  const answers = askAgents(parts, looked, cycle.id);
  const inTimeCounsel = answers === null ? null : await trace.step('advise', () => inTime(parts, answers));
  const judgement = inTimeCounsel === null ? looked.judgement : afterChoices(parts, looked.judgement, inTimeCounsel);
  const isLate = answers !== null && inTimeCounsel === null;
  const insight = insightOf(looked, inTimeCounsel, isLate);
  // From the ledger as it was: what raised or chose a severity is another message than the rules' first one.
  const told = decidedLedger(parts, memory, before, judgement, insight, cycle);
  const known = await trace.step('notify', () => withoutToldBefore(parts, memory, before, told, judgement));
  const sent = await trace.step('notify', () => send(parts, memory, known.ledger, replayed));

  const counsel = isLate ? await trace.step('late advice', () => answers) : inTimeCounsel;
  const late = isLate ? insightOf(looked, counsel, false) : null;
  const words = late === null ? null : { insight: late, before: known.ledger.threads };
  const edited = await trace.step('edit', () => editTold(parts, memory, sent.ledger, judgement, words, cycle));
  const report = buildReport({
    parts,
    judgement,
    insight: late ?? insight,
    counsel,
    messages: [...replayed.delivered, ...known.delivered, ...sent.delivered],
    cycleId: cycle.id,
    startedAt: cycle.startedAt,
    finishedAt: clock.now(),
    // What makes the state unusable is said with what was not kept.
    warnings: memory.warning === null || memory.fault !== null ? [] : [memory.warning],
    timings: trace.timings,
  });
  return finish(parts, memory, edited, { report, newGaps: hasNewGaps(judgement), unkept, judgement, counsel });
}

/** What the state says of the cycle to come: orders of people, the monitor's own troubles. */
async function ready(given: Parts, memory: Memory, ledger: Ledger): Promise<{ parts: Parts; before: Ledger }> {
  const sending = withWanted(given, ledger);
  const before = withoutShown(sending, await withoutMended(given, ledger));
  const troubles = [...given.troubles, ...ownTroubles(sending, memory, before)];
  const { cluster } = before;
  const slot = Math.floor(given.clock.now().getTime() / given.slotMs);
  const parts = { ...sending, troubles, policy: { ...given.policy, orders: memory.orders } };
  const isLost = memory.amnesia && cluster.uid === 'unknown';
  return { parts, before: await (isLost ? withBlindBefore : withBlindToEnd)(parts, before, slot) };
}

async function readAll(parts: Parts, { amnesia }: Memory, before: Ledger, trace: Trace): Promise<ReadResult> {
  const read = await trace.step('collect', () => parts.read(before.pageSize));
  if (read.status === 'read' || !amnesia) return read;
  return { ...read, why: `${read.why}; earlier state unknown` };
}
