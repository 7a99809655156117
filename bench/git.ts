// `npm run bench -- git [commits]`: the Git source with a busy window, beside the raw `git log` of the same commits.
import { join } from 'node:path';
import { historyOf } from '../tests/fakes/git/history.ts';
import { inPairs, runNode } from './measure.ts';

const END = Date.UTC(2026, 2, 10, 12);
const WINDOW = 24 * 60 * 60 * 1000;

export async function benchGit(commits: number): Promise<string> {
  const since = new Date(END - WINDOW).toISOString();
  const made = await historyOf(
    Array.from({ length: commits }, (_, i) => ({
      commit: `app-${i % 300}: change ${i}`,
      at: new Date(END - WINDOW + Math.floor(((i + 1) * WINDOW) / (commits + 1))),
      author: `author-${i % 40}`,
      files: Object.fromEntries(
        Array.from({ length: 1 + (i % 4) }, (_, j) => [`base-apps/app-${(i + j) % 300}/deployment.yaml`, `v: ${i}\n`]),
      ),
    })),
  );
  try {
    const script = (name: string) => join(import.meta.dirname, name);
    const [ours, floor] = await inPairs(
      5,
      () => runNode([script('git-list.ts'), made.dir, since, new Date(END).toISOString()]),
      () => runNode([script('git-log.ts'), made.dir, since]),
    );
    return [
      `${commits} commits in the window of a local repository, whole processes, medians of 5 pairs`,
      `  ten lists    ${ours.wallS.toFixed(2)} s wall  ${ours.peakMb.toFixed(0)} MB peak (wanted < 2 s, < 150 MB)`,
      `  raw git log  ${floor.wallS.toFixed(2)} s wall  ${floor.peakMb.toFixed(0)} MB peak`,
      `  ratio        ${(ours.wallS / floor.wallS).toFixed(2)} x wall`,
    ].join('\n');
  } finally {
    await made.remove();
  }
}
