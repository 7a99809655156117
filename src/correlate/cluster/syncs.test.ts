import { describe, expect, test } from 'vitest';
import { ago, snapshotOf } from '../../../tests/support/view.ts';
import { workload } from '../../../tests/support/workload.ts';
import { syncsOf } from './syncs.ts';

const [A, B, C] = ['a', 'b', 'c'].map((digit) => digit.repeat(40));
const GIT = 'https://github.com/acme/gitops.git';
const inShop = (kind: string, name: string) => ({ kind, namespace: 'shop', name });

function application(more: { spec?: object; status?: object } = {}): object {
  return {
    kind: 'Application',
    metadata: { name: 'api', namespace: 'argocd' },
    spec: {
      source: { repoURL: GIT, path: 'base-apps/api', targetRevision: 'main' },
      destination: { namespace: 'shop' },
      ...more.spec,
    },
    status: more.status ?? {},
  };
}

describe('Argo CD', () => {
  test('an Application says where it is from, what it brings, and when it brought which commit', () => {
    const status = {
      sync: { status: 'OutOfSync', revision: C },
      history: [
        { revision: A, deployedAt: ago('3h') },
        { revision: B, deployedAt: ago('1h') },
      ],
      resources: [
        { group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'api' },
        { kind: 'Namespace', name: 'shop' },
        { kind: 'ClusterRole', name: 'reader' },
      ],
    };
    expect(syncsOf(snapshotOf([application({ status })]))).toEqual([
      {
        app: { kind: 'Application', namespace: 'argocd', name: 'api' },
        sources: [{ repository: GIT, path: 'base-apps/api', chart: null, revision: 'main' }],
        namespace: 'shop',
        objects: [inShop('Deployment', 'api'), { kind: 'Namespace', namespace: null, name: 'shop' }],
        history: [
          { revision: B, at: new Date(ago('1h')) },
          { revision: A, at: new Date(ago('3h')) },
        ],
        inSync: false,
      },
    ]);
  });

  test('several sources: a chart and a folder, each with its revision; versions of charts are no commits', () => {
    const spec = {
      source: null,
      sources: [
        { repoURL: 'https://charts.acme.io', chart: 'api', targetRevision: '1.4.x' },
        { repoURL: GIT, path: 'values/api', targetRevision: 'HEAD' },
      ],
    };
    const history = [{ revision: '', revisions: ['1.4.2', A], deployedAt: ago('1h') }];
    const [sync] = syncsOf(snapshotOf([application({ spec, status: { history, sync: { status: 'Synced' } } })]));
    expect(sync?.sources.map(({ chart, path, revision }) => [chart, path, revision])).toEqual([
      ['api', null, '1.4.x'],
      [null, 'values/api', 'HEAD'],
    ]);
    expect([sync?.history, sync?.inSync]).toEqual([[{ revision: A, at: new Date(ago('1h')) }], true]);
  });

  test('a sync that still waits for health has brought its commit; one that succeeded is in the history', () => {
    const status = (phase: string) => ({
      history: [{ revision: A, deployedAt: ago('3h') }],
      operationState: { phase, startedAt: ago('12m'), syncResult: { revision: B } },
    });
    const brought = (phase: string) =>
      syncsOf(snapshotOf([application({ status: status(phase) })]))[0]?.history.map(({ revision }) => revision);
    expect([brought('Running'), brought('Failed'), brought('Succeeded')]).toEqual([[B, A], [B, A], [A]]);
  });

  test('without a list of objects the workloads that carry its tracking id are its', () => {
    const tracked = workload('Deployment', {
      metadata: { annotations: { 'argocd.argoproj.io/tracking-id': 'api:apps/Deployment:shop/api' } },
    });
    expect(syncsOf(snapshotOf([application(), tracked, workload('StatefulSet')]))[0]?.objects).toEqual([
      inShop('Deployment', 'api'),
    ]);
  });

  test('of a thousand objects the roles and definitions are dropped first', () => {
    const many = Array.from({ length: 700 }, (_, at) => ({ kind: 'ClusterRole', name: `role-${at}` }));
    const resources = [...many, { kind: 'Deployment', namespace: 'shop', name: 'api' }];
    expect(syncsOf(snapshotOf([application({ status: { resources } })]))[0]?.objects).toEqual([
      inShop('Deployment', 'api'),
    ]);
  });
});

describe('Flux', () => {
  const repository = (revision: string) => ({
    kind: 'GitRepository',
    metadata: { name: 'flux', namespace: 'flux-system' },
    spec: { url: 'ssh://git@github.com/acme/gitops', ref: { branch: 'prod' } },
    status: { artifact: { revision, lastUpdateTime: ago('20m') } },
  });
  const kustomization = (status: object) => ({
    kind: 'Kustomization',
    metadata: { name: 'apps', namespace: 'flux-system' },
    spec: { path: './apps/prod', sourceRef: { kind: 'GitRepository', name: 'flux' } },
    status,
  });

  test('a Kustomization has the address and the branch of its GitRepository, and its objects in its inventory', () => {
    const entries = ['shop_api_apps_Deployment', '_shop__Namespace', '_system_reader_rbac_ClusterRole'];
    const inventory = { entries: entries.map((id) => ({ id, v: 'v1' })) };
    const status = { lastAppliedRevision: `prod@sha1:${A}`, inventory };
    const [sync] = syncsOf(snapshotOf([kustomization(status), repository(`prod@sha1:${A}`)]));
    expect(sync).toEqual({
      app: { kind: 'Kustomization', namespace: 'flux-system', name: 'apps' },
      sources: [{ repository: 'ssh://git@github.com/acme/gitops', path: './apps/prod', chart: null, revision: 'prod' }],
      namespace: null,
      objects: [inShop('Deployment', 'api'), { kind: 'Namespace', namespace: null, name: 'shop' }],
      history: [{ revision: A, at: new Date(ago('20m')) }],
      inSync: true,
    });
  });

  test('a newer commit in its source is not brought yet', () => {
    const status = {
      lastAppliedRevision: `prod/${A}`,
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago('2h') }],
    };
    const [sync] = syncsOf(snapshotOf([kustomization(status), repository(`prod@sha1:${B}`)]));
    expect([sync?.inSync, sync?.history]).toEqual([false, [{ revision: A, at: new Date(ago('2h')) }]]);
  });

  test('where it keeps a history, the first time of each commit counts', () => {
    const history = [
      { firstReconciled: ago('10m'), metadata: { revision: `prod@sha1:${B}` } },
      { firstReconciled: ago('5h'), metadata: { revision: `prod@sha1:${A}` } },
      { firstReconciled: ago('9h'), metadata: { revision: `prod@sha1:${A}` } },
    ];
    const status = { history, lastAppliedRevision: `prod@sha1:${B}` };
    expect(syncsOf(snapshotOf([kustomization(status)]))[0]?.history).toEqual([
      { revision: B, at: new Date(ago('10m')) },
      { revision: A, at: new Date(ago('9h')) },
    ]);
  });

  test('a HelmRelease has its chart, its labelled workloads, and no folder where it comes from a Helm repository', () => {
    const labels = { 'helm.toolkit.fluxcd.io/name': 'api', 'helm.toolkit.fluxcd.io/namespace': 'shop' };
    const release = {
      kind: 'HelmRelease',
      metadata: { name: 'api', namespace: 'shop' },
      spec: {
        chart: { spec: { chart: 'api', version: '6.x', sourceRef: { kind: 'HelmRepository', name: 'acme' } } },
      },
      status: { conditions: [{ type: 'Ready', status: 'False' }] },
    };
    expect(syncsOf(snapshotOf([release, workload('Deployment', { metadata: { labels } })]))).toEqual([
      {
        app: inShop('HelmRelease', 'api'),
        sources: [{ repository: 'HelmRepository/shop/acme', path: null, chart: 'api', revision: '6.x' }],
        namespace: 'shop',
        objects: [inShop('Deployment', 'api')],
        history: [],
        inSync: false,
      },
    ]);
  });
});
