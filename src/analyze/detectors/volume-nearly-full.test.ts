import { describe, expect, it } from 'vitest';
import { pod } from '../../../tests/support/pod.ts';
import { proven } from '../../../tests/support/proven.ts';
import { detect, NOW, type SceneOptions, sceneOf } from '../../../tests/support/view.ts';
import { workload } from '../../../tests/support/workload.ts';
import { analyze } from '../analyze.ts';
import { NO_MEMORY } from '../view.ts';
import { volumeNearlyFull } from './volume-nearly-full.ts';

const GI = 2 ** 30;
type Figures = NonNullable<SceneOptions['volumes']>[number];

const claim = (spec: object = {}, metadata: object = {}) => ({
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', namespace: 'shop', ...metadata },
  spec: { accessModes: ['ReadWriteOnce'], volumeName: 'pv-1', ...spec },
  status: { phase: 'Bound', capacity: { storage: '10Gi' } },
});
const mounting = (readOnly: boolean, name = 'api-1') => {
  const { spec, ...rest } = pod({ name, notReady: null }) as { spec: object };
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data', ...(readOnly && { readOnly }) } }];
  return { ...rest, spec: { ...spec, volumes } };
};
const full = (share: number, more: Partial<Figures> = {}): Figures => ({
  namespace: 'shop',
  claim: 'data',
  capacityBytes: 10 * GI,
  usedBytes: 10 * GI * share,
  availableBytes: 10 * GI * (1 - share),
  inodes: 1000,
  inodesFree: 900,
  ...more,
});
const found = (volumes: readonly Figures[], objects: readonly object[] = [claim()]) =>
  proven(volumeNearlyFull, objects, { volumes });

describe('says so', () => {
  it('of the claim, in words and with what it is about', () => {
    expect(found([full(0.875)])).toMatchObject([
      {
        code: 'volume-nearly-full',
        reason: 'NearlyFull',
        subject: { kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data' },
        message: 'the volume is 87 % full (1.3Gi left)',
        since: NOW,
        evidence: [
          { field: 'figures.usedBytes', value: String(8.75 * GI) },
          { field: 'figures.availableBytes', value: String(1.25 * GI) },
          { field: 'figures.capacityBytes', value: String(10 * GI) },
        ],
      },
    ]);
  });

  it.each([
    ['at 85 %', full(0.85), 'NearlyFull', /^the volume is 85 % full/],
    ['at 95 %: as good as full', full(0.95), 'AlmostFull', /^the volume is 95 % full/],
    [
      'without inodes, though there is space',
      full(0.2, { inodesFree: 20 }),
      'AlmostFull',
      /98 % full \(20 files left\)/,
    ],
    ['when what is left is kept for root', full(0.95, { availableBytes: 0 }), 'AlmostFull', /100 % full \(0 left\)/],
    ['without a figure of what is used', full(0.9, { usedBytes: null }), 'NearlyFull', /90 % full/],
    ['of btrfs, which counts no inodes', full(0.9, { inodes: 0, inodesFree: 0 }), 'NearlyFull', /90 % full/],
    ['of a small one at 98 %', small(0.985), 'AlmostFull', /98 % full/],
  ])('%s', (_, figures, reason, message) => {
    expect(found([figures])).toMatchObject([{ reason, message: expect.stringMatching(message) }]);
  });

  it('when one of those who use it can write to it', () => {
    expect(found([full(0.9)], [claim(), mounting(true), mounting(false, 'api-2')])).toHaveLength(1);
    expect(found([full(0.9)], [claim({ accessModes: ['ReadOnlyMany', 'ReadWriteOnce'] })])).toHaveLength(1);
  });
});

function small(share: number): Figures {
  const bytes = 64 * 2 ** 20;
  return full(share, { capacityBytes: bytes, usedBytes: bytes * share, availableBytes: bytes * (1 - share) });
}

describe('is quiet', () => {
  it.each([
    ['below 85 %', [full(0.849)]],
    ['about what nobody asked for', []],
    ['about a claim of another name', [full(0.99, { claim: 'logs' })]],
    ['about the same name in another namespace', [full(0.99, { namespace: 'web' })]],
    ['about a small one at 97 %', [small(0.97)]],
    ['without figures', [full(0.99, { capacityBytes: null, availableBytes: null, inodes: null, inodesFree: null })]],
    ['about nothing at all', [full(0, { capacityBytes: 0, usedBytes: 0, availableBytes: 0, inodes: 0 })]],
    ['about an ISO', [full(1, { availableBytes: 0, inodes: 0, inodesFree: 0 })]],
    ['about a squashed tree', [full(1, { availableBytes: 0, inodes: 512, inodesFree: 0 })]],
  ])('%s', (_, volumes) => {
    expect(found(volumes)).toEqual([]);
  });

  it.each([
    ['is only ever read', [claim({ accessModes: ['ReadOnlyMany'] })]],
    ['everybody mounts read-only', [claim(), mounting(true)]],
    ['is being deleted', [claim({}, { deletionTimestamp: NOW.toISOString() })]],
  ])('about a claim that %s', (_, objects) => {
    expect(found([full(0.99)], objects)).toEqual([]);
  });
});

it('leads to the workload that mounts it: at risk, and imminent from 95 % on', () => {
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
  const deployment = workload('Deployment', { name: 'api', ready: 1, wanted: 1 });
  const { spec } = deployment as { spec: { template: { spec: object } } };
  const template = { ...spec.template, spec: { ...spec.template.spec, volumes } };
  const objects = [claim(), { ...deployment, spec: { ...spec, template } }];
  const rated = (share: number) => {
    const { snapshot } = sceneOf(objects, { volumes: [full(share)] });
    const [draft] = analyze(snapshot, [], NO_MEMORY).drafts;
    const [member] = draft?.members ?? [];
    return [member?.root, member?.state, member?.facts.imminent];
  };
  const root = { kind: 'Deployment', namespace: 'shop', name: 'api' };
  expect(rated(0.9)).toEqual([root, 'at-risk', false]);
  expect(rated(0.96)).toEqual([root, 'at-risk', true]);
});

it('ten thousand claims stay fast', () => {
  const names = Array.from({ length: 10_000 }, (_, n) => `data-${n}`);
  const objects = names.map((name) => claim({}, { name }));
  const volumes = names.map((name) => full(0.9, { claim: name }));
  const before = performance.now();
  expect(detect(volumeNearlyFull, objects, { volumes })).toHaveLength(10_000);
  expect(performance.now() - before).toBeLessThan(5_000);
});
