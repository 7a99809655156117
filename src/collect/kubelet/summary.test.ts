import { expect, it } from 'vitest';
import { volumeOf } from '../../../tests/support/fake-kubelet.ts';
import { volumesIn } from './summary.ts';

const good = volumeOf('shop', 'data', 90, 100);
const claimsIn = (pods: unknown) => volumesIn(JSON.stringify({ pods })).map(({ claim }) => claim);

it.each([
  ['no pod', [null, 7, 'x', { volume: null }, {}, { volume: 'x' }]],
  ['no volume', [{ volume: [null, 7, [], { pvcRef: 'data' }, { pvcRef: { name: 1, namespace: 'shop' } }] }]],
  ['a name no object has', [{ volume: [volumeOf('shop', 'x'.repeat(254), 1, 2), volumeOf('', 'x', 1, 2)] }]],
])('%s costs itself', (_, strange) => {
  expect(claimsIn([...strange, { volume: [good] }])).toEqual(['data']);
  expect(
    claimsIn([{ volume: [...strange.flatMap((pod) => (pod as { volume?: unknown[] } | null)?.volume ?? []), good] }]),
  ).toEqual(['data']);
});

it('a figure that is none is not known, the others are', () => {
  const [volume] = volumesIn(JSON.stringify({ pods: [{ volume: [{ ...good, usedBytes: '90', inodes: -1 }] }] }));
  expect(volume).toMatchObject({ usedBytes: null, inodes: null, availableBytes: 10, capacityBytes: 100 });
});

it.each(['', '<html>', '[]', 'null', '{"pods":7}'])('%s is no summary', (text) => {
  expect(() => volumesIn(text)).toThrow('not what a kubelet says');
});

it('three hundred thousand entries cost little time, and of claims the first ten thousand are taken', () => {
  const times = (entry: string) => Array.from({ length: 300_000 }, () => entry).join(',');
  const before = performance.now();
  expect(volumesIn(`{"pods":[{"volume":[${times('0')}]}]}`)).toEqual([]);
  expect(volumesIn(`{"pods":[${times('{}')}]}`)).toEqual([]);
  expect(volumesIn(`{"pods":[{"volume":[${times('{"pvcRef":{}}')}]}]}`)).toEqual([]);
  const told = times('{"pvcRef":{"name":"a","namespace":"b"}}');
  expect(volumesIn(`{"pods":[{"volume":[${told}]}]}`)).toHaveLength(10_000);
  expect(performance.now() - before).toBeLessThan(4_000);
});
