import type { Evidence, Finding } from '../../domain/finding.ts';
import { duration } from '../../domain/words.ts';
import type { Pod } from '../../kinds/pod.ts';
import { refOf } from '../../kinds/refs.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { called, containersOf, isBlockingSidecar, isJobPod, isLive, type Slot } from './lib/containers.ts';
import { isCrashLooping } from './lib/crash.ts';
import { eventEvidence } from './lib/events.ts';
import { lostNode } from './lib/node.ts';
import { failedProbe } from './lib/probes.ts';
import { conditionOf, turned } from './lib/since.ts';

type Sees = View<'Pod' | 'Node' | 'Event'>;

/** What runs but serves nobody, past the time it may take to start. */
export const notReady = defineDetector({
  name: 'not-ready',
  reads: ['Pod', 'Node', 'Event'],
  emits: ['not-ready'],
  *detect(view) {
    for (const pod of view.list('Pod')) {
      // Readiness is not what a Job is about.
      if (!isLive(pod) || isJobPod(pod) || isOffOnPurpose(view, pod)) continue;
      const unready = [...containersOf(pod)].filter((slot) => slot.role !== 'init container' && !slot.status.ready);
      for (const slot of unready) {
        // Killed or restarted before and running now: that it serves nobody is a fault of its own.
        if (isLate(view, slot) && !isCrashLooping(slot)) yield aboutContainer(view, slot);
      }
      if (unready.length === 0) yield* aboutPod(view, pod);
    }
  },
});

/** What every node runs stays behind on one that was cordoned and switched off: nobody misses it there. */
function isOffOnPurpose(view: Sees, pod: Pod): boolean {
  const stays = (pod.metadata.ownerReferences ?? []).some(({ kind }) => kind === 'DaemonSet' || kind === 'Node');
  if (!stays || lostNode(view, pod) === null) return false;
  return view.get('Node', null, pod.spec?.nodeName ?? '')?.spec?.unschedulable === true;
}

function isLate(view: Sees, slot: Slot): boolean {
  const running = slot.status.state?.running;
  // Before the pod as a whole runs only a sidecar that has not started holds it up.
  if (!running || (slot.pod.status?.phase !== 'Running' && !isBlockingSidecar(slot))) return false;
  const start = timeOf(running.startedAt) ?? turned(slot.pod, 'Ready', 'False');
  return start !== null && view.now.getTime() - start.getTime() > view.startupAllowance(slot.pod, slot.name);
}

function aboutContainer(view: Sees, slot: Slot): Finding {
  const { pod } = slot;
  const { words, proof } = why(view, slot);
  const since = slotSince(slot);
  const subject = refOf(pod);
  return finding('not-ready', {
    subject,
    owner: view.ownerOf(pod),
    container: slot.name,
    since: since ?? view.now,
    reason: conditionOf(pod.status?.conditions, 'Ready')?.reason ?? 'NotReady',
    params: { what: called(slot), allowance: duration(view.startupAllowance(pod, slot.name)), cause: words },
    evidence: [evidence(subject, `${slot.field}.ready`, false, since), ...proof],
  });
}

/** A first run that never got ready counts from its start, everything else from when the pod stopped being ready. */
function slotSince({ pod, status }: Slot): Date | null {
  const start = timeOf(status.state?.running?.startedAt);
  const turnedFalse = turned(pod, 'Ready', 'False');
  if (start === null || turnedFalse === null) return start ?? turnedFalse;
  return (status.restartCount ?? 0) === 0 && turnedFalse < start ? start : turnedFalse;
}

interface Why {
  readonly words: string;
  readonly proof: readonly Evidence[];
}

function why(view: Sees, slot: Slot): Why {
  const node = lostNode(view, slot.pod);
  if (node !== null) return node;
  const probe = failedProbe(view, slot, ['Readiness', 'Startup']);
  if (probe !== null) return { words: probe.words, proof: [eventEvidence(probe.event)] };
  const { spec, status } = slot;
  if (spec?.startupProbe && status.started === false)
    return { words: 'its startup probe has not succeeded', proof: [] };
  if (spec?.readinessProbe) return { words: 'its readiness probe does not succeed', proof: [] };
  return { words: 'the kubelet does not say why', proof: [] };
}

/** Every container is ready and the pod is not: its node is lost, or a readiness gate holds it back. */
function* aboutPod(view: Sees, pod: Pod): Generator<Finding> {
  const ready = conditionOf(pod.status?.conditions, 'Ready');
  if (pod.status?.phase !== 'Running' || ready === undefined || ready.status === 'True') return;
  const since = timeOf(ready.lastTransitionTime);
  const allowance = Math.max(0, ...(pod.spec?.containers ?? []).map((c) => view.startupAllowance(pod, c.name)));
  const cause = lostNode(view, pod) ?? closedGate(pod, since, view.now, allowance);
  if (cause === null) return;
  const subject = refOf(pod);
  yield finding('not-ready', {
    subject,
    owner: view.ownerOf(pod),
    since: since ?? view.now,
    reason: ready.reason ?? 'NotReady',
    params: { what: 'the pod', allowance: duration(allowance), cause: cause.words },
    evidence: [evidence(subject, 'status.conditions[Ready].status', ready.status, since), ...cause.proof],
  });
}

function closedGate(pod: Pod, since: Date | null, now: Date, allowance: number): Why | null {
  if (since !== null && now.getTime() - since.getTime() <= allowance) return null;
  const gate = (pod.spec?.readinessGates ?? []).find(({ conditionType }) => {
    return conditionOf(pod.status?.conditions, conditionType)?.status !== 'True';
  });
  return gate === undefined ? null : { words: `its readiness gate ${gate.conditionType} is closed`, proof: [] };
}
