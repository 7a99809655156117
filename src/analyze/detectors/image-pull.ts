import { refOf } from '../../kinds/refs.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { imageCause } from './lib/causes.ts';
import { called, liveContainers, type Slot } from './lib/containers.ts';
import { containerEvents, eventEvidence, findEvent, podEvents } from './lib/events.ts';
import { imageWords, isBare } from './lib/image-words.ts';
import { downSince, isSettling } from './lib/since.ts';
import { IMAGE_REASONS } from './lib/waiting.ts';
import { between } from './lib/words.ts';

/** An image that can't be pulled: absent, denied, rate limited, wrong platform, bad name, network. */
export const imagePull = defineDetector({
  name: 'image-pull',
  reads: ['Pod', 'Event'],
  emits: ['image-pull'],
  *detect(view) {
    for (const slot of liveContainers(view.list('Pod'))) {
      const reason = slot.status.state?.waiting?.reason ?? '';
      const since = downSince(slot);
      if (!IMAGE_REASONS.has(reason) || isSettling(slot.pod, since, view.now)) continue;
      const { image, said, event, proof } = known(view, slot);
      const cause = imageWords(image, reason, said) + pullSecrets(view, slot, said);
      const subject = refOf(slot.pod);
      yield finding('image-pull', {
        subject,
        owner: view.ownerOf(slot.pod),
        container: slot.name,
        since: since ?? view.now,
        reason: reason === 'ErrImagePull' ? 'ImagePullBackOff' : reason,
        params: { image, container: called(slot), cause },
        evidence: [
          evidence(subject, `${slot.field}.state.waiting.reason`, reason),
          ...proof,
          ...(event === null ? [] : [eventEvidence(event)]),
        ],
        cause: imageCause(image, reason, said),
      });
    }
  },
});

/** What is known of the pull: the kubelet takes turns between the error and a bare "Back-off", then an event has it. */
function known(view: View<'Event'>, slot: Slot) {
  const { pod, spec, status, field, specField } = slot;
  const subject = refOf(pod);
  const message = status.state?.waiting?.message ?? '';
  const pulled = isBare(message) ? pullEvent(view, slot) : null;
  const image = spec?.image ?? status.image ?? '';
  const imageField = spec?.image ? specField : field;
  const proof = [
    ...(message === '' ? [] : [evidence(subject, `${field}.state.waiting.message`, message)]),
    ...(image === '' ? [] : [evidence(subject, `${imageField}.image`, image)]),
  ];
  return { image, said: pulled?.message ?? message, event: pulled?.event ?? null, proof };
}

function pullEvent(view: View<'Event'>, slot: Slot) {
  return findEvent(containerEvents(view, slot), 'Failed', (message) => message.startsWith('Failed to pull image'));
}

/** Where the registry denies access, a pull secret that could not be read explains it. */
function pullSecrets(view: View<'Event'>, { pod }: Slot, message: string): string {
  if (!/denied|unauthorized|forbidden|credentials/i.test(message)) return '';
  const missing = findEvent(podEvents(view, pod), 'FailedToRetrieveImagePullSecret')?.message;
  const names = missing === undefined ? null : between(missing, 'image pull secrets', '(', ')');
  return names === null ? '' : ` (its pull secret ${names} could not be read)`;
}
