import { describe, expect, it } from 'vitest';
import type { Sync } from './cluster-history.ts';
import { layoutOf, syncOf } from './layout.ts';

const OWNER = { kind: 'Deployment', namespace: 'shop', name: 'api' };
const HERE = 'github.com/acme/gitops';
const app = (name: string) => ({ kind: 'Application', namespace: 'argocd', name });
const source = (parts: Partial<Sync['sources'][number]> = {}) => ({
  repository: 'https://github.com/acme/gitops.git',
  path: 'apps/shop',
  chart: null,
  revision: 'main',
  ...parts,
});
const sync = (parts: Partial<Sync> = {}): Sync => ({
  app: app('shop'),
  sources: [source()],
  namespace: 'shop',
  objects: [OWNER],
  history: [],
  inSync: true,
  ...parts,
});
const look = (...syncs: readonly Sync[]) => layoutOf({ owner: OWNER }, syncs, HERE);

describe('the application of a workload', () => {
  it('is the one that lists it, whatever the namespaces say', () => {
    const other = sync({ app: app('other'), objects: [], namespace: 'shop' });
    expect(syncOf(OWNER, [other, sync({ namespace: null })])?.app.name).toBe('shop');
  });

  it('is the only one of its namespace where none lists its objects', () => {
    const quiet = sync({ objects: [] });
    expect(syncOf(OWNER, [quiet])?.app.name).toBe('shop');
    expect(syncOf(OWNER, [quiet, sync({ app: app('twin'), objects: [] })])).toBeNull();
    expect(syncOf({ kind: 'Node', namespace: null, name: 'n1' }, [quiet])).toBeNull();
  });
});

describe('where its manifests are', () => {
  it('is the folder it syncs, with the file that defines it, on the branch it follows', () => {
    expect(look(sync({ sources: [source({ revision: 'release' })] }))).toEqual({
      app: 'shop',
      paths: ['apps/shop/', 'apps/shop.yaml'],
      branch: 'release',
      elsewhere: null,
      pinned: null,
      syncedAt: null,
      brought: [],
      inSync: true,
    });
  });

  it('is the definition alone where it is pinned to a tag or a commit, with the version it stays at', () => {
    for (const revision of ['v1.4.0', 'deadbeefcafe', 'refs/tags/x'])
      expect(look(sync({ sources: [source({ revision })] }))).toMatchObject({
        paths: ['apps/shop.yaml'],
        pinned: revision,
        branch: null,
      });
    const values = source({ path: 'values/shop', revision: 'v2.0' });
    expect(look(sync({ sources: [source(), values] }))).toMatchObject({
      paths: ['apps/shop/', 'apps/shop.yaml', 'values/shop.yaml'],
      pinned: null,
      branch: 'main',
    });
  });

  it('has the base beside its overlay, and the time of the last sync', () => {
    const at = (text: string) => ({ revision: 'a'.repeat(40), at: new Date(text) });
    const history = [at('2026-03-10T14:00:00Z'), at('2026-03-09T14:00:00Z')];
    expect(look(sync({ sources: [source({ path: 'apps/shop/overlays/prod' })], history }))).toMatchObject({
      paths: ['apps/shop/overlays/prod/', 'apps/shop/base/', 'apps/shop/overlays/shop.yaml'],
      syncedAt: history[0]?.at,
    });
  });

  it('counts the application above it: an edit of its definition is a change of it', () => {
    const above = sync({ app: app('root'), sources: [source({ path: 'clusters/home' })], objects: [app('shop')] });
    expect(look(sync(), above)?.paths).toEqual(['apps/shop/', 'clusters/home/shop.yaml', 'apps/shop.yaml']);
  });

  it('is the definition alone for a chart of a Helm repository', () => {
    const chart = source({ repository: 'https://charts.example.com', path: null, chart: 'shop', revision: '1.2.3' });
    const above = sync({ app: app('root'), sources: [source({ path: 'clusters/home' })], objects: [app('shop')] });
    expect(look(sync({ sources: [chart] }), above)).toMatchObject({
      paths: ['clusters/home/shop.yaml'],
      elsewhere: null,
    });
  });

  it('takes every source that is in this repository', () => {
    const chart = source({ repository: 'https://charts.example.com', path: null, chart: 'shop', revision: '1.2.3' });
    expect(look(sync({ sources: [chart, source({ path: 'values/shop' })] }))?.paths).toContain('values/shop/');
  });

  it('says when they are in another repository', () => {
    const other = 'https://git.example.com/team/shop.git';
    expect(look(sync({ sources: [source({ repository: other })] }))).toMatchObject({ paths: [], elsewhere: other });
  });

  it.each([
    ['HEAD', null],
    ['v1.2.3', null],
    ['1.2.x', null],
    ['refs/tags/x', null],
    ['refs/heads/prod', 'prod'],
    ['deadbeefcafe', null],
    ['fix/cni-recovery', 'fix/cni-recovery'],
  ])('revision %s is the branch %s', (revision, branch) => {
    expect(look(sync({ sources: [source({ revision })] }))?.branch).toBe(branch);
  });

  it('leads nowhere rather than everywhere', () => {
    for (const path of ['.', '', '/', '../x']) expect(look(sync({ sources: [source({ path })] }))?.paths).toEqual([]);
    expect(look()).toBeNull();
  });
});
