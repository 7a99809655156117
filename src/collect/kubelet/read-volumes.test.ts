import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  fakeKubelet,
  nodeWith,
  podWithClaim,
  type Reply,
  summaryOf,
  volumeOf,
} from '../../../tests/support/fake-kubelet.ts';
import { selfSigned } from '../../../tests/support/self-signed.ts';
import { snapshotOf } from '../../../tests/support/view.ts';
import { HOUR } from '../../domain/duration.ts';
import { fixedClock, systemClock } from '../../platform/clock.ts';
import { type Account, type KubeletSettings, type Kubelets, kubelets } from './kubelets.ts';
import { readVolumes, type VolumeOptions } from './read-volumes.ts';

const written = (name: string, text: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'k8s-monitor-test-')), name);
  writeFileSync(file, text);
  return file;
};
const account = (ca: string): Account => ({
  name: 'test',
  tls: { ca: Buffer.from(ca), servername: 'kubernetes.default', rejectUnauthorized: false },
  podTokenFile: written('token', 'token-1\n'),
});
const asking = (ca: string, settings: Partial<KubeletSettings> = {}, who: Partial<Account> = {}): Kubelets => {
  const urlOf: KubeletSettings['urlOf'] = ({ port }) => new URL(`https://127.0.0.1:${port}/`);
  const asked = kubelets({ ...account(ca), ...who }, { caFile: null, verify: true, urlOf, ...settings });
  if (asked === null) throw new Error('this account may ask');
  return asked;
};
const read = (asked: Kubelets, objects: readonly object[], options: Partial<VolumeOptions> = {}) =>
  readVolumes(asked, snapshotOf(objects).objects, {
    clock: systemClock,
    namespaces: [],
    firstNamespaces: [],
    ...options,
  });
const ON_NODE = [podWithClaim('shop', 'db-0', 'data')];
const NOTHING = { volumes: [], gaps: [], notChecked: [] };
const FULL = volumeOf('shop', 'data', 90, 100);

describe('a kubelet that answers', () => {
  it('is asked once, with the token, and of its figures those of claims are kept', async () => {
    const { port, ca, asked } = await fakeKubelet(() =>
      summaryOf(FULL, { name: 'tmp', usedBytes: 1 }, volumeOf('shop', 'bare', 1, 2, { inodes: undefined, time: 7 })),
    );
    const objects = [nodeWith(port), ...ON_NODE, podWithClaim('shop', 'web-1', 'bare')];
    const { volumes, gaps } = await read(asking(ca), objects);
    expect(asked).toEqual(['GET /stats/summary Bearer token-1']);
    expect(gaps).toEqual([]);
    expect(volumes).toEqual([
      {
        namespace: 'shop',
        claim: 'bare',
        usedBytes: 1,
        availableBytes: 1,
        capacityBytes: 2,
        inodes: null,
        inodesFree: 90,
      },
      {
        namespace: 'shop',
        claim: 'data',
        usedBytes: 90,
        availableBytes: 10,
        capacityBytes: 100,
        inodes: 100,
        inodesFree: 90,
      },
    ]);
  });

  it('of a volume on two nodes the fuller figure counts; of other namespaces nothing is kept', async () => {
    const one = await fakeKubelet(() => summaryOf(volumeOf('shop', 'data', 50, 100), volumeOf('web', 'x', 1, 2)));
    const other = await fakeKubelet(() => summaryOf(FULL));
    const objects = [nodeWith(one.port), nodeWith(other.port, 'node-b'), ...ON_NODE];
    const asked = asking(one.ca, { verify: false });
    const { volumes } = await read(asked, [...objects, podWithClaim('shop', 'db-1', 'data', 'node-b')], {
      namespaces: ['shop'],
    });
    expect(volumes.map(({ claim, usedBytes }) => [claim, usedBytes])).toEqual([['data', 90]]);
  });

  it('is trusted by the CA of KUBELET_CA_FILE, and unseen with KUBELET_TLS=skip', async () => {
    const { port, ca } = await fakeKubelet(() => summaryOf(FULL));
    const objects = [nodeWith(port), ...ON_NODE];
    const caFile = written('ca.crt', ca);
    const strange = selfSigned().cert;
    expect((await read(asking(strange, { caFile }), objects)).volumes).toHaveLength(1);
    expect((await read(asking(strange, { verify: false }), objects)).volumes).toHaveLength(1);
  });
});

describe('a kubelet is not trusted', () => {
  it('to speak of a claim that no pod on its node mounts', async () => {
    const strange = volumeOf('pay', 'data', 1, 100);
    const { port, ca } = await fakeKubelet(() => summaryOf(FULL, strange));
    const { volumes } = await read(asking(ca), [nodeWith(port), ...ON_NODE, podWithClaim('pay', 'db', 'data', 'b')]);
    expect(volumes.map(({ namespace }) => namespace)).toEqual(['shop']);
  });

  it('to say more used bytes of a larger volume, and so that it is emptier than another node says', async () => {
    const honest = await fakeKubelet(() => summaryOf(FULL));
    const other = await fakeKubelet(() => summaryOf(volumeOf('shop', 'data', 1_000, 100_000)));
    const objects = [nodeWith(honest.port), nodeWith(other.port, 'node-b'), ...ON_NODE];
    const asked = asking(honest.ca, { verify: false });
    const { volumes } = await read(asked, [...objects, podWithClaim('shop', 'db-1', 'data', 'node-b')]);
    expect(volumes.map(({ usedBytes }) => usedBytes)).toEqual([90]);
  });

  it('to renew the credentials, or with more than the token of the pod', async () => {
    const { port, ca, asked } = await fakeKubelet((): Reply => ({ status: 401, body: 'Unauthorized' }));
    await read(asking(ca), [nodeWith(port), ...ON_NODE]);
    expect(asked).toEqual(['GET /stats/summary Bearer token-1']);
  });

  it('by public CAs, where none of the cluster is known', async () => {
    const { port, asked } = await fakeKubelet(() => summaryOf(FULL));
    for (const tls of [{}, { ca: Buffer.from('') }]) {
      const { gaps } = await read(asking('', {}, { tls }), [nodeWith(port), ...ON_NODE]);
      expect(gaps).toMatchObject([
        { detail: expect.stringMatching(/no CA is known that signs the kubelets; name it in KUBELET_CA_FILE/) },
      ]);
    }
    expect(asked).toEqual([]);
  });
});

it('outside the cluster nobody is asked: what a kubeconfig holds is handed to no node', () => {
  const { name, tls } = account('');
  expect(kubelets({ name, tls }, { caFile: null, verify: true })).toBeNull();
});

it('the token is read again for each question: it is replaced now and then', async () => {
  const { port, ca, asked } = await fakeKubelet(() => summaryOf(FULL));
  const podTokenFile = written('token', 'token-1');
  const asks = asking(ca, {}, { podTokenFile });
  await read(asks, [nodeWith(port), ...ON_NODE]);
  writeFileSync(podTokenFile, 'token-2');
  await read(asks, [nodeWith(port), ...ON_NODE]);
  expect(asked.map((line) => line.split(' ').at(-1))).toEqual(['token-1', 'token-2']);
});

describe('nobody is asked', () => {
  it.each([
    ['on a node without volumes in use', [podWithClaim('shop', 'db-0', 'data', 'node-b')]],
    ['for a pod that is over', [{ ...podWithClaim('shop', 'db-0', 'data'), status: { phase: 'Succeeded' } }]],
    ['for a pod without a node', [podWithClaim('shop', 'db-0', 'data', '')]],
  ])('%s', async (_, pods) => {
    const { port, ca, asked } = await fakeKubelet(() => summaryOf(FULL));
    expect(await read(asking(ca), [nodeWith(port), ...pods])).toEqual(NOTHING);
    expect(asked).toEqual([]);
  });

  it('on a node that is not ready, which is a finding of its own', async () => {
    const { port, ca, asked } = await fakeKubelet(() => summaryOf(FULL));
    const objects = [nodeWith(port, 'node-a', { ready: 'Unknown' }), ...ON_NODE];
    expect(await read(asking(ca), objects)).toEqual(NOTHING);
    expect(asked).toEqual([]);
  });
});

describe('a kubelet that does not answer', () => {
  it.each([
    [
      'forbids',
      { status: 403, body: 'Forbidden (user=x, verb=get)' },
      'forbidden',
      /Forbidden \(user=x.*nodes\/stats: add k8s/,
    ],
    ['does not know the token', { status: 401, body: 'Unauthorized' }, 'unauthorized', /authentication\.webhook/],
    ['says something else', { status: 200, body: '<html>' }, 'invalid', /not what a kubelet says/],
    ['breaks', { status: 500, body: 'no stats yet' }, 'error', /HTTP 500 of a kubelet: no stats yet/],
    ['hangs', 'hang', 'timeout', /took longer than 200 ms; TCP 10250/],
  ] as const)('%s: a gap that says what to do', async (_, answer, cause, detail) => {
    const { port, ca } = await fakeKubelet((): Reply => answer);
    const { volumes, gaps } = await read(asking(ca), [nodeWith(port), ...ON_NODE], { oneMs: 200 });
    expect([volumes, gaps]).toMatchObject([
      [],
      [{ verb: 'get', resource: 'nodes/stats', namespace: null, cause, detail: expect.stringMatching(detail) }],
    ]);
    expect(gaps[0]?.detail).toMatch(
      /^how full volumes are is not known on 1 of 1 node with volumes in use \(node-a\): /,
    );
  });

  it('is not believed when another CA signed it, and gets no token', async () => {
    const { port, asked } = await fakeKubelet(() => summaryOf(FULL));
    const { gaps } = await read(asking(selfSigned().cert), [nodeWith(port), ...ON_NODE]);
    expect(gaps).toMatchObject([{ cause: 'unreachable', detail: expect.stringMatching(/TLS: .*KUBELET_CA_FILE/) }]);
    expect(asked).toEqual([]);
  });

  it('is told when the CA is not there', async () => {
    const { port, ca } = await fakeKubelet(() => summaryOf(FULL));
    const { gaps } = await read(asking(ca, { caFile: '/nowhere/ca.crt' }), [nodeWith(port), ...ON_NODE]);
    expect(gaps).toMatchObject([{ detail: expect.stringContaining('KUBELET_CA_FILE: /nowhere/ca.crt') }]);
  });

  it('costs its own volumes: the others are read, and all that fail are one gap', async () => {
    const good = await fakeKubelet(() => summaryOf(FULL));
    const objects = [
      nodeWith(good.port),
      ...ON_NODE,
      ...['b', 'c', 'd', 'e'].flatMap((name) => [
        nodeWith(1, `node-${name}`),
        podWithClaim('shop', name, name, `node-${name}`),
      ]),
    ];
    const { volumes, gaps } = await read(asking(good.ca), objects);
    expect(volumes).toHaveLength(1);
    expect(gaps).toMatchObject([
      {
        cause: 'unreachable',
        detail: expect.stringContaining('on 4 of 5 nodes with volumes in use (node-b, node-c, node-d and 1 more)'),
      },
    ]);
  });
});

describe('many nodes', () => {
  const many = (port: number, count: number) =>
    Array.from({ length: count }, (_, n) => [
      nodeWith(port, `node-${n}`),
      podWithClaim(n === 7 ? 'first' : 'shop', `db-${n}`, 'data', `node-${n}`),
    ]).flat();

  it('are asked four at a time, the first namespaces before the others, and beyond the most that is said', async () => {
    const { port, ca, asked, mostAtOnce } = await fakeKubelet(() => summaryOf(FULL), 10);
    const order: string[] = [];
    const plain = asking(ca);
    const noting: Kubelets = {
      summary: (address, signal) => {
        order.push(address.node);
        return plain.summary(address, signal);
      },
    };
    const { gaps, notChecked } = await read(noting, many(port, 20), { firstNamespaces: ['first'], most: 12 });
    expect([asked.length, mostAtOnce(), order[0]]).toEqual([12, 4, 'node-7']);
    expect(gaps).toEqual([]);
    expect(notChecked).toEqual(['how full volumes are on 8 of 20 nodes (12 are asked at a time, the others in turn)']);
  });

  it('are asked in turn: all within a day, and the same ones within the hour', async () => {
    const noon = Date.parse('2026-01-15T12:00:00Z');
    const askedAt = async (ms: number) => {
      const names: string[] = [];
      const noting: Kubelets = {
        summary: async ({ node }) => {
          names.push(node);
          return '{}';
        },
      };
      await read(noting, many(1, 20), { clock: fixedClock(new Date(ms)), most: 12 });
      return names;
    };
    expect(await askedAt(noon + 60_000)).toEqual(await askedAt(noon));
    const day = await Promise.all(Array.from({ length: 24 }, (_, hour) => askedAt(noon + hour * HOUR)));
    expect(new Set(day.flat()).size).toBe(20);
  });

  it('that all hang cost no more than the time for all of them', async () => {
    const { port, ca } = await fakeKubelet((): Reply => 'hang');
    const before = performance.now();
    const { gaps } = await read(asking(ca), many(port, 40), { oneMs: 300, allMs: 500 });
    expect(performance.now() - before).toBeLessThan(2_000);
    expect(gaps).toMatchObject([{ cause: 'timeout', detail: expect.stringContaining('on 40 of 40 nodes') }]);
  });
});
