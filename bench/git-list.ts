// What the Git source does for a cycle: all commits of the window, with their files.
//   node bench/git-list.ts <repository> <since> <until>
import { tmpdir } from 'node:os';
import { parseGitAddress } from '../src/correlate/git/address.ts';
import { gitSource } from '../src/correlate/git/source.ts';
import { systemClock } from '../src/platform/clock.ts';

const [place = '', since = '', until = ''] = process.argv.slice(2);
const source = gitSource({
  address: parseGitAddress(place),
  branch: null,
  token: null,
  stateDir: null,
  temporary: tmpdir(),
  surroundings: { PATH: process.env['PATH'] },
  clock: systemClock,
});
const window = { since: new Date(since), until: new Date(until), branch: null, isMore: false };
const { signal } = new AbortController();
// As ten incidents ask: each for its paths, one for all of them.
const lists = await Promise.all([
  source.list({ ...window, paths: [] }, signal),
  ...Array.from({ length: 9 }, (_, i) => source.list({ ...window, paths: [`base-apps/app-${i}/`] }, signal)),
]);
await source.close();
process.stdout.write(`${lists[0]?.changes.length}\n`);
