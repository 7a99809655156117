// Row 28 in short: the long one is `npm run faults -- kill --points 1000 --seed 1`.
import { expect, it } from 'vitest';
import { killPoints, type Point } from './lib/kill-run.ts';

const LONG_ENOUGH = 400_000;

/** Of those that went wrong: which they are, and what did. */
function wrong(points: readonly Point[]): readonly object[] {
  return points
    .filter(({ problems }) => problems.length > 0)
    .map(({ n, scene, outcome, problems }) => ({ n, scene, strikes: outcome?.strikes, problems }));
}

it(
  'row 28: killed at 40 moments over three seeds, the next run completes: nothing lost, nothing told twice but under its own id',
  async () => {
    const all = { store: 'folder', workers: 2, variants: 1, only: null } as const;
    const points = await killPoints({ ...all, points: 40, seeds: [1, 2, 3] });
    expect(wrong(points)).toEqual([]);
    const killed = points.flatMap(({ outcome }) => outcome?.strikes ?? []);
    expect(killed.length).toBeGreaterThanOrEqual(40);
    expect(new Set(killed.map(({ at }) => at))).toEqual(new Set(['moment', 'slack', 'file', 'api']));
  },
  LONG_ENOUGH,
);

it(
  'row 28: with the state in ConfigMaps, the next run completes once the lease of the killed one has ended',
  async () => {
    const all = { store: 'configmap', workers: 2, variants: 1, only: null } as const;
    const points = await killPoints({ ...all, points: 5, seeds: [1, 2, 3] });
    expect(wrong(points)).toEqual([]);
    expect(points.flatMap(({ outcome }) => outcome?.strikes ?? []).length).toBeGreaterThanOrEqual(5);
  },
  LONG_ENOUGH,
);
