import { MINUTE } from '../../domain/duration.ts';
import { duration } from '../../domain/words.ts';
import { refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { ageOf } from './lib/ages.ts';
import { eventEvidence } from './lib/events.ts';
import { phrase } from './lib/phrases.ts';

type Service = ObjectOf<'Service'>;

/** A cloud takes minutes to set one up. */
const PATIENCE = 10 * MINUTE;

/** A Service of type LoadBalancer that nobody gives an address. */
export const loadBalancerPending = defineDetector({
  name: 'load-balancer-pending',
  reads: ['Service', 'Event'],
  emits: ['load-balancer-pending'],
  *detect(view) {
    const balanced = view
      .list('Service')
      .filter((s) => s.spec?.type === 'LoadBalancer' && !s.metadata.deletionTimestamp);
    const given = new Set(balanced.filter(hasAddress).map(classOf));
    for (const service of balanced) {
      const age = ageOf(view.now, service.metadata.creationTimestamp);
      if (hasAddress(service) || age < PATIENCE) continue;
      // Some controllers with a class of their own never say what address they gave.
      if (classOf(service) !== '' && !given.has(classOf(service))) continue;
      const subject = refOf(service);
      const told = view.eventsOf(subject).find((e) => (e.type ?? 'Warning') === 'Warning' && (e.message ?? '') !== '');
      const nobody = given.size === 0 ? 'no service of the cluster has one' : 'others have theirs, and nobody says why';
      yield finding('load-balancer-pending', {
        subject,
        owner: subject,
        since: timeOf(service.metadata.creationTimestamp) ?? view.now,
        reason: told?.reason ?? 'Pending',
        params: {
          duration: Number.isFinite(age) ? duration(age) : 'a while',
          cause: phrase(told?.message, nobody),
        },
        evidence: [evidence(subject, 'spec.type', 'LoadBalancer'), ...(told ? [eventEvidence(told)] : [])],
      });
    }
  },
});

function classOf({ spec }: Service): string {
  return spec?.loadBalancerClass ?? '';
}

function hasAddress({ status }: Service): boolean {
  return (status?.loadBalancer?.ingress ?? []).length > 0;
}
