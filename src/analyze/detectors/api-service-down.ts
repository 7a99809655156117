import { MINUTE } from '../../domain/duration.ts';
import { refOf } from '../../kinds/refs.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector } from '../detector.ts';
import { finding } from '../finding.ts';
import { ageOf } from './lib/ages.ts';
import { apiServiceCause } from './lib/causes.ts';
import { heldCondition } from './lib/held.ts';
import { phrase } from './lib/phrases.ts';
import { conditionOf } from './lib/since.ts';

/** The server behind it restarts now and then. */
const PATIENCE = 2 * MINUTE;

/** A part of the API that another server should answer for, and does not. */
export const apiServiceDown = defineDetector({
  name: 'api-service-down',
  reads: ['APIService'],
  emits: ['api-service-down'],
  *detect(view) {
    for (const part of view.list('APIService')) {
      const available = conditionOf(part.status?.conditions, 'Available');
      // Without a service it is the API server's own part.
      if (available?.status !== 'False' || !part.spec?.service || part.metadata.deletionTimestamp) continue;
      if (ageOf(view.now, available.lastTransitionTime) <= PATIENCE) continue;
      const subject = refOf(part);
      const { namespace, name } = part.spec.service;
      const otherwise = `service ${[namespace, name].filter(Boolean).join('/')} does not answer`;
      yield finding('api-service-down', {
        subject,
        owner: subject,
        since: timeOf(available.lastTransitionTime) ?? view.now,
        reason: available.reason || 'NotAvailable',
        params: { cause: phrase(available.message, otherwise) },
        evidence: heldCondition(subject, available),
        cause: apiServiceCause(part.metadata.name),
      });
    }
  },
});
