import { expect, test } from 'vitest';
import { z } from 'zod';
import { shared } from './shared.ts';

const Parts = z.object({ parts: shared(z.array(z.object({ name: z.string(), mounts: z.string().nullish() })), 'own') });
const read = (raw: unknown) => Parts.parse({ parts: raw }).parts;

test('parts that are alike are one, whatever stands in the field that differs', () => {
  const first = read([{ name: 'app', mounts: 'a', own: 1 }]);
  expect(first).toEqual([{ name: 'app', mounts: 'a' }]);
  expect(read([{ name: 'app', mounts: 'a', own: { other: 2 } }])).toBe(first);
  expect(read([{ name: 'app', mounts: 'b', own: 1 }])).toEqual([{ name: 'app', mounts: 'b' }]);
  expect(read([{ name: 'web', mounts: 'a' }])).toEqual([{ name: 'web', mounts: 'a' }]);
});

test('a fault is told with its place, each time', () => {
  for (let time = 0; time < 2; time += 1) {
    const { error } = Parts.safeParse({ parts: [{ name: 'app' }, { name: 7 }] });
    expect(error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
      ['parts.1.name', 'Invalid input: expected string, received number'],
    ]);
  }
});

test('more different ones than are remembered are all read', () => {
  const many = Array.from({ length: 2000 }, (_, i) => `app-${i}`);
  expect(many.map((name) => read([{ name, mounts: null }]))).toEqual(many.map((name) => [{ name, mounts: null }]));
});
