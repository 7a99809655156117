import { randomBytes } from 'node:crypto';
import type { Ledger } from '../domain/ledger.ts';
import { atLeast } from '../domain/severity.ts';
import { composeMessages } from '../notify/compose-messages.ts';
import { alertsOf, healedOf } from './alerts.ts';
import { buildReport } from './build-report.ts';
import { type CycleResult, withNotKept } from './cycle-result.ts';
import { type Judgement, judge } from './judge.ts';
import type { Parts, ReadResult } from './parts.ts';
import { remember } from './remember.ts';
import { keepCycle, keepReading, loadState } from './state.ts';
import { startTrace, type Trace } from './trace.ts';

/** One cycle: collect → analyze → escalate → notify → record. Rules decide; nothing here can reject for a broken cluster. */
export async function runCycle(given: Parts): Promise<CycleResult> {
  const { clock } = given;
  const trace = startTrace(clock);
  const startedAt = clock.now();
  const cycleId = `${startedAt.toISOString().replace(/[-:]|\.\d+/g, '')}-${randomBytes(2).toString('hex')}`;

  const read = await trace.step('collect', given.read);
  const loaded = await trace.step('load', () => loadState(given, clusterOf(read)));
  const parts = { ...given, troubles: [...given.troubles, ...loaded.troubles] };
  const judgement = await judgeTwice(parts, loaded.ledger, read, trace);
  const snapshot = judgement.read.status === 'read' ? judgement.read.snapshot : null;
  const keeps = snapshot !== null && parts.keep !== null;
  const unkept = keeps ? await trace.step('keep', () => keepReading(parts, snapshot)) : null;

  const messages = await trace.step('notify', () =>
    composeMessages(alertsOf(parts, judgement, cycleId), healedOf(judgement)),
  );
  const report = buildReport({
    parts,
    judgement,
    messages,
    cycleId,
    startedAt,
    finishedAt: clock.now(),
    warnings: loaded.warning === null ? [] : [loaded.warning],
    timings: trace.timings,
  });
  const judged: CycleResult = { report, newGaps: hasNewGaps(judgement), notKept: loaded.notKept };
  const result = unkept === null ? judged : withNotKept(judged, 'recording', unkept);
  if (parts.dryRun) return result;
  return keepCycle(parts, result, loaded.writable ? remember(loaded.ledger, judgement, cycleId) : null);
}

function hasNewGaps({ decided, now }: Judgement): boolean {
  return decided.some((d) => d.notice?.kind === 'GAP' && d.incident.firstSeenAt.getTime() === now.getTime());
}

function clusterOf(read: ReadResult) {
  return read.status === 'read' ? read.snapshot.cluster : read.cluster;
}

/** What is grave and only seconds old may be a blink: it is read once more before anyone is woken. */
async function judgeTwice(parts: Parts, ledger: Ledger, read: ReadResult, trace: Trace): Promise<Judgement> {
  const first = await trace.step('judge', () => judge(parts, ledger, read, timeOfReading(parts, read)));
  const look = parts.secondLook;
  if (look === null || !first.decided.some((d) => isFreshAndGrave(d, first.now, look.youngerThanMs))) return first;
  parts.onProgress(`something grave is seconds old: looking again in ${Math.round(look.afterMs / 1000)} s`);
  await trace.step('second look', () => parts.clock.sleep(look.afterMs, parts.signal));
  const again = await trace.step('collect', parts.read);
  return trace.step('judge', () => judge(parts, ledger, again, timeOfReading(parts, again)));
}

function isFreshAndGrave(
  { incident, draft, verdict }: Judgement['decided'][number],
  now: Date,
  youngerThanMs: number,
): boolean {
  if (draft === null || verdict.verdict === 'hold' || !atLeast(incident.severity, 'SEV-2')) return false;
  return now.getTime() - incident.onset.getTime() < youngerThanMs;
}

/** Ages are measured from the moment the cluster was read. */
function timeOfReading(parts: Parts, read: ReadResult): Date {
  return read.status === 'read' ? read.snapshot.takenAt : parts.clock.now();
}
