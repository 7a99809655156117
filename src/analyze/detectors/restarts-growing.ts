import { refOf } from '../../kinds/refs.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { called, liveContainers } from './lib/containers.ts';
import { hasJustEnded, lastEnd, restartGrowth, restartsText } from './lib/crash.ts';
import { crashCause } from './lib/crash-cause.ts';

/** A container that runs at the moment and still won't stay up. Old restarts alone say nothing. */
export const restartsGrowing = defineDetector({
  name: 'restarts-growing',
  reads: ['Pod', 'Event'],
  emits: ['restarts-growing'],
  *detect(view) {
    for (const slot of liveContainers(view.list('Pod'))) {
      const grown = restartGrowth(view, slot);
      if (grown === null) continue;
      const subject = refOf(slot.pod);
      const ended = lastEnd(slot);
      const at = timeOf(ended?.finishedAt);
      const cause = crashCause(view, slot, ended);
      const state = hasJustEnded(slot) ? 'state' : 'lastState';
      yield finding('restarts-growing', {
        subject,
        owner: view.ownerOf(slot.pod),
        container: slot.name,
        since: at ?? view.now,
        reason: ended?.reason ?? 'Restarting',
        params: {
          container: called(slot),
          restarts: restartsText(slot),
          grown,
          cause: cause.words,
        },
        evidence: [
          evidence(subject, `${slot.field}.restartCount`, slot.status.restartCount ?? 0),
          ...(ended === null
            ? []
            : [evidence(subject, `${slot.field}.${state}.terminated.exitCode`, ended.exitCode, at)]),
          ...cause.proof,
        ],
      });
    }
  },
});
