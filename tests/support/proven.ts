import { expect } from 'vitest';
import type { Detector } from '../../src/analyze/detector.ts';
import type { Finding } from '../../src/domain/finding.ts';
import { unheldEvidence, withFigures } from './evidence.ts';
import { detect, type SceneOptions, snapshotOf } from './view.ts';

/** Runs one detector and makes sure that every field its evidence names holds that value, as far as it was read. */
export function proven(detector: Detector, objects: readonly object[], options: SceneOptions = {}): readonly Finding[] {
  const found = detect(detector, objects, options);
  const snapshot = snapshotOf(objects, options);
  const read = withFigures(Object.values(snapshot.objects).flat(), snapshot.volumes);
  expect(unheldEvidence(read, found)).toEqual([]);
  return found;
}
