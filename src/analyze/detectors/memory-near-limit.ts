import { MINUTE } from '../../domain/duration.ts';
import { refOf } from '../../kinds/refs.ts';
import { defineDetector } from '../detector.ts';
import { finding } from '../finding.ts';
import { ageOf } from './lib/ages.ts';
import { called, isJobPod, type Slot } from './lib/containers.ts';
import { bytesText, shareText } from './lib/quantity.ts';
import { usages } from './lib/usage.ts';

const NEAR = 0.9;
/** A Job that will be done in a moment may use what it was given. */
const SHORT_JOB = 10 * MINUTE;

/** A container that has nearly used up its memory limit: the next step is that it is killed. */
export const memoryNearLimit = defineDetector({
  name: 'memory-near-limit',
  reads: ['Pod', 'PodMetrics'],
  emits: ['memory-near-limit'],
  *detect(view) {
    for (const { slot, used, limit, limitText, at, proof } of usages(view, 'memory')) {
      if (used / limit < NEAR || isShortJob(view.now, slot)) continue;
      yield finding('memory-near-limit', {
        subject: refOf(slot.pod),
        owner: view.ownerOf(slot.pod),
        container: slot.name,
        since: at ?? view.now,
        reason: 'MemoryNearLimit',
        params: {
          container: called(slot),
          used: bytesText(used),
          share: shareText(used / limit),
          limit: limitText,
        },
        evidence: proof,
      });
    }
  },
});

function isShortJob(now: Date, { pod }: Slot): boolean {
  return isJobPod(pod) && ageOf(now, pod.status?.startTime ?? pod.metadata.creationTimestamp) < SHORT_JOB;
}
