// The floor: the same `git log`, its output thrown away.
//   node bench/git-log.ts <repository> <since>
import { spawnSync } from 'node:child_process';

const [place = '', since = ''] = process.argv.slice(2);
const args = [
  'log',
  '-z',
  '--first-parent',
  '--name-status',
  '-M100%',
  `--since=${since}`,
  '--format=%H%x00%P%x00%ct%x00%an%x00%s',
];
const { status, stdout } = spawnSync('git', ['--git-dir', place, ...args], { maxBuffer: 1024 ** 3 });
process.stdout.write(`${stdout.length}\n`);
process.exitCode = status ?? 1;
