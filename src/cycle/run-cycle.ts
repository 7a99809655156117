import { randomBytes } from 'node:crypto';
import { composeMessages } from '../notify/compose-messages.ts';
import { deliver } from '../notify/deliver.ts';
import { advise, newsIn } from './advise.ts';
import { alertsOf, healedOf } from './alerts.ts';
import { buildReport } from './build-report.ts';
import { type CycleResult, withNotKept } from './cycle-result.ts';
import { hasNewGaps, judgeTwice } from './judge-twice.ts';
import type { Parts, ReadResult } from './parts.ts';
import { afterCycle, undecided } from './remember.ts';
import { keepCycle, keepReading, loadState, saveEarly } from './state.ts';
import { startTrace } from './trace.ts';

/**
 * One cycle: collect → analyze → correlate → escalate → notify → record. Rules decide; nothing here can reject for a broken cluster,
 * and what the rules decided is kept before anybody else is asked.
 */
export async function runCycle(given: Parts): Promise<CycleResult> {
  const { clock } = given;
  const trace = startTrace(clock);
  const startedAt = clock.now();
  const cycleId = `${startedAt.toISOString().replace(/[-:]|\.\d+/g, '')}-${randomBytes(2).toString('hex')}`;

  const read = await trace.step('collect', given.read);
  const loaded = await trace.step('load', () => loadState(given, clusterOf(read)));
  const parts = { ...given, troubles: [...given.troubles, ...loaded.troubles] };
  const byRules = await judgeTwice(parts, loaded.ledger, read, trace);
  const snapshot = byRules.read.status === 'read' ? byRules.read.snapshot : null;
  const keeps = snapshot !== null && parts.keep !== null;
  const unkept = keeps ? await trace.step('keep', () => keepReading(parts, snapshot)) : null;
  const writes = !parts.dryRun && loaded.writable;
  const tells = byRules.decided.some((d) => d.verdict.verdict === 'notify');
  if (writes && (tells || newsIn(parts, byRules).length > 0))
    await trace.step('commit', () => saveEarly(parts, undecided(loaded.ledger, byRules, cycleId)));

  const { judgement, insight, counsel } = await advise(parts, byRules, cycleId, trace);
  // Once more before the first message: what raised or chose a severity is not looked for again.
  if (writes && judgement !== byRules)
    await trace.step('commit', () => saveEarly(parts, undecided(loaded.ledger, judgement, cycleId)));
  const messages = await trace.step('notify', () => {
    const composed = composeMessages(alertsOf(parts, judgement, cycleId, insight), healedOf(judgement));
    const notifier = parts.dryRun ? null : parts.notifier;
    const { sendDeadlineMs: deadlineMs, signal } = parts;
    return deliver(composed, { notifier, deadlineMs, clock, signal, cluster: loaded.ledger.cluster.uid });
  });
  const report = buildReport({
    parts,
    judgement,
    insight,
    counsel,
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
  const after = writes ? afterCycle(loaded.ledger, judgement, cycleId, messages, counsel, parts.model.settings) : null;
  return keepCycle(parts, result, after, counsel?.transcripts ?? []);
}

function clusterOf(read: ReadResult) {
  return read.status === 'read' ? read.snapshot.cluster : read.cluster;
}
