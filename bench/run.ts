// `npm run bench -- [start-up|cluster [pods]|git [commits]]`: prints ratios against the floor, measured in the same run.
import { benchCluster } from './cluster.ts';
import { benchGit } from './git.ts';
import { benchStartUp } from './start-up.ts';

const [what = 'all', size] = process.argv.slice(2);

const benches = {
  'start-up': benchStartUp,
  cluster: () => benchCluster(Number(size ?? 2000)),
  git: () => benchGit(Number(size ?? 10_000)),
} as const;

for (const [name, bench] of Object.entries(benches)) {
  if (what === 'all' || what === name) console.log(await bench());
}
