import { MINUTE } from '../../domain/duration.ts';
import { refOf } from '../../kinds/refs.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector } from '../detector.ts';
import { finding } from '../finding.ts';
import { ageOf } from './lib/ages.ts';
import { storeCause } from './lib/causes.ts';
import { heldCondition } from './lib/held.ts';
import { phrase } from './lib/phrases.ts';
import { conditionOf } from './lib/since.ts';

/** A store is looked at every few minutes; one failed look is no outage. */
const PATIENCE = 5 * MINUTE;

/** A store of secrets that can't be used: its login, its address, the service behind it. */
export const storeNotReady = defineDetector({
  name: 'store-not-ready',
  reads: ['SecretStore', 'ClusterSecretStore'],
  emits: ['store-not-ready'],
  *detect(view) {
    for (const store of [...view.list('SecretStore'), ...view.list('ClusterSecretStore')]) {
      const ready = conditionOf(store.status?.conditions, 'Ready');
      if (ready?.status !== 'False' || store.metadata.deletionTimestamp) continue;
      if (ageOf(view.now, ready.lastTransitionTime) <= PATIENCE) continue;
      const subject = refOf(store);
      yield finding('store-not-ready', {
        subject,
        owner: view.ownerOf(store),
        since: timeOf(ready.lastTransitionTime) ?? view.now,
        reason: ready.reason || 'NotReady',
        params: { cause: phrase(ready.message, 'its controller gives no cause') },
        evidence: heldCondition(subject, ready),
        cause: storeCause(subject.kind, subject.namespace, subject.name),
      });
    }
  },
});
