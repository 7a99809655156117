import { expect, it } from 'vitest';
import { service } from '../../tests/support/service.ts';
import { draftOf, troubleOf, unlisted } from '../../tests/support/trouble.ts';
import { affectedBy } from './affected.ts';

const mysql = service('mysql', { dependents: ['backend'] });
const backend = service('backend', { aliases: ['api'] });
const frontend = service('frontend', { dependencies: ['api'], tier: 'P1' });
const tool = service('tool', { dependencies: ['mysql'], tier: 'P3' });
const services = [tool, frontend, backend, mysql];

it('names everything that needs it, by either side’s word, by alias and through others, P0 first', () => {
  expect(affectedBy(draftOf(troubleOf(mysql)), services)).toEqual(['backend', 'frontend', 'tool']);
  expect(affectedBy(draftOf(troubleOf(backend)), services)).toEqual(['frontend']);
});

it('an impaired service hits others, one at risk does not', () => {
  expect(affectedBy(draftOf(troubleOf(backend, { state: 'impaired' })), services)).toEqual(['frontend']);
  expect(affectedBy(draftOf(troubleOf(backend, { state: 'at-risk' })), services)).toEqual([]);
});

it('other members are affected; the root is not', () => {
  const node = unlisted({ kind: 'Node', namespace: null, name: 'a' }, { state: 'at-risk' });
  expect(affectedBy(draftOf(node, troubleOf(backend)), services)).toEqual(['backend', 'frontend']);
  expect(affectedBy(draftOf(troubleOf(mysql), troubleOf(tool)), services)).toEqual(['backend', 'frontend', 'tool']);
});

it('two that need each other end', () => {
  const a = service('a', { dependencies: ['b'] });
  const b = service('b', { dependencies: ['a'] });
  expect(affectedBy(draftOf(troubleOf(a)), [a, b])).toEqual(['b']);
});
