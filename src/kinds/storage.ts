import { z } from 'zod';
import { IntOrString, list, Meta, opt, Timestamp } from './meta.ts';
import { Condition, Text } from './text.ts';

export const PersistentVolumeClaim = z.object({
  kind: z.literal('PersistentVolumeClaim'),
  metadata: Meta,
  spec: opt(
    z.object({
      storageClassName: opt(z.string()),
      volumeName: opt(z.string()),
      accessModes: list(z.string()),
      resources: opt(z.object({ requests: z.record(z.string(), IntOrString).nullish() })),
    }),
  ),
  status: opt(
    z.object({
      phase: opt(z.string()),
      capacity: z.record(z.string(), IntOrString).nullish(),
      allocatedResourceStatuses: z.record(z.string(), z.string()).nullish(),
      conditions: list(Condition),
    }),
  ),
});
export type PersistentVolumeClaim = z.infer<typeof PersistentVolumeClaim>;

export const PersistentVolume = z.object({
  kind: z.literal('PersistentVolume'),
  metadata: Meta,
  spec: opt(
    z.object({
      storageClassName: opt(z.string()),
      capacity: z.record(z.string(), IntOrString).nullish(),
      accessModes: list(z.string()),
      persistentVolumeReclaimPolicy: opt(z.string()),
      claimRef: opt(z.object({ namespace: opt(z.string()), name: opt(z.string()) })),
    }),
  ),
  status: opt(
    z.object({
      phase: opt(z.string()),
      reason: opt(z.string()),
      message: opt(Text),
      lastPhaseTransitionTime: opt(Timestamp),
    }),
  ),
});
export type PersistentVolume = z.infer<typeof PersistentVolume>;

export const StorageClass = z.object({
  kind: z.literal('StorageClass'),
  metadata: Meta,
  provisioner: opt(z.string()),
  volumeBindingMode: opt(z.string()),
  allowVolumeExpansion: opt(z.boolean()),
});
export type StorageClass = z.infer<typeof StorageClass>;

const VolumeError = z.object({ time: opt(Timestamp), message: opt(Text) });

/** That a volume is to be at a node, and why it isn't. */
export const VolumeAttachment = z.object({
  kind: z.literal('VolumeAttachment'),
  metadata: Meta,
  spec: opt(
    z.object({
      attacher: opt(z.string()),
      nodeName: opt(z.string()),
      source: opt(z.object({ persistentVolumeName: opt(z.string()) })),
    }),
  ),
  status: opt(z.object({ attached: opt(z.boolean()), attachError: opt(VolumeError), detachError: opt(VolumeError) })),
});
export type VolumeAttachment = z.infer<typeof VolumeAttachment>;
