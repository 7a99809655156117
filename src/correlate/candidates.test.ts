import { expect, it } from 'vitest';
import { commit, memoryLimit, modified } from '../../tests/fakes/github/made.ts';
import { incidence, kept, synced } from '../../tests/support/incidence.ts';
import { lookFor, named, suspectsOf } from '../../tests/support/look-for.ts';
import { MINUTE } from '../domain/duration.ts';

const ONSET = new Date('2026-03-10T14:12:00Z');
const ago = (minutes: number) => new Date(ONSET.getTime() - minutes * MINUTE);
const asked = incidence(ONSET, synced('api'), { faults: ['oom-killed'] });
const bad = commit({
  at: ago(28),
  subject: 'bad',
  files: [memoryLimit('base-apps/api/deployment.yaml', '512Mi', '64Mi')],
});
const many = (path: string) =>
  Array.from({ length: 12 }, (_, i) =>
    commit({ at: ago(4 + i), subject: `noise ${i}`, files: [modified(path, '-a', '+b')] }),
  );

it.each(['README.md', 'run.sh'])(
  'commits of %s never crowd out the culprit where the list tells the files',
  async (name) => {
    const [first] = await suspectsOf(asked, [bad, ...many(`base-apps/api/${name}`)], null, true);
    expect(first && named(first)).toBe('HIGH bad');
  },
);

it('commits of others don\u2019t either where everything is listed', async () => {
  const unknown = incidence(ONSET, kept('api'), { faults: ['oom-killed'] });
  const [first] = await suspectsOf(unknown, [bad, ...many('base-apps/web/deployment.yaml')], null, true);
  expect(first && named(first)).toBe('MEDIUM bad');
});

it('counts what was left out by its files alone', async () => {
  expect(await lookFor(asked, many('base-apps/api/README.md'), null, true)).toEqual({
    status: 'none',
    looked: expect.stringContaining('12 commits looked into and left out'),
    limits: [],
  });
});

it('says with none that commits are left that nobody looked into', async () => {
  const said = await lookFor(asked, [bad, ...many('base-apps/api/README.md')]);
  expect(said).toEqual({
    status: 'none',
    looked: expect.stringMatching(/; 5 less likely commits were not looked into$/),
    limits: [],
  });
});

it('keeps a manifest that is switched off among the likely ones', async () => {
  const off = commit({
    at: ago(20),
    subject: 'off',
    files: [
      {
        path: 'base-apps/api/deployment.yaml.disabled',
        previousPath: 'base-apps/api/deployment.yaml',
        status: 'renamed',
      },
    ],
  });
  const gone = { ...asked, faults: ['workload-gone'] } as const;
  const found = await suspectsOf(gone, [off, ...many('base-apps/api/run.sh')], null, true);
  expect(found[0] && named(found[0])).toBe('HIGH off');
});
