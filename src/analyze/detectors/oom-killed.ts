import { refOf } from '../../kinds/refs.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { called, liveContainers, memoryLimit } from './lib/containers.ts';
import { hasJustEnded, recentOom, restartsText } from './lib/crash.ts';

/** A container that was killed for its memory and runs again: it will happen again. */
export const oomKilled = defineDetector({
  name: 'oom-killed',
  reads: ['Pod'],
  emits: ['oom-killed'],
  *detect(view) {
    for (const slot of liveContainers(view.list('Pod'))) {
      const ended = recentOom(view, slot);
      if (ended === null) continue;
      const subject = refOf(slot.pod);
      const at = timeOf(ended.finishedAt);
      const state = hasJustEnded(slot) ? 'state' : 'lastState';
      yield finding('oom-killed', {
        subject,
        owner: view.ownerOf(slot.pod),
        container: slot.name,
        since: at ?? view.now,
        reason: 'OOMKilled',
        params: {
          container: called(slot),
          limit: memoryLimit(slot),
          now: hasJustEnded(slot) ? 'is about to start again' : 'runs again',
          restarts: restartsText(slot),
        },
        evidence: [evidence(subject, `${slot.field}.${state}.terminated.reason`, 'OOMKilled', at)],
      });
    }
  },
});
