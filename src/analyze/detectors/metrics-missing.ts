import { MINUTE } from '../../domain/duration.ts';
import { refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import type { Condition } from '../../kinds/text.ts';
import { earliest, timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { finding } from '../finding.ts';
import { ageOf } from './lib/ages.ts';
import { apiServiceCause, RESOURCE_METRICS } from './lib/causes.ts';
import { heldCondition } from './lib/held.ts';
import { conditionOf } from './lib/since.ts';
import { count } from './lib/words.ts';

/** An add-on comes up after the autoscalers that want it. */
const PATIENCE = 15 * MINUTE;

interface Blind {
  readonly hpa: ObjectOf<'HorizontalPodAutoscaler'>;
  readonly condition: Condition;
}

/** Nobody serves the figures that autoscalers want. One that is there and does not answer is an API service that is down. */
export const metricsMissing = defineDetector({
  name: 'metrics-missing',
  reads: ['APIService', 'HorizontalPodAutoscaler'],
  emits: ['metrics-missing'],
  *detect(view) {
    // Every API server lists parts of its own: without any, nobody could look.
    if (!view.complete('APIService', null) || view.list('APIService').length === 0) return;
    if (view.get('APIService', null, RESOURCE_METRICS) !== undefined) return;
    const blind = view.list('HorizontalPodAutoscaler').flatMap((hpa) => withoutMetrics(view, hpa));
    const [first, ...others] = blind;
    if (first === undefined) return;
    const subject = { kind: 'APIService', namespace: null, name: RESOURCE_METRICS };
    const [proof, ...more] = heldCondition(refOf(first.hpa), first.condition);
    yield finding('metrics-missing', {
      subject,
      owner: subject,
      since: earliest(...blind.map(({ condition }) => timeOf(condition.lastTransitionTime))) ?? view.now,
      reason: 'APIServiceNotFound',
      params: {
        cause: `the cluster has no ${RESOURCE_METRICS}, and ${count(blind.length, 'autoscaler')} cannot work without it`,
      },
      evidence: [proof, ...more, ...others.slice(0, 2).flatMap((b) => heldCondition(refOf(b.hpa), b.condition))],
      cause: apiServiceCause(RESOURCE_METRICS),
    });
  },
});

/** It scales by cpu or memory, and says that it cannot read them. */
function withoutMetrics(view: View<'HorizontalPodAutoscaler'>, hpa: Blind['hpa']): readonly Blind[] {
  const wants = (hpa.spec?.metrics ?? []).some(({ type }) => type === 'Resource' || type === 'ContainerResource');
  const condition = conditionOf(hpa.status?.conditions, 'ScalingActive');
  if (!wants || hpa.metadata.deletionTimestamp || condition?.status !== 'False') return [];
  if (!/ResourceMetric/.test(condition.reason ?? '')) return [];
  return ageOf(view.now, condition.lastTransitionTime) > PATIENCE ? [{ hpa, condition }] : [];
}
