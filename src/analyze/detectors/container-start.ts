import { refOf } from '../../kinds/refs.ts';
import { defineDetector } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { called, isJobPod, liveContainers, type Slot } from './lib/containers.ts';
import { isStartError } from './lib/crash.ts';
import { downSince, isSettling } from './lib/since.ts';
import { startWords } from './lib/start-words.ts';
import { START_REASONS } from './lib/waiting.ts';

/** A container the runtime can't create or start: wrong command, a mount that fails, a hook that fails. */
export const containerStart = defineDetector({
  name: 'container-start',
  reads: ['Pod'],
  emits: ['container-start'],
  *detect(view) {
    for (const slot of liveContainers(view.list('Pod'))) {
      const failed = startFailure(slot);
      const since = downSince(slot);
      if (failed === null || isSettling(slot.pod, since, view.now)) continue;
      const subject = refOf(slot.pod);
      const { reason, message, field } = failed;
      const hook = reason === 'PostStartHookError' ? 'its postStart hook fails: ' : '';
      yield finding('container-start', {
        subject,
        owner: view.ownerOf(slot.pod),
        container: slot.name,
        since: since ?? view.now,
        reason,
        params: { container: called(slot), cause: hook + startWords(message) },
        evidence: [
          evidence(subject, `${field}.reason`, reason),
          ...(message === '' ? [] : [evidence(subject, `${field}.message`, message)]),
        ],
      });
    }
  },
});

/** In the back-off a crash loop tells it; here is what stands before that. */
function startFailure(
  slot: Slot,
): { readonly reason: string; readonly message: string; readonly field: string } | null {
  const { waiting, terminated } = slot.status.state ?? {};
  const reason = waiting?.reason ?? '';
  if (START_REASONS.has(reason))
    return { reason, message: waiting?.message ?? '', field: `${slot.field}.state.waiting` };
  if (!terminated?.reason || !isStartError(terminated) || isJobPod(slot.pod)) return null;
  return { reason: terminated.reason, message: terminated.message ?? '', field: `${slot.field}.state.terminated` };
}
