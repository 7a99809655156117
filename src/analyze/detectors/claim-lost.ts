import { refOf } from '../../kinds/refs.ts';
import { earliest } from '../../kinds/time.ts';
import { defineDetector } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { eventTime } from '../index-snapshot.ts';
import { held } from './lib/held.ts';

/** A claim whose volume has gone: its data may be gone with it. */
export const claimLost = defineDetector({
  name: 'claim-lost',
  reads: ['PersistentVolumeClaim', 'Event'],
  emits: ['claim-lost'],
  *detect(view) {
    for (const claim of view.list('PersistentVolumeClaim')) {
      if (claim.status?.phase !== 'Lost' || claim.metadata.deletionTimestamp) continue;
      const subject = refOf(claim);
      const volume = claim.spec?.volumeName;
      const told = view.eventsOf(subject).filter((e) => e.reason === 'ClaimLost');
      yield finding('claim-lost', {
        subject,
        owner: view.ownerOf(claim),
        since: earliest(...told.map(eventTime)) ?? view.now,
        reason: 'ClaimLost',
        params: { volume: volume || '(it names none)' },
        evidence: [
          evidence(subject, 'status.phase', 'Lost'),
          ...(volume ? held(subject, { 'spec.volumeName': volume }) : []),
        ],
      });
    }
  },
});
