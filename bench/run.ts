// `npm run bench -- [start-up|cluster [pods]]`: prints ratios against the floor, measured in the same run.
import { benchCluster } from './cluster.ts';
import { benchStartUp } from './start-up.ts';

const [what = 'all', pods = '2000'] = process.argv.slice(2);

const benches = {
  'start-up': benchStartUp,
  cluster: () => benchCluster(Number(pods)),
} as const;

for (const [name, bench] of Object.entries(benches)) {
  if (what === 'all' || what === name) console.log(await bench());
}
