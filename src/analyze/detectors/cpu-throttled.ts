import { MINUTE } from '../../domain/duration.ts';
import type { Evidence } from '../../domain/finding.ts';
import { refOf } from '../../kinds/refs.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { eventTime } from '../index-snapshot.ts';
import { called, isJobPod } from './lib/containers.ts';
import { lastEnd } from './lib/crash.ts';
import { eventEvidence } from './lib/events.ts';
import { failedProbe, isTimeout, killingProbe } from './lib/probes.ts';
import { turned } from './lib/since.ts';
import { type Usage, usages } from './lib/usage.ts';

const ALL_OF_IT = 0.95;
/** A probe that timed out longer ago than this says nothing about now. */
const RECENT = 15 * MINUTE;

/**
 * A container that uses all the CPU it may and suffers for it. Using it all is what a limit is for: without harm there
 * is nothing to tell.
 */
export const cpuThrottled = defineDetector({
  name: 'cpu-throttled',
  reads: ['Pod', 'PodMetrics', 'Event'],
  emits: ['cpu-throttled'],
  *detect(view) {
    for (const usage of usages(view, 'cpu')) {
      const { slot, used, limit, limitText, proof } = usage;
      if (used / limit < ALL_OF_IT || isJobPod(slot.pod)) continue;
      const harm = harmOf(view, usage);
      if (harm === null) continue;
      yield finding('cpu-throttled', {
        subject: refOf(slot.pod),
        owner: view.ownerOf(slot.pod),
        container: slot.name,
        since: harm.since ?? usage.at ?? view.now,
        reason: 'CPUThrottled',
        params: { container: called(slot), limit: limitText, effect: harm.effect },
        evidence: [...proof, ...harm.proof],
      });
    }
  },
});

interface Harm {
  readonly effect: string;
  readonly since: Date | null;
  readonly proof: readonly Evidence[];
}

/** What comes of it, the worst first. A container that still starts is busy for a good reason. */
function harmOf(view: View<'Pod' | 'Event'>, { slot }: Usage): Harm | null {
  const { pod, status, field } = slot;
  const started = timeOf(status.state?.running?.startedAt);
  const ended = lastEnd(slot);
  const killed = ended === null ? null : killingProbe(view, slot, ended);
  const end = timeOf(ended?.finishedAt);
  if (ended !== null && killed !== null && isRecent(view.now, end)) {
    const proof = [
      evidence(refOf(pod), `${field}.lastState.terminated.exitCode`, ended.exitCode, end),
      eventEvidence(killed.event),
    ];
    return { effect: `is restarted because ${killed.words}`, since: end, proof };
  }
  if (started !== null && view.now.getTime() - started.getTime() <= view.startupAllowance(pod, slot.name)) return null;
  if (slot.role !== 'init container' && status.ready === false) {
    const since = turned(pod, 'Ready', 'False');
    return { effect: 'is not ready', since, proof: [evidence(refOf(pod), `${field}.ready`, false, since)] };
  }
  const probe = failedProbe(view, slot, ['Liveness', 'Readiness', 'Startup']);
  if (probe === null || !isTimeout(probe) || !isRecent(view.now, eventTime(probe.event))) return null;
  return { effect: probe.words, since: eventTime(probe.event), proof: [eventEvidence(probe.event)] };
}

function isRecent(now: Date, time: Date | null): boolean {
  return time !== null && now.getTime() - time.getTime() <= RECENT;
}
