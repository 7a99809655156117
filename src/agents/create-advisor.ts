import pLimit from 'p-limit';
import { noAdvice } from '../domain/advice.ts';
import { compareSeverity } from '../domain/severity.ts';
import { deadlineIn } from '../platform/deadline.ts';
import { messageOf } from '../platform/errors.ts';
import { redact } from '../platform/redact/redact.ts';
import type { Advisor, AdvisorOptions } from './advisor.ts';
import type { Brief } from './brief.ts';
import type { Contract } from './contract.ts';
import { counselOne, type IncidentCounsel, type Round } from './incident-counsel.ts';
import { modelGate } from './model-gate.ts';

/** Incidents that are asked about at the same time. */
const AT_ONCE = 4;
/** With less than this part of the time left nobody calls tools any more: whoever comes last in the row still gets to answer. */
const LATE = 1 / 3;

/**
 * The four agents: for each incident in order, the most severe incidents first, all inside one deadline. What goes wrong with the model
 * is a status and a reason. `contracts`: the agents to ask; one that has none is left out.
 */
export function createAdvisor(options: AdvisorOptions, contracts: readonly Contract[]): Advisor {
  return {
    async counsel(briefs, caller) {
      caller.throwIfAborted();
      const { clock, deadlineMs } = options;
      const deadline = deadlineIn(deadlineMs, 'asking the agents', clock, caller);
      try {
        const gate = modelGate({ ...options, deadline, caller });
        const isLate = () => deadline.leftMs() < deadlineMs * LATE;
        const begun = new Set<Brief>();
        const waiting = () => briefs.filter((brief) => !begun.has(brief));
        const round: Round = { options, contracts, gate, waiting, isLate, signal: deadline.signal, caller };
        const limit = pLimit(AT_ONCE);
        const order = briefs
          .map((brief, index) => ({ brief, index }))
          .sort((a, b) => compareSeverity(a.brief.severity, b.brief.severity) || a.index - b.index);
        // The first ones begin at the same time, though one after the other.
        for (const { brief } of order.slice(0, AT_ONCE)) begun.add(brief);
        const found = await Promise.all(
          order.map(async ({ brief, index }) => {
            const counsel = await limit(() => {
              begun.add(brief);
              return counselSafely(brief, round);
            });
            return { index, ...counsel };
          }),
        );
        caller.throwIfAborted();
        const counsels = found.sort((a, b) => a.index - b.index);
        return {
          advice: counsels.map(({ advice }) => advice),
          runs: counsels.flatMap(({ runs }) => runs),
          transcripts: counsels.flatMap(({ transcripts }) => transcripts),
          warnings: gate.warnings(),
          trouble: gate.trouble(),
        };
      } finally {
        deadline.end();
      }
    },
  };
}

/** A fault of our own costs the advice about one incident, never the cycle. */
async function counselSafely(brief: Brief, round: Round): Promise<IncidentCounsel> {
  try {
    return await counselOne(brief, round);
  } catch (error) {
    round.caller.throwIfAborted();
    round.options.onProgress(`the agents failed on ${brief.title}: ${redact(messageOf(error), 300)}`);
    return { advice: noAdvice(brief.incidentId, 'failed inside k8s-monitor'), runs: [], transcripts: [] };
  }
}
