import { MINUTE } from '../../domain/duration.ts';
import { refOf } from '../../kinds/refs.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { isYoung } from './lib/ages.ts';
import { claimCause } from './lib/causes.ts';
import { CLAIM_KINDS, claimTrouble, claimUsers } from './lib/claim-trouble.ts';

/** A volume claim that waits in vain for its volume. */
export const claimPending = defineDetector({
  name: 'claim-pending',
  reads: ['PersistentVolumeClaim', ...CLAIM_KINDS],
  emits: ['claim-pending'],
  *detect(view) {
    const pending = view.list('PersistentVolumeClaim').filter((claim) => claim.status?.phase === 'Pending');
    const users = claimUsers(view, pending);
    for (const claim of pending) {
      if (claim.metadata.deletionTimestamp || isYoung(view.now, claim, 2 * MINUTE)) continue;
      const trouble = claimTrouble(view, claim, users);
      if (trouble === null) continue;
      const subject = refOf(claim);
      yield finding('claim-pending', {
        subject,
        owner: view.ownerOf(claim),
        // A claim is bound once: one that is pending has been so from the start.
        since: trouble.since ?? timeOf(claim.metadata.creationTimestamp) ?? view.now,
        reason: trouble.reason,
        params: { cause: trouble.cause },
        evidence: [evidence(subject, 'status.phase', 'Pending'), ...trouble.proof],
        cause: claimCause(trouble.reason, claim.spec?.storageClassName),
      });
    }
  },
});
