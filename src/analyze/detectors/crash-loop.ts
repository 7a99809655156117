import type { Evidence } from '../../domain/finding.ts';
import type { Terminated } from '../../kinds/container.ts';
import { refOf } from '../../kinds/refs.ts';
import { earliest, timeOf } from '../../kinds/time.ts';
import { defineDetector } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { called, isJobPod, liveContainers, memoryLimit, type Slot } from './lib/containers.ts';
import { hasJustEnded, isCrashLooping, lastEnd, restartsText, wasShort } from './lib/crash.ts';
import { crashCause } from './lib/crash-cause.ts';
import { downSince } from './lib/since.ts';

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
      const cause = crashCause(view, slot, ended);
      const [first, ...rest] = proof(slot, ended);
      yield finding('crash-loop', {
        ...about,
        reason: 'CrashLoopBackOff',
        params: { ...names, cause: cause.words },
        evidence: [first, ...rest, ...cause.proof],
      });
    }
  },
});

/** The start of the last run counts when that was a restart and short: then it had crashed before. */
function since(slot: Slot, ended: Terminated | null): Date | null {
  const started = ended !== null && (slot.status.restartCount ?? 0) > 1 && wasShort(ended) ? ended.startedAt : null;
  return earliest(downSince(slot), timeOf(ended?.finishedAt), timeOf(started));
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
