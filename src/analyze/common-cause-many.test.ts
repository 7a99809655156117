import { expect, test } from 'vitest';
import { fault, unlisted, workload } from '../../tests/support/trouble.ts';
import { sceneOf } from '../../tests/support/view.ts';
import { linkTroubles } from './roots.ts';

const SECOND = 1000;

/** Ten thousand failing pods of two thousand workloads that nobody listed. */
function troubles(cause: (name: string) => string) {
  return Array.from({ length: 2000 }, (_, i) => {
    const owner = workload(`w${i}`);
    const findings = Array.from({ length: 5 }, () => ({ ...fault('image-pull', owner), cause: cause(owner.name) }));
    return unlisted(owner, { findings });
  });
}

test.each([
  ['of one cause are one incident', () => 'registry/ghcr.io#denied', 1],
  ['of two thousand causes are two thousand', (name: string) => `registry/${name}#denied`, 2000],
])('ten thousand failing pods %s, at once', (_, cause, incidents) => {
  const scene = sceneOf([]);
  const many = troubles(cause);
  const start = performance.now();
  const drafts = linkTroubles(scene, many);
  expect(performance.now() - start).toBeLessThan(SECOND);
  expect(drafts).toHaveLength(incidents);
  expect(drafts.flatMap((draft) => draft.members)).toHaveLength(2000);
});
