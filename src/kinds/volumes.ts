import { z } from 'zod';

const figure = z.number().nonnegative().nullable();

/** How full a volume is that a claim stands for, as a kubelet that mounts it says; null: it doesn't say. */
export const VolumeFigures = z.object({
  namespace: z.string(),
  claim: z.string(),
  usedBytes: figure,
  availableBytes: figure,
  capacityBytes: figure,
  inodes: figure,
  inodesFree: figure,
});
export type VolumeFigures = Readonly<z.infer<typeof VolumeFigures>>;
