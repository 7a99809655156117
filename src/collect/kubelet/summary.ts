import { z } from 'zod';
import type { VolumeFigures } from '../../kinds/volumes.ts';
import { ReadError } from '../../platform/errors.ts';

/** No object of the API has a longer name. */
const name = z.string().min(1).max(253);
const figure = z.number().nonnegative().nullish().catch(null);
const Volume = z.object({
  pvcRef: z.object({ name, namespace: name }),
  usedBytes: figure,
  availableBytes: figure,
  capacityBytes: figure,
  inodes: figure,
  inodesFree: figure,
});
/** `/stats/summary` of a kubelet tells much more: of it only the volumes behind claims are kept. */
const Summary = z.object({ pods: z.array(z.unknown()).nullish() });
/** No node has more: what else is told costs time only. */
const MOST = 10_000;

/** What can't be understood costs itself: the other volumes of the node are read. */
export function volumesIn(text: string): readonly VolumeFigures[] {
  const found: VolumeFigures[] = [];
  let tried = 0;
  for (const entry of entriesIn(parsed(text).pods ?? [])) {
    tried += 1;
    if (tried > MOST) break;
    const result = Volume.safeParse(entry);
    if (!result.success) continue;
    const { pvcRef, usedBytes, availableBytes, capacityBytes, inodes, inodesFree } = result.data;
    found.push({
      namespace: pvcRef.namespace,
      claim: pvcRef.name,
      usedBytes: usedBytes ?? null,
      availableBytes: availableBytes ?? null,
      capacityBytes: capacityBytes ?? null,
      inodes: inodes ?? null,
      inodesFree: inodesFree ?? null,
    });
  }
  return found;
}

/** Volumes that name a claim, one by one: an answer may hold millions of anything. */
function* entriesIn(pods: readonly unknown[]): Generator<object> {
  for (const pod of pods) {
    const volumes: unknown = isObject(pod) && 'volume' in pod ? pod.volume : null;
    if (!Array.isArray(volumes)) continue;
    for (const entry of volumes) {
      if (isObject(entry) && 'pvcRef' in entry && isObject(entry.pvcRef)) yield entry;
    }
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function parsed(text: string): z.infer<typeof Summary> {
  let raw: unknown = null;
  try {
    raw = JSON.parse(text);
  } catch {
    // Said below: null is no summary either.
  }
  const result = Summary.safeParse(raw);
  if (result.success) return result.data;
  throw new ReadError('invalid', 'the answer to stats/summary is not what a kubelet says');
}
