import { namespaceOf, refOf } from '../../kinds/refs.ts';
import { defineDetector } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { configCause } from './lib/causes.ts';
import { configTwins } from './lib/config-twins.ts';
import { configWords, missingConfig } from './lib/config-words.ts';
import { called, liveContainers } from './lib/containers.ts';
import { downSince, isSettling } from './lib/since.ts';
import { CONFIG_REASONS } from './lib/waiting.ts';

/** A container that can't be created because a Secret, ConfigMap or key is missing, with the one that was probably meant. */
export const containerConfig = defineDetector({
  name: 'container-config',
  reads: ['Pod', 'ConfigMap'],
  emits: ['container-config'],
  *detect(view) {
    const twinOf = configTwins(view);
    for (const slot of liveContainers(view.list('Pod'))) {
      const waiting = slot.status.state?.waiting;
      const reason = waiting?.reason ?? '';
      const since = downSince(slot);
      if (!CONFIG_REASONS.has(reason) || isSettling(slot.pod, since, view.now)) continue;
      const subject = refOf(slot.pod);
      const said = waiting?.message ?? '';
      const missing = missingConfig(said);
      const twin = missing && twinOf(namespaceOf(slot.pod), missing);
      yield finding('container-config', {
        subject,
        owner: view.ownerOf(slot.pod),
        container: slot.name,
        since: since ?? view.now,
        reason,
        params: { container: called(slot), cause: configWords(said) + (twin?.words ?? '') },
        evidence: [
          evidence(subject, `${slot.field}.state.waiting.reason`, reason),
          ...(said === '' ? [] : [evidence(subject, `${slot.field}.state.waiting.message`, said)]),
          ...(twin?.proof ?? []),
        ],
        cause: configCause(said, subject.namespace),
      });
    }
  },
});
