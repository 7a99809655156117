import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNumbered, numberedFiles, setAside } from './numbered-files.ts';
import type { Link } from './place-new.ts';
import { pruneNumbered, pruneTemporary } from './prune-numbered.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'k8s-monitor-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const names = async () => (await readdir(folder)).sort();
const numbers = async () => (await numberedFiles(folder, 'x')).files.map(({ number }) => number);
const put = (number: number, link?: Link, text = `${number}`) => createNumbered(folder, 'x', { number, text }, link);
const noLinks =
  (code: string): Link =>
  () =>
    Promise.reject(Object.assign(new Error(code), { code }));

describe.each<[string, Link | undefined]>([
  ['with hard links', undefined],
  ...['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].map((code): [string, Link] => [`without: ${code}`, noLinks(code)]),
])('numbered files %s', (_, link) => {
  it('count although somebody was right behind, but not where theirs may have been pruned', async () => {
    await put(3, link);
    expect(await put(2, link)).toBe(false);
    expect(await createNumbered(folder, 'x', { number: 1, text: '1', atOnce: 3 }, link)).toBe(true);
    await put(8, link);
    expect(await createNumbered(folder, 'x', { number: 5, text: '5', atOnce: 3 }, link)).toBe(false);
    expect(await createNumbered(folder, 'x', { number: 6, text: '6', atOnce: 3 }, link)).toBe(true);
  });

  it('are there once, whole, and with no trace of how they came', async () => {
    expect(await put(1, link)).toBe(true);
    expect(await put(1, link, 'another')).toBe(false);
    expect(await readFile(join(folder, 'x-000001.json'), 'utf8')).toBe('1');
    expect((await names()).filter((name) => !name.endsWith('.claim'))).toEqual(['x-000001.json']);
  });

  it('one of many writers gets the number', async () => {
    const won = await Promise.all(Array.from({ length: 20 }, (__, index) => put(1, link, `${index}`)));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await readFile(join(folder, 'x-000001.json'), 'utf8')).toBe(`${won.indexOf(true)}`);
  });

  it('a number so old that it was pruned is not taken for the next one', async () => {
    for (const number of [1, 2, 3, 4, 5]) {
      expect(await put(number, link)).toBe(true);
      await pruneNumbered(folder, 'x', 3);
    }
    expect(await numbers()).toEqual([5, 4, 3]);
    expect(await put(2, link)).toBe(false);
  });
});

it('what was set aside keeps its number', async () => {
  await put(7);
  const aside = await setAside(join(folder, 'x-000007.json'));
  expect(aside).toMatch(/x-000007\.json\.damaged-\w{8}$/);
  expect(await setAside(join(folder, 'x-000007.json'))).toBeNull();
  expect(await numberedFiles(folder, 'x')).toEqual({ highest: 7, files: [] });
});

it('a number that was taken by a writer that died is used up', async () => {
  await mkdir(join(folder, 'x-000001.claim'));
  expect(await put(1, noLinks('EPERM'))).toBe(false);
  expect((await numberedFiles(folder, 'x')).highest).toBe(1);
  expect(await put(2, noLinks('EPERM'))).toBe(true);
});

it('another fault of the disk is passed on, and leaves nothing behind', async () => {
  await expect(put(1, noLinks('EIO'))).rejects.toMatchObject({ code: 'EIO' });
  expect(await names()).toEqual([]);
});

it('of what was set aside ten stay, and what others put there stays', async () => {
  for (let number = 1; number <= 14; number += 1) {
    await put(number);
    await setAside(join(folder, `x-${String(number).padStart(6, '0')}.json`));
  }
  await writeFile(join(folder, 'notes.txt'), '');
  await put(15);
  await pruneNumbered(folder, 'x', 3);
  const left = await names();
  expect([left.length, left[0], left.slice(-2)]).toEqual([
    12,
    'notes.txt',
    [expect.stringContaining('x-000014.json.damaged-'), 'x-000015.json'],
  ]);
});

it('what killed writers left is removed after an hour', async () => {
  const now = new Date();
  await writeFile(join(folder, '.0a-b1.tmp'), 'half');
  await writeFile(join(folder, '.0a-b2.tmp'), 'half');
  const before = new Date(now.getTime() - 61 * 60_000);
  await utimes(join(folder, '.0a-b2.tmp'), before, before);
  await pruneTemporary(folder, now);
  expect(await names()).toEqual(['.0a-b1.tmp']);
});

it('a folder that is not there is empty', async () => {
  expect(await numberedFiles(join(folder, 'none'), 'x')).toEqual({ highest: 0, files: [] });
});
