import { describe, expect, it } from 'vitest';
import { addressOf, commitPage, mayHoldToken, parseGitAddress } from './address.ts';

describe('GIT_REPOSITORY', () => {
  it.each([
    ['https://git.example.com/acme/gitops.git', 'http', 'git.example.com/acme/gitops', 'git.example.com/acme/gitops'],
    ['https://bob@Git.example.com:8443/acme/gitops/', 'http', 'git.example.com:8443/acme/gitops', null],
    ['git@github.com:acme/gitops.git', 'ssh', 'github.com:acme/gitops', 'github.com/acme/gitops'],
    ['ssh://git@git.example.com:2222/acme/gitops', 'ssh', 'git.example.com:2222/acme/gitops', null],
    ['/srv/git/gitops.git', 'local', '/srv/git/gitops.git', '/srv/git/gitops.git'],
    ['./clone', 'local', './clone', null],
  ])('%s is of kind %s, and shown as %s', (text, kind, shown, repository) => {
    const address = parseGitAddress(text);
    expect(address).toMatchObject({ kind, shown });
    if (repository !== null) expect(addressOf(address)).toBe(repository);
  });

  it.each([
    '',
    '-u',
    '--upload-pack=touch /tmp/x',
    'ext::sh -c touch% /tmp/x',
    'file:///srv/git',
    'git://host/a',
    'https://host',
    'https://host/a?b=c',
    'ssh://-oProxyCommand=x/a',
    'git@-oProxyCommand=x:a',
    'git@host:-a',
    'https://host/a\nb',
    'a\u0000b',
  ])('%j is refused', (text) => {
    expect(() => parseGitAddress(text)).toThrow(/^GIT_REPOSITORY is '/);
  });

  it('with a password in it is refused, without saying it', () => {
    const password = ['hun', 'ter2', 'Xy9Qz'].join('');
    const refused = () => parseGitAddress(`https://bob:${password}@git.example.com/a.git`);
    expect(refused).toThrow('set GIT_TOKEN');
    expect(refused).not.toThrow(password);
  });
});

it('a page of a commit is built where the address tells what serves it', () => {
  const page = (text: string) => commitPage(parseGitAddress(text), 'abc');
  expect([
    page('https://github.com/acme/gitops.git'),
    page('https://gitlab.example.com/group/sub/gitops'),
    page('https://bob@codeberg.org/acme/gitops'),
    page('https://my-gitea.example.com:3000/acme/gitops.git'),
    page('https://git.example.com/acme/gitops'),
    page('http://gitea.example.com/acme/gitops'),
    page('git@github.com:acme/gitops.git'),
    page('/srv/git/github'),
  ]).toEqual([
    'https://github.com/acme/gitops/commit/abc',
    'https://gitlab.example.com/group/sub/gitops/-/commit/abc',
    'https://codeberg.org/acme/gitops/commit/abc',
    'https://my-gitea.example.com:3000/acme/gitops/commit/abc',
    null,
    null,
    null,
    null,
  ]);
});

it('a token goes over https, or in the clear inside the machine and the cluster only', () => {
  const may = (text: string) => mayHoldToken(parseGitAddress(text));
  expect(
    ['https://a.example/x', 'http://127.0.0.1:3000/x', 'http://gitea.git.svc:3000/x', 'http://gitea/x'].map(may),
  ).toEqual([true, true, true, true]);
  expect(
    ['http://git.example.com/x', 'http://127.0.0.1.example.com/x', 'http://x.svc.example.com/x', 'git@host:x'].map(may),
  ).toEqual([false, false, false, false]);
});
