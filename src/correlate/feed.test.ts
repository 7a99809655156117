import { describe, expect, it } from 'vitest';
import { service } from '../../tests/support/service.ts';
import type { Change, ChangedFile } from '../domain/change.ts';
import type { Service } from '../domain/service.ts';
import { redact } from '../platform/redact/redact.ts';
import { type FeedCommit, feedOf, placesOf } from './feed.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 10, 14, minute));
const in_ = (path: string, ...lines: readonly string[]): ChangedFile => ({
  path,
  previousPath: null,
  status: 'modified',
  patch: redact(['@@ -1,9 +1,9 @@', ...lines].join('\n')),
  cut: false,
});
const memory = (path: string) => in_(path, ' limits:', '-  memory: 512Mi', '+  memory: 64Mi');

function commit(minute: number, files: readonly ChangedFile[], more: Partial<Change> = {}): FeedCommit {
  const change: Change = {
    sha: `${minute}`.padStart(40, 'a'),
    url: null,
    repository: 'acme/gitops',
    author: redact('ann'),
    committedAt: at(minute),
    subject: redact(`commit ${minute}`),
    files,
    moreFiles: false,
    pullRequest: null,
    ...more,
  };
  return { change, isKnown: true, listedFor: null };
}

const app = (name: string, more: Partial<Service> = {}) =>
  service(name, { gitops: { app: null, path: `apps/${name}/`, repo: null }, ...more });
const { places } = placesOf([app('api'), app('web')], 'acme/gitops');
const shown = (commits: readonly FeedCommit[]) =>
  feedOf(commits, places).services.map(({ service: { name }, entries, quiet }) => ({
    name,
    quiet,
    said: entries.map(({ change, fields }) => [change.subject, ...fields.map(({ text }) => text)]),
  }));

describe('a feed', () => {
  it('has the newest first, and a commit under every service it touches, each with its own fields', () => {
    const both = commit(5, [memory('apps/api/a.yaml'), in_('apps/web/w.yaml', '-replicas: 1', '+replicas: 2')]);
    expect(shown([commit(1, [memory('apps/api/a.yaml')]), both])).toEqual([
      {
        name: 'api',
        quiet: 0,
        said: [
          ['commit 5', 'memory limit 512Mi → 64Mi'],
          ['commit 1', 'memory limit 512Mi → 64Mi'],
        ],
      },
      { name: 'web', quiet: 0, said: [['commit 5', 'replicas 1 → 2']] },
    ]);
  });

  it('counts what changes nothing in the cluster, and what belongs to nobody', () => {
    const documents = commit(1, [in_('apps/api/README.md', '-a', '+b'), memory('other/x.yaml')]);
    const comment = commit(2, [in_('apps/api/a.yaml', '-# a', '+# b', ' kind: Deployment')]);
    const feed = feedOf([documents, comment, commit(3, [memory('other/x.yaml')]), commit(4, [])], places);
    expect(feed.services[0]).toMatchObject({ entries: [], quiet: 2 });
    expect([feed.elsewhere, feed.unplaced]).toEqual([2, 0]);
  });

  it('knows a file by its old path, and an application that was switched off', () => {
    const off: ChangedFile = { ...in_('apps/api.yaml.disabled'), previousPath: 'apps/api.yaml', status: 'renamed' };
    expect(shown([commit(1, [{ ...off, patch: null }])])[0]?.said).toEqual([
      ['commit 1', 'apps/api.yaml switched off'],
    ]);
  });

  it('names the files whose contents nobody read, instead of calling them quiet', () => {
    const files = [
      { ...memory('apps/api/a.yaml'), patch: null },
      in_('apps/api/b.yaml', '-replicas: 1', '+replicas: 2'),
    ];
    const [api] = feedOf([commit(1, files)], places).services;
    expect(api?.entries).toMatchObject([{ unread: ['apps/api/a.yaml'], fields: [{ text: 'replicas 1 → 2' }] }]);
  });

  it('does not call a secret that was changed quiet, though its value is masked before and after', () => {
    const secret = in_('apps/api/auth.yaml', ' stringData:', '-  login: [masked]', '+  login: [masked]');
    const note = in_('apps/api/README.md', '-[masked]', '+[masked]');
    const [api] = feedOf([commit(1, [secret, note]), commit(2, [note])], places).services;
    expect(api).toMatchObject({ quiet: 1, entries: [{ fields: [{ file: 'apps/api/auth.yaml' }], unread: [] }] });
  });

  it('tells a commit that was only listed from one that nobody can place', () => {
    const listed = { ...commit(1, []), isKnown: false, listedFor: new Set(['api']) };
    const others = { ...commit(2, []), isKnown: false, listedFor: new Set<string>() };
    const unknown = { ...commit(3, []), isKnown: false };
    const feed = feedOf([listed, others, unknown], places);
    expect(feed.services.map(({ entries }) => entries.map(({ isKnown }) => isKnown))).toEqual([[false], []]);
    expect([feed.elsewhere, feed.unplaced]).toEqual([1, 1]);
  });

  it.each([
    ['api: trim (#44)', 44],
    ['Merge pull request #7 from acme/trim', 7],
    ['fix #12 for good', null],
    ['see (#12) below', null],
  ])('reads the pull request out of the title %j', (subject, number) => {
    const [api] = feedOf([commit(1, [memory('apps/api/a.yaml')], { subject: redact(subject) })], places).services;
    expect(api?.entries[0]?.pullRequest).toBe(number);
  });
});

it('places services by tier, and tells those without a path and those of another repository', () => {
  const away = { gitops: { app: null, path: 'apps/far/', repo: 'https://github.com/acme/other' } };
  const found = placesOf(
    [app('late', { tier: 'P2' }), service('lost'), service('far', away), app('api')],
    'acme/gitops',
  );
  expect(found.places.map(({ service: { name }, paths }) => [name, paths])).toEqual([
    ['api', ['apps/api/', 'apps/api.yaml']],
    ['late', ['apps/late/', 'apps/late.yaml']],
  ]);
  expect([found.withoutPath, found.otherRepository].map((list) => list.map(({ name }) => name))).toEqual([
    ['lost'],
    ['far'],
  ]);
});
