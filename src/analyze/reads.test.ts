import { expect, test } from 'vitest';
import { CATALOGUE } from '../domain/catalogue.ts';
import { ALL_KINDS } from '../kinds/registry.ts';
import { DETECTORS } from './detectors/index.ts';
import { kindsToRead } from './reads.ts';

test('every kind that has a projection is read', () => {
  expect(kindsToRead()).toEqual(ALL_KINDS);
});

test('every sentence of the catalogue has a detector that says it', () => {
  const said = new Set<string>(DETECTORS.flatMap((d) => d.emits));
  expect(Object.keys(CATALOGUE).filter((code) => !said.has(code))).toEqual([]);
});

test('detectors have names of their own', () => {
  expect(new Set(DETECTORS.map((d) => d.name)).size).toBe(DETECTORS.length);
});
