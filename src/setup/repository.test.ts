import { describe, expect, it } from 'vitest';
import { snapshotOf } from '../../tests/support/view.ts';
import { likelyRepository, repositorySetting } from './repository.ts';

describe('a repository', () => {
  it.each([
    ['me/homelab', 'GITHUB_REPOSITORY', 'me/homelab'],
    ['https://github.com/me/homelab.git', 'GITHUB_REPOSITORY', 'me/homelab'],
    ['git@github.com:me/homelab.git', 'GITHUB_REPOSITORY', 'me/homelab'],
    ['ssh://git@github.com/me/homelab', 'GITHUB_REPOSITORY', 'me/homelab'],
    ['https://git.example.com/me/homelab.git', 'GIT_REPOSITORY', 'https://git.example.com/me/homelab.git'],
    ['git@git.example.com:me/homelab', 'GIT_REPOSITORY', 'git@git.example.com:me/homelab'],
    ['ssh://git@git.example.com/me/homelab', 'GIT_REPOSITORY', 'ssh://git@git.example.com/me/homelab'],
  ])('%s is %s', (text, name, value) => {
    expect(repositorySetting(text)).toEqual({ name, value });
  });

  it.each([
    'homelab',
    'https://me:token@git.example.com/x',
    'http://git.example.com/x',
    'ext::sh -c id',
    '-oProxyCommand=x@y:z w',
    'https://git.example.com/a\nGITHUB_TOKEN=x',
  ])('%s is none', (text) => {
    expect(repositorySetting(text)).toBeNull();
  });
});

describe('the likely repository of a cluster', () => {
  const app = (name: string, source: object) => ({
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: { source },
  });
  it('is the one that most is synced from; shelves of charts count for nothing', () => {
    const chart = (name: string) => app(name, { repoURL: 'https://charts.example.com', chart: name });
    const cluster = [
      ...['a', 'b', 'c'].map(chart),
      app('d', { repoURL: 'https://github.com/me/old', path: 'd' }),
      app('e', { repoURL: 'https://github.com/me/homelab', path: 'e' }),
      {
        kind: 'GitRepository',
        metadata: { name: 'f', namespace: 'flux-system' },
        spec: { url: 'ssh://git@github.com/me/homelab' },
      },
    ];
    expect(likelyRepository(snapshotOf(cluster))).toBe('me/homelab');
    expect(likelyRepository(snapshotOf([chart('a')]))).toBeNull();
  });
});
