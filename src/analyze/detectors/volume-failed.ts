import { refOf } from '../../kinds/refs.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { held } from './lib/held.ts';
import { phrase } from './lib/phrases.ts';

/** A volume fails in one way only: its claim is gone, and it could not be made free. */
const DONE: Readonly<Record<string, string>> = { Delete: 'deleted', Recycle: 'recycled' };

/** A released volume that its driver could not clean up. */
export const volumeFailed = defineDetector({
  name: 'volume-failed',
  reads: ['PersistentVolume'],
  emits: ['volume-failed'],
  *detect(view) {
    for (const volume of view.list('PersistentVolume')) {
      const { phase, reason, message, lastPhaseTransitionTime } = volume.status ?? {};
      if (phase !== 'Failed' || volume.metadata.deletionTimestamp) continue;
      const subject = refOf(volume);
      const since = timeOf(lastPhaseTransitionTime);
      yield finding('volume-failed', {
        subject,
        owner: subject,
        since: since ?? view.now,
        reason: reason || 'VolumeFailed',
        params: {
          what: DONE[volume.spec?.persistentVolumeReclaimPolicy ?? ''] ?? 'reclaimed',
          cause: phrase(message, 'no cause is given'),
        },
        evidence: [
          evidence(subject, 'status.phase', 'Failed', since),
          ...(message ? held(subject, { 'status.message': message }) : []),
        ],
      });
    }
  },
});
