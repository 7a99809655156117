import { tmpdir } from 'node:os';
import packageJson from '../../package.json' with { type: 'json' };
import { surroundings } from '../config/effective.ts';
import type { Values } from '../config/settings.ts';
import type { ChangesBench } from '../doctor/bench.ts';
import { systemClock } from '../platform/clock.ts';
import { gitAddressOf } from './git.ts';

/** The repositories as far as checks look at them: what a branch points at. */
export function changesBench(values: Values): ChangesBench {
  return {
    github: async (signal) => {
      const {
        GITHUB_REPOSITORY: repository,
        GITHUB_TOKEN: token,
        GITHUB_API_URL: baseUrl,
        GITHUB_BRANCH: branch,
      } = values;
      const [{ Octokit }, { octokitOptions }, { lookAtGithub }] = await Promise.all([
        import('@octokit/rest'),
        import('../correlate/github/octokit-options.ts'),
        import('../correlate/github/look.ts'),
      ]);
      const userAgent = `k8s-monitor/${packageJson.version}`;
      const octokit = new Octokit(octokitOptions({ token: token?.reveal() ?? null, baseUrl, userAgent }));
      return lookAtGithub({ octokit, repository: repository ?? '', branch, clock: systemClock }, signal);
    },
    git: async (signal) => {
      const { lookAtGit } = await import('../correlate/git/look.ts');
      const { GIT_BRANCH: branch, GIT_TOKEN: token } = values;
      const address = gitAddressOf(values);
      const own = { address, branch, token: token?.reveal() ?? null, temporary: tmpdir() };
      const look = await lookAtGit({ ...own, surroundings: surroundings().proxy }, systemClock, signal);
      return { shown: address.shown, ...look };
    },
  };
}
