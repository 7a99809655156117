// `npm run faults -- kill --points 1000 --seed 1`: the program is killed at that many moments, and what it owed must have arrived once.
// `--store configmap`: the state is in ConfigMaps. `--only 17 --points 50`: point 17 of that seed, fifty times (the moment varies).
import { parseArgs } from 'node:util';
import { killPoints, type Point } from './lib/kill-run.ts';
import { isProven, summary } from './lib/kill-summary.ts';

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    store: { type: 'string', default: 'folder' },
    workers: { type: 'string', default: '2' },
    only: { type: 'string' },
  },
});
const [points, seed, workers] = [values.points, values.seed, values.workers].map(Number);
const only = values.only === undefined ? null : Number(values.only);
const store = values.store === 'configmap' ? 'configmap' : 'folder';
const repeat = (n: number) => `npm run faults -- kill --seed ${seed} --store ${store} --only ${n} --points 50`;

let done = 0;
const onPoint = ({ n, scene, outcome, problems }: Point): void => {
  done += 1;
  if (problems.length > 0) {
    const strikes = outcome?.strikes.map((strike) => JSON.stringify(strike)).join(', then ') ?? '';
    process.stdout.write(`\npoint ${n} (${scene}) ${strikes}\n  ${problems.join('\n  ')}\n  again: ${repeat(n)}\n`);
  }
  if (done % 50 === 0 || done === points) process.stdout.write(`${done} of ${points}\n`);
};

const began = performance.now();
const seeds = [seed ?? 0] as const;
const all = await killPoints({ points: points ?? 0, seeds, workers: workers ?? 1, store, only, variants: 4, onPoint });
process.stdout.write(`\n${summary(all, performance.now() - began)}\n`);
process.exitCode = isProven(all, points ?? 0) ? 0 : 1;
