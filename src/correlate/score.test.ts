import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../domain/duration.ts';
import { type Signs, score } from './score.ts';

const confidence = (signs: Partial<Signs>) =>
  score({ place: 'own', beforeMs: 12 * MINUTE, explains: 'strong', ...signs }).confidence;

describe('confidence', () => {
  it.each<[string, number, string]>([
    ['1 min', MINUTE, 'MEDIUM'],
    ['2 min', 2 * MINUTE, 'MEDIUM'],
    ['3 min', 3 * MINUTE, 'HIGH'],
    ['30 min', 30 * MINUTE, 'HIGH'],
    ['31 min', 31 * MINUTE, 'MEDIUM'],
    ['2 h', 2 * HOUR, 'MEDIUM'],
    ['2 h and a second', 2 * HOUR + SECOND, 'LOW'],
    ['24 h', 24 * HOUR, 'LOW'],
  ])('of the field that explains the fault, %s before', (_, beforeMs, wanted) => {
    expect(confidence({ beforeMs })).toBe(wanted);
  });

  it('is HIGH only for its own manifests and a field that explains the fault', () => {
    expect(confidence({ explains: 'names' })).toBe('HIGH');
    for (const explains of ['weak', 'none'] as const) expect(confidence({ explains })).toBe('MEDIUM');
    for (const place of ['dependency', 'named'] as const)
      expect(confidence({ place, explains: 'names' })).toBe('MEDIUM');
    expect(confidence({ explains: 'unknown' })).toBe('LOW');
  });

  it('needs no time for a sync where the cluster itself was seen to change', () => {
    expect(confidence({ place: 'cluster', beforeMs: 0 })).toBe('HIGH');
    expect(confidence({ place: 'cluster', beforeMs: 0, explains: 'none' })).toBe('MEDIUM');
  });
});

it('ranks what explains the fault before what is nearer', () => {
  const explained = score({ place: 'dependency', beforeMs: 90 * MINUTE, explains: 'names' });
  const near = score({ place: 'own', beforeMs: 10 * MINUTE, explains: 'none' });
  expect(explained.points).toBeGreaterThan(near.points);
});
