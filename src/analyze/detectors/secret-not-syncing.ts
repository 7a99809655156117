import { refOf } from '../../kinds/refs.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector } from '../detector.ts';
import { finding } from '../finding.ts';
import { heldCondition } from './lib/held.ts';
import { phrase } from './lib/phrases.ts';
import { conditionOf } from './lib/since.ts';

/** An ExternalSecret that can't fetch its secret: the old one may still be in use, and hides it. */
export const secretNotSyncing = defineDetector({
  name: 'secret-not-syncing',
  reads: ['ExternalSecret'],
  emits: ['secret-not-syncing'],
  *detect(view) {
    for (const secret of view.list('ExternalSecret')) {
      const ready = conditionOf(secret.status?.conditions, 'Ready');
      if (ready?.status !== 'False' || secret.metadata.deletionTimestamp) continue;
      const subject = refOf(secret);
      yield finding('secret-not-syncing', {
        subject,
        owner: view.ownerOf(secret),
        since: timeOf(ready.lastTransitionTime) ?? view.now,
        reason: ready.reason || 'SecretSyncedError',
        params: {
          secret: secret.spec?.target?.name || secret.metadata.name,
          cause: phrase(ready.message, 'its controller gives no cause'),
        },
        evidence: heldCondition(subject, ready),
      });
    }
  },
});
