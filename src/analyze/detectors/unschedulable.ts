import type { Pod } from '../../kinds/pod.ts';
import { refOf } from '../../kinds/refs.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { schedulerCause } from './lib/causes.ts';
import { isLive } from './lib/containers.ts';
import { schedulerWords } from './lib/scheduler-words.ts';
import { conditionOf, isSettling } from './lib/since.ts';

/** A pod no node can take, or that waits for someone to lift its scheduling gate. */
export const unschedulable = defineDetector({
  name: 'unschedulable',
  reads: ['Pod'],
  emits: ['unschedulable', 'scheduling-gated'],
  *detect(view) {
    for (const pod of view.list('Pod')) {
      if (!isLive(pod) || pod.spec?.nodeName) continue;
      const condition = conditionOf(pod.status?.conditions, 'PodScheduled');
      const since = timeOf(condition?.lastTransitionTime);
      if (condition?.status !== 'False' || isSettling(pod, since, view.now)) continue;
      const subject = refOf(pod);
      const reason = condition.reason ?? 'Unschedulable';
      const about = { subject, owner: view.ownerOf(pod), since: since ?? view.now, reason };
      const status = evidence(subject, 'status.conditions[PodScheduled].status', 'False', since);
      if (reason === 'SchedulingGated') {
        yield finding('scheduling-gated', { ...about, params: { gates: gates(pod) }, evidence: [status] });
        continue;
      }
      const said = condition.message ?? '';
      yield finding('unschedulable', {
        ...about,
        params: { cause: schedulerWords(said) },
        evidence: [
          status,
          ...(said === '' ? [] : [evidence(subject, 'status.conditions[PodScheduled].message', said, since)]),
        ],
        cause: schedulerCause(said, pod.spec),
      });
    }
  },
});

function gates(pod: Pod): string {
  return (pod.spec?.schedulingGates ?? []).map((gate) => gate.name).join(', ') || 'of an unknown controller';
}
