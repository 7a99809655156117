import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scratch } from '../../tests/support/cli.ts';
import { probeFolder } from './folder-probe.ts';

it('tries to write, and leaves no trace', async () => {
  const folder = scratch();
  expect(await probeFolder(folder)).toBe(true);
  expect(await readdir(folder)).toEqual([]);
});

it('a folder that is not there is tried where it would be made, and not made', async () => {
  const folder = scratch();
  expect(await probeFolder(join(folder, 'a', 'b'))).toBe(false);
  expect(await readdir(folder)).toEqual([]);
});

it('a file in the way, and a folder that may not be written, are told by their codes', async () => {
  const folder = scratch();
  await writeFile(join(folder, 'file'), '');
  await expect(probeFolder(join(folder, 'file'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  await expect(probeFolder(join(folder, 'file', 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  // A file system that takes no writes, whoever asks: root may write anywhere else.
  await expect(probeFolder('/proc/k8s-monitor')).rejects.toMatchObject({ code: expect.stringMatching(/^E/) });
});
