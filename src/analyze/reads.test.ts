import { expect, test } from 'vitest';
import { CATALOGUE } from '../domain/catalogue.ts';
import { ALL_KINDS } from '../kinds/registry.ts';
import { DETECTORS } from './detectors/index.ts';
import { CONTEXT_KINDS, kindsToRead } from './reads.ts';

test('every kind that has a projection is read, and none without need', () => {
  expect(kindsToRead()).toEqual(ALL_KINDS);
  const declared = new Set<string>(DETECTORS.flatMap((d) => d.reads));
  expect(CONTEXT_KINDS.filter((kind) => declared.has(kind))).toEqual([]);
});

test('every sentence of the catalogue has a detector that says it', () => {
  const said = new Set<string>(DETECTORS.flatMap((d) => d.emits));
  expect(Object.keys(CATALOGUE).filter((code) => !said.has(code))).toEqual([]);
});

test('detectors have names of their own', () => {
  expect(new Set(DETECTORS.map((d) => d.name)).size).toBe(DETECTORS.length);
});
