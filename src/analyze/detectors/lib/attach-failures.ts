import type { Evidence } from '../../../domain/finding.ts';
import type { Pod } from '../../../kinds/pod.ts';
import { namespaceOf, refOf } from '../../../kinds/refs.ts';
import type { ObjectOf } from '../../../kinds/registry.ts';
import { timeOf } from '../../../kinds/time.ts';
import type { View } from '../../detector.ts';
import { evidence } from '../../finding.ts';
import { mountWords } from './mount-words.ts';

export interface AttachFailure {
  readonly reason: 'FailedAttachVolume';
  readonly words: string;
  readonly proof: readonly Evidence[];
}

/** Finds the volume of a pod that can't be attached to its node: unlike its events, the state doesn't go away. */
export function attachFailures(
  view: View<'PersistentVolumeClaim' | 'VolumeAttachment'>,
): (pod: Pod) => AttachFailure | null {
  const failed = new Map<string, ObjectOf<'VolumeAttachment'>>();
  for (const attachment of view.list('VolumeAttachment')) {
    const { spec, status, metadata } = attachment;
    if (!status?.attachError?.message || status.attached === true || metadata.deletionTimestamp) continue;
    failed.set(`${spec?.nodeName ?? ''}/${spec?.source?.persistentVolumeName ?? ''}`, attachment);
  }
  return (pod) => {
    if (failed.size === 0) return null;
    for (const { name, persistentVolumeClaim } of pod.spec?.volumes ?? []) {
      if (!persistentVolumeClaim) continue;
      const claim = view.get('PersistentVolumeClaim', namespaceOf(pod), persistentVolumeClaim.claimName);
      const found = failed.get(`${pod.spec?.nodeName ?? ''}/${claim?.spec?.volumeName ?? ''}`);
      if (found !== undefined) return told(name, found);
    }
    return null;
  };
}

function told(volume: string, attachment: ObjectOf<'VolumeAttachment'>): AttachFailure {
  const error = attachment.status?.attachError;
  const message = error?.message ?? '';
  return {
    reason: 'FailedAttachVolume',
    words: mountWords('FailedAttachVolume', `AttachVolume.Attach failed for volume "${volume}" : ${message}`),
    proof: [evidence(refOf(attachment), 'status.attachError.message', message, timeOf(error?.time))],
  };
}
