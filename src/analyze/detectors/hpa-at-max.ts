import { MINUTE } from '../../domain/duration.ts';
import { refOf } from '../../kinds/refs.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { ageOf } from './lib/ages.ts';
import { heldCondition } from './lib/held.ts';
import { conditionOf } from './lib/since.ts';

/** A peak may be as long. */
const PATIENCE = 15 * MINUTE;

/** An autoscaler that has given all it may and would give more. */
export const hpaAtMax = defineDetector({
  name: 'hpa-at-max',
  reads: ['HorizontalPodAutoscaler'],
  emits: ['hpa-at-max'],
  *detect(view) {
    for (const hpa of view.list('HorizontalPodAutoscaler')) {
      const { maxReplicas: max, minReplicas: min } = hpa.spec ?? {};
      const limited = conditionOf(hpa.status?.conditions, 'ScalingLimited');
      // With one number for both nothing is to be scaled, on purpose.
      if (hpa.metadata.deletionTimestamp || typeof max !== 'number' || (min ?? 1) >= max) continue;
      if (limited?.status !== 'True' || limited.reason !== 'TooManyReplicas') continue;
      if ((hpa.status?.currentReplicas ?? 0) < max || ageOf(view.now, limited.lastTransitionTime) <= PATIENCE) continue;
      // Without metrics it wants nothing: what it says is old.
      if (conditionOf(hpa.status?.conditions, 'ScalingActive')?.status === 'False') continue;
      const subject = refOf(hpa);
      yield finding('hpa-at-max', {
        subject,
        owner: view.ownerOf(hpa),
        since: timeOf(limited.lastTransitionTime) ?? view.now,
        reason: 'TooManyReplicas',
        params: { max },
        evidence: [...heldCondition(subject, limited), evidence(subject, 'spec.maxReplicas', max)],
      });
    }
  },
});
