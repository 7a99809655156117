import { z } from 'zod';
import { IntOrString, list, Meta, opt } from './meta.ts';
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
  status: opt(z.object({ phase: opt(z.string()), conditions: list(Condition) })),
});
export type PersistentVolumeClaim = z.infer<typeof PersistentVolumeClaim>;

export const PersistentVolume = z.object({
  kind: z.literal('PersistentVolume'),
  metadata: Meta,
  spec: opt(
    z.object({
      storageClassName: opt(z.string()),
      claimRef: opt(z.object({ namespace: opt(z.string()), name: opt(z.string()) })),
    }),
  ),
  status: opt(z.object({ phase: opt(z.string()), reason: opt(z.string()), message: opt(Text) })),
});
export type PersistentVolume = z.infer<typeof PersistentVolume>;

export const StorageClass = z.object({
  kind: z.literal('StorageClass'),
  metadata: Meta,
  provisioner: opt(z.string()),
  volumeBindingMode: opt(z.string()),
});
export type StorageClass = z.infer<typeof StorageClass>;
