// `npm run bench -- [start-up|cluster [pods]|scale [pods…]|git [commits]|scenarios]`: prints ratios against the floor, measured in the same run.
import { benchCluster } from './cluster.ts';
import { benchGit } from './git.ts';
import { benchScale } from './scale.ts';
import { benchScenarios } from './scenarios.ts';
import { benchStartUp } from './start-up.ts';

const [what = 'all', ...sizes] = process.argv.slice(2);
const [size] = sizes;

const benches = {
  'start-up': benchStartUp,
  cluster: () => benchCluster(Number(size ?? 2000)),
  scale: () => benchScale(sizes.length > 0 ? sizes.map(Number) : [1000, 10_000, 50_000]),
  git: () => benchGit(Number(size ?? 10_000)),
  scenarios: benchScenarios,
} as const;

const known = ['all', ...Object.keys(benches)];
const odd = sizes.find((text) => !/^[1-9]\d*$/.test(text));
if (!known.includes(what)) stop(`there is no bench '${what}'; there are ${known.join(', ')}`);
if (odd !== undefined) stop(`a size is a whole number above zero, not '${odd}'`);

for (const [name, bench] of Object.entries(benches)) {
  if (what === 'all' || what === name) console.log(await bench());
}

function stop(why: string): never {
  process.stderr.write(`npm run bench: ${why}\n`);
  process.exit(2);
}
