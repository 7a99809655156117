import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { begin, cut, madeOf } from '../../../tests/fakes/git/source.ts';
import { scratch } from '../../../tests/support/cli.ts';
import { systemClock } from '../../platform/clock.ts';
import { parseGitAddress } from './address.ts';
import { lookAtGit } from './look.ts';

const look = (place: string, branch: string | null = null, temporary = tmpdir()) => {
  const address = parseGitAddress(place, { allowFile: true });
  const surroundings = { PATH: process.env['PATH'] };
  return lookAtGit({ address, branch, token: null, temporary, surroundings }, systemClock, AbortSignal.timeout(10_000));
};

it('finds what a branch points at, on a server and in a clone, and leaves nothing behind', async () => {
  const made = await madeOf([begin, cut]);
  const temporary = scratch();
  const [remote, local] = [await look(`file://${made.dir}`, null, temporary), await look(made.dir, null, temporary)];
  expect(remote.head).toMatch(/^[0-9a-f]{7}$/);
  expect(local.head).toBe(remote.head);
  expect(await readdir(temporary)).toEqual([]);
});

it('says what is wrong, with the mend', async () => {
  const made = await madeOf([begin]);
  await expect(look(`file://${made.dir}`, 'nowhere')).rejects.toThrow(/has no branch nowhere: there is main/);
  await expect(look('/nowhere/at/all')).rejects.toThrow(/there is no such folder/);
});
