import { describe, expect, it } from 'vitest';
import { app } from '../../tests/support/cycles-objects.ts';
import { service } from '../../tests/support/service.ts';
import { run, since, stories } from '../../tests/support/stories.ts';
import { ago } from '../../tests/support/view.ts';
import { NO_MEMORY } from './view.ts';

const api = service('api');

describe('what is one story', () => {
  const mysql = service('mysql');
  const backend = service('backend', { tier: 'P1', dependencies: ['mysql'] });
  const both = (first: string, second: string, word: 'crash' | 'unready' = 'crash') => [
    ...app('mysql', ['crash'], since(first)),
    ...app('backend', [word], since(second)),
  ];

  it('what is needed and failed first is the root', () => {
    expect(stories([backend, mysql], both('20m', '15m'))).toEqual(['mysql down > backend down']);
    expect(stories([backend, mysql], both('20m', '21m'))).toEqual(['mysql down > backend down']);
    expect(stories([backend, mysql], both('15m', '20m'))).toEqual(['backend down', 'mysql down']);
  });

  it('either side’s word is enough', () => {
    const told = [service('backend', { tier: 'P1' }), service('mysql', { dependents: ['backend'] })];
    expect(stories(told, both('20m', '15m'))).toEqual(['mysql down > backend down']);
  });

  it('more than half an hour apart they are two, and the one names the other', () => {
    expect(stories([backend, mysql], both('50m', '15m'))).toEqual(['backend down (because of mysql)', 'mysql down']);
  });

  it('the first sight counts where the API forgets', () => {
    const onsets = new Map([['service:mysql', since('3h')]]);
    const [draft] = run([mysql], app('mysql', ['crash'], since('5m')), { ...NO_MEMORY, onsets }).drafts;
    expect(draft?.onset).toEqual(since('3h'));
  });

  it('memory, images and scheduling are nobody else’s fault', () => {
    const objects = both('20m', '15m').map((o) =>
      JSON.parse(JSON.stringify(o).replaceAll('"CrashLoopBackOff"', '"ImagePullBackOff"')),
    );
    expect(stories([backend, mysql], objects)).toEqual(['backend down', 'mysql down']);
  });

  it('several P0 that fail together are one, also beside one that has long been down', () => {
    const p0 = ['a', 'b', 'c'].map((n) => service(n));
    const objects = (...onsets: readonly string[]) =>
      onsets.flatMap((o, i) => app(p0[i]?.name ?? '', ['crash'], since(o)));
    expect(stories(p0, objects('12m', '11m', '10m'))).toEqual(['a down > b down > c down']);
    expect(stories(p0, objects('5h', '11m', '10m'))).toEqual(['a down', 'b down > c down']);
    const drained = [...app('a', ['ok', 'crash'], since('9m')), ...app('b', ['ok', 'crash'], since('9m'))];
    expect(stories(p0, drained)).toEqual(['a degraded', 'b degraded']);
  });

  it('a lost node is the root of what ran on it', () => {
    const node = {
      kind: 'Node',
      metadata: { name: 'a', creationTimestamp: ago('90d') },
      status: {
        conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', lastTransitionTime: ago('9m') }],
      },
    };
    const well = {
      ...node,
      metadata: { name: 'b' },
      status: { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: ago('9d') }] },
    };
    expect(stories([api], [node, well, ...app('api', ['unready'], since('9m'))])).toEqual([
      'Node/a at-risk > api down',
    ]);
    expect(stories([api], [node, well, ...app('api', ['crash'], since('9m'))])).toEqual(['Node/a at-risk', 'api down']);
  });
});

describe('secrets behind a sealed vault', () => {
  const vault = service('vault', { tier: 'P1', dependents: ['eso'] });
  const eso = service('eso', { tier: 'P1', aliases: ['external-secrets'], dependencies: ['vault'] });
  const secret = (from: string) => ({
    kind: 'ExternalSecret',
    metadata: { name: 'api', namespace: 'api' },
    spec: { target: { name: 'api' } },
    status: {
      conditions: [
        {
          type: 'Ready',
          status: 'False',
          reason: 'SecretSyncedError',
          message: 'could not get secret',
          lastTransitionTime: ago(from),
        },
      ],
    },
  });
  const objects = (from: string) => [
    ...app('api', ['ok'], since('9d')),
    ...app('vault', ['unready'], since('40m')),
    secret(from),
  ];

  it('say nothing new', () => {
    expect(stories([api, vault, eso], objects('38m'))).toEqual(['vault down']);
  });

  it('and so does what the operator says of its store', () => {
    const store = {
      kind: 'ClusterSecretStore',
      metadata: { name: 'vault' },
      status: {
        conditions: [
          { type: 'Ready', status: 'False', reason: 'InvalidProviderConfig', lastTransitionTime: ago('38m') },
        ],
      },
    };
    expect(stories([api, vault, eso], [...objects('37m'), store])).toEqual(['vault down']);
    expect(stories([api], [...app('api', ['ok'], since('9d')), secret('37m'), store])).toEqual([
      'ClusterSecretStore/vault at-risk',
      'api at-risk',
    ]);
  });

  it('but not what is sealed in the cluster itself', () => {
    const sealed = {
      kind: 'SealedSecret',
      metadata: { name: 'api', namespace: 'api' },
      status: { conditions: [{ type: 'Synced', status: 'False', lastTransitionTime: ago('38m') }] },
    };
    const [, vaultDown] = [0, app('vault', ['unready'], since('40m'))];
    expect(stories([api, vault, eso], [...app('api', ['ok'], since('9d')), ...vaultDown, sealed])).toEqual([
      'api at-risk',
      'vault down',
    ]);
  });

  it('that failed long before are their own trouble', () => {
    expect(stories([api, vault, eso], objects('3h'))).toEqual(['api at-risk', 'vault down']);
  });
});
