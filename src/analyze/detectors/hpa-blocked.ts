import { MINUTE } from '../../domain/duration.ts';
import type { Finding } from '../../domain/finding.ts';
import { namespaceOf, refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import type { Condition } from '../../kinds/text.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { ageOf, isYoung } from './lib/ages.ts';
import { metricsCause } from './lib/causes.ts';
import { heldCondition } from './lib/held.ts';
import { phrase } from './lib/phrases.ts';
import { conditionOf } from './lib/since.ts';

type Autoscaler = ObjectOf<'HorizontalPodAutoscaler'>;

const TARGETS = ['Deployment', 'StatefulSet', 'ReplicaSet', 'Rollout'] as const;
/** Metrics come and go while pods start. */
const PATIENCE = 15 * MINUTE;
const PREAMBLE =
  /^the HPA (was unable to compute the replica count|controller was unable to get the target's current scale): ?/;

/** An autoscaler that can't do its work: no metrics, no target. */
export const hpaBlocked = defineDetector({
  name: 'hpa-blocked',
  reads: ['HorizontalPodAutoscaler', ...TARGETS],
  emits: ['hpa-blocked'],
  *detect(view) {
    for (const hpa of view.list('HorizontalPodAutoscaler')) {
      if (hpa.metadata.deletionTimestamp) continue;
      const found = targetGone(view, hpa) ?? blocked(view, hpa);
      if (found !== null) yield found;
    }
  },
});

function targetGone(view: View<(typeof TARGETS)[number] | 'HorizontalPodAutoscaler'>, hpa: Autoscaler): Finding | null {
  const target = hpa.spec?.scaleTargetRef;
  const kind = TARGETS.find((k) => k === target?.kind);
  const namespace = namespaceOf(hpa);
  if (!target || kind === undefined || !view.complete(kind, namespace) || isYoung(view.now, hpa, 2 * MINUTE))
    return null;
  if (view.get(kind, namespace, target.name) !== undefined) return null;
  const able = conditionOf(hpa.status?.conditions, 'AbleToScale');
  const said = able?.status === 'False' ? able : undefined;
  const subject = refOf(hpa);
  return finding('hpa-blocked', {
    subject,
    owner: view.ownerOf(hpa),
    since: timeOf(said?.lastTransitionTime) ?? view.now,
    reason: said?.reason || 'FailedGetScale',
    params: { cause: `its target ${target.kind} ${target.name} does not exist` },
    evidence: [
      evidence(subject, 'spec.scaleTargetRef.name', target.name),
      ...(said ? heldCondition(subject, said) : []),
    ],
  });
}

function blocked(view: View<'HorizontalPodAutoscaler'>, hpa: Autoscaler): Finding | null {
  const condition = ['AbleToScale', 'ScalingActive']
    .flatMap((type) => conditionOf(hpa.status?.conditions, type) ?? [])
    .find(isBad);
  if (condition === undefined || ageOf(view.now, condition.lastTransitionTime) <= PATIENCE) return null;
  const subject = refOf(hpa);
  return finding('hpa-blocked', {
    subject,
    owner: view.ownerOf(hpa),
    since: timeOf(condition.lastTransitionTime) ?? view.now,
    reason: condition.reason || condition.type,
    params: { cause: phrase((condition.message ?? '').replace(PREAMBLE, ''), condition.reason || 'no cause is given') },
    evidence: heldCondition(subject, condition),
    cause: metricsCause(condition.message ?? ''),
  });
}

/** Switched off at zero replicas, or waiting a while between two steps, is as it should be. */
function isBad(condition: Condition): boolean {
  const reason = condition.reason ?? '';
  return condition.status === 'False' && reason !== 'ScalingDisabled' && !reason.startsWith('Backoff');
}
