import { expect, it } from 'vitest';
import { isSameRepository, repositoryAddress } from './repository-address.ts';

it.each([
  'https://github.com/Acme/GitOps.git',
  'https://token@github.com/acme/gitops',
  'git@github.com:acme/gitops.git',
  'ssh://git@github.com/acme/gitops/',
  'github.com/acme/gitops',
])('reads %s as the same place', (text) => {
  expect(repositoryAddress(text)).toBe('github.com/acme/gitops');
});

it('tells repositories apart, and takes a copy on disk for any', () => {
  const named = 'https://github.com/acme/gitops.git';
  expect(isSameRepository(named, 'github.com/acme/gitops')).toBe(true);
  expect(isSameRepository(named, 'acme/gitops')).toBe(true);
  expect(isSameRepository(named, 'github.com/acme/other')).toBe(false);
  expect(isSameRepository(named, '/srv/gitops')).toBe(true);
  expect(repositoryAddress('ssh://git@git.example.com:2222/acme/gitops.git')).toBe('git.example.com:2222/acme/gitops');
});
