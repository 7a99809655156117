import { refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector } from '../detector.ts';
import { finding } from '../finding.ts';
import { held, heldCondition } from './lib/held.ts';
import { phrase } from './lib/phrases.ts';
import { conditionOf } from './lib/since.ts';
import { countsOf } from './lib/workload-replicas.ts';

/** An Argo Rollout that gave up: its analysis failed, its new pods did, or its spec makes no sense. */
export const rolloutAborted = defineDetector({
  name: 'rollout-aborted',
  reads: ['Rollout'],
  emits: ['rollout-aborted'],
  *detect(view) {
    for (const rollout of view.list('Rollout')) {
      const { phase, abort, message } = rollout.status ?? {};
      if (!hasGivenUp(rollout) || rollout.metadata.deletionTimestamp || countsOf(rollout).wanted === 0) continue;
      const progressing = conditionOf(rollout.status?.conditions, 'Progressing');
      const invalid = conditionOf(rollout.status?.conditions, 'InvalidSpec');
      const stopped = [invalid, progressing].find((c) => c?.status === (c?.type === 'InvalidSpec' ? 'True' : 'False'));
      const subject = refOf(rollout);
      const why = phrase(stopped?.message, phrase(message, 'its controller gives no cause'));
      yield finding('rollout-aborted', {
        subject,
        owner: subject,
        since: timeOf(stopped?.lastTransitionTime) ?? view.now,
        reason: stopped?.reason || (abort === true ? 'RolloutAborted' : 'Degraded'),
        params: { cause: abort === true ? `it was aborted (${why})` : why },
        evidence: held(
          subject,
          { 'status.phase': phase, 'status.abort': abort, 'status.message': message },
          stopped ? heldCondition(subject, stopped) : [],
        ),
      });
    }
  },
});

/** Paused between two steps, or by people, is as it should be. */
function hasGivenUp({ spec, status }: ObjectOf<'Rollout'>): boolean {
  if (spec?.paused === true || status?.phase === 'Paused') return false;
  return status?.phase === 'Degraded' || status?.abort === true;
}
