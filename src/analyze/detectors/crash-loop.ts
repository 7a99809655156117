import { MINUTE } from '../../domain/duration.ts';
import type { Evidence } from '../../domain/finding.ts';
import type { Terminated } from '../../kinds/container.ts';
import { refOf } from '../../kinds/refs.ts';
import { earliest, timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { eventTime } from '../index-snapshot.ts';
import { called, isJobPod, liveContainers, memoryLimit, type Slot } from './lib/containers.ts';
import { hasJustEnded, isCrashLooping, lastEnd, restartsText, wasShort } from './lib/crash.ts';
import { eventEvidence } from './lib/events.ts';
import { exitWords } from './lib/exit-codes.ts';
import { type FailedProbe, failedProbe } from './lib/probes.ts';
import { downSince } from './lib/since.ts';

const SIGKILL_EXIT = 137;
const SIGTERM_EXIT = 143;
/** A probe that failed longer before the end than this did not cause it. */
const PROBE_NEAR = 15 * MINUTE;

/** A container that ends again and again, whatever the kubelet tries. */
export const crashLoop = defineDetector({
  name: 'crash-loop',
  reads: ['Pod', 'Event'],
  emits: ['crash-loop', 'oom-crash-loop'],
  *detect(view) {
    for (const slot of liveContainers(view.list('Pod'))) {
      // A Job counts the failures of its pods itself, and is told once it gives up.
      if (!isCrashLooping(slot) || isJobPod(slot.pod)) continue;
      const ended = lastEnd(slot);
      const about = {
        subject: refOf(slot.pod),
        owner: view.ownerOf(slot.pod),
        container: slot.name,
        since: since(slot, ended) ?? view.now,
      };
      const names = { container: called(slot), restarts: restartsText(slot) };
      if (ended?.reason === 'OOMKilled') {
        const params = { ...names, limit: memoryLimit(slot) };
        yield finding('oom-crash-loop', { ...about, reason: 'OOMKilled', params, evidence: proof(slot, ended) });
        continue;
      }
      const probe = ended === null ? null : killingProbe(view, slot, ended);
      const [first, ...rest] = proof(slot, ended);
      yield finding('crash-loop', {
        ...about,
        reason: 'CrashLoopBackOff',
        params: { ...names, cause: cause(ended, probe) },
        evidence: [first, ...rest, ...(probe === null ? [] : [eventEvidence(probe.event)])],
      });
    }
  },
});

function cause(ended: Terminated | null, probe: FailedProbe | null): string {
  if (ended === null) return 'how it ended is not recorded';
  if (probe !== null) return `it is killed because ${probe.words} (exit code ${ended.exitCode})`;
  return exitWords(ended);
}

/** The start of the last run counts when that was a restart and short: then it had crashed before. */
function since(slot: Slot, ended: Terminated | null): Date | null {
  const started = ended !== null && (slot.status.restartCount ?? 0) > 1 && wasShort(ended) ? ended.startedAt : null;
  return earliest(downSince(slot), timeOf(ended?.finishedAt), timeOf(started));
}

function killingProbe(view: View<'Event'>, slot: Slot, ended: Terminated): FailedProbe | null {
  if (ended.exitCode !== SIGKILL_EXIT && ended.exitCode !== SIGTERM_EXIT) return null;
  const probe = failedProbe(view, slot, ['Liveness', 'Startup']);
  const [seen, end] = [probe === null ? null : eventTime(probe.event), timeOf(ended.finishedAt)];
  return seen !== null && end !== null && end.getTime() - seen.getTime() > PROBE_NEAR ? null : probe;
}

function proof(slot: Slot, ended: Terminated | null): [Evidence, ...Evidence[]] {
  const pod = refOf(slot.pod);
  const restarts = evidence(pod, `${slot.field}.restartCount`, slot.status.restartCount ?? 0);
  const waiting = slot.status.state?.waiting?.reason;
  const stands = typeof waiting === 'string' ? [evidence(pod, `${slot.field}.state.waiting.reason`, waiting)] : [];
  if (ended === null) return [restarts, ...stands];
  const path = `${slot.field}.${hasJustEnded(slot) ? 'state' : 'lastState'}.terminated`;
  const at = timeOf(ended.finishedAt);
  return [
    evidence(pod, `${path}.exitCode`, ended.exitCode, at),
    ...(ended.reason ? [evidence(pod, `${path}.reason`, ended.reason, at)] : []),
    ...(ended.message ? [evidence(pod, `${path}.message`, ended.message, at)] : []),
    ...stands,
    restarts,
  ];
}
