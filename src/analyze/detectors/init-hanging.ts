import { MINUTE } from '../../domain/duration.ts';
import { duration } from '../../domain/words.ts';
import { refOf } from '../../kinds/refs.ts';
import { timeOf } from '../../kinds/time.ts';
import { defineDetector } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { liveContainers } from './lib/containers.ts';

const PATIENCE = 5 * MINUTE;

/** An init container that never ends keeps the pod from starting, without any error anywhere. */
export const initHanging = defineDetector({
  name: 'init-hanging',
  reads: ['Pod'],
  emits: ['init-hanging'],
  *detect(view) {
    for (const slot of liveContainers(view.list('Pod'))) {
      const started = slot.status.state?.running?.startedAt;
      const since = timeOf(started);
      if (slot.role !== 'init container' || !started || since === null) continue;
      const age = view.now.getTime() - since.getTime();
      if (age <= Math.max(PATIENCE, view.startupAllowance(slot.pod, slot.name))) continue;
      const subject = refOf(slot.pod);
      yield finding('init-hanging', {
        subject,
        owner: view.ownerOf(slot.pod),
        container: slot.name,
        since,
        reason: 'PodInitializing',
        params: { container: slot.name, duration: duration(age) },
        evidence: [evidence(subject, `${slot.field}.state.running.startedAt`, started, since)],
      });
    }
  },
});
