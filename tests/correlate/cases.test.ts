import { describe, expect, it } from 'vitest';
import { CASES } from './cases.ts';
import { runCase, titleOf } from './run-case.ts';

const NOISE = 12;

it('there are enough of them, of each kind', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(60);
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
  for (const confidence of ['HIGH', 'MEDIUM', 'LOW', null])
    expect(CASES.filter((one) => one.confidence === confidence).length).toBeGreaterThanOrEqual(4);
});

describe('who is to blame', () => {
  it.each(CASES)('$name: $bad, $confidence', async (one) => {
    const changes = await runCase(one, NOISE);
    const suspects = changes.status === 'found' ? changes.suspects : [];
    const [first] = suspects;
    expect([first === undefined ? 'none' : titleOf(first), first?.confidence ?? null]).toEqual([
      one.bad,
      one.confidence,
    ]);
    expect(suspects.slice(1).filter(({ confidence }) => confidence === 'HIGH')).toEqual([]);
  });
});

describe('unrelated commits', () => {
  const some = CASES.filter((_, i) => i % 6 === 0);
  it.each(some)('never change the first suspect: $name', async (one) => {
    const first = async (noise: number) => {
      const changes = await runCase(one, noise);
      const [suspect] = changes.status === 'found' ? changes.suspects : [];
      return suspect === undefined ? changes.status : `${titleOf(suspect)} ${suspect.confidence}`;
    };
    expect(await first(60)).toBe(await first(0));
  });
});
