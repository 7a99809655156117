import type { VolumeFigures } from './volumes.ts';

/** From here on a volume is as good as full. */
export const IMMINENT_FULL = 0.95;

/** How much of a volume is gone, 0 to 1, by what runs out first. */
export interface VolumeShare {
  readonly share: number;
  readonly of: 'bytes' | 'inodes';
}

/** Null: the figures say nothing. */
export function volumeShare(figures: VolumeFigures): VolumeShare | null {
  const [bytes, inodes] = [bytesShare(figures), inodesShare(figures)];
  if (bytes === null && inodes === null) return null;
  return (inodes ?? 0) > (bytes ?? 0) ? { share: inodes ?? 0, of: 'inodes' } : { share: bytes ?? 0, of: 'bytes' };
}

/** As `df` counts: what is kept for root is neither used nor available. */
function bytesShare({ usedBytes, availableBytes, capacityBytes }: VolumeFigures): number | null {
  if (availableBytes === null || !capacityBytes) return null;
  const used = usedBytes ?? capacityBytes - availableBytes;
  return used + availableBytes === 0 ? null : Math.max(0, used / (used + availableBytes));
}

/** Some file systems (btrfs) make inodes as they need them, and say 0. */
function inodesShare({ inodes, inodesFree }: VolumeFigures): number | null {
  return !inodes || inodesFree === null ? null : Math.max(0, 1 - inodesFree / inodes);
}
