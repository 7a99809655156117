import { ALL_KINDS, type Kind } from '../kinds/registry.ts';
import { DETECTORS } from './detectors/index.ts';

/** Every kind a cycle reads, in reading order: what the detectors declare. */
export function kindsToRead(): readonly Kind[] {
  const wanted = new Set<Kind>(DETECTORS.flatMap((detector) => detector.reads));
  return ALL_KINDS.filter((kind) => wanted.has(kind));
}
