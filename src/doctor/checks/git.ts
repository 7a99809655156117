import { type Check, ok, warn } from '../check.ts';

export const git: Check = {
  id: 'changes.git',
  title: 'Git',
  why: 'the commit that broke something is found there',
  mend: 'compare GIT_REPOSITORY and GIT_BRANCH; GIT_TOKEN, or the key for ssh, needs the right to read it',
  settings: ['GIT_REPOSITORY', 'GIT_BRANCH', 'GIT_TOKEN'],
  outside: true,
  after: [],
  applies: ({ values }) => values.GIT_REPOSITORY !== null,
  run: async ({ changes, values: { GIT_BRANCH: branch } }, signal) => {
    const { shown, head, limits } = await changes.git(signal);
    const found = `${shown}, ${branch === null ? 'default branch' : `branch ${branch}`} at ${head}`;
    return limits.length === 0
      ? ok(found)
      : warn(found, 'fetch the clone regularly, or name the address of the server', limits);
  },
};
