// What the thousand points prove is worth nothing where nothing was killed.
import { expect, it } from 'vitest';
import { chanceOf } from './lib/chance.ts';
import { pointOfOutcome } from './lib/kill-run.ts';
import { isProven, summary } from './lib/kill-summary.ts';
import { soonerStrike } from './lib/strike.ts';

const killed = {
  strikes: [{ at: 'moment', since: 'cycle', ms: 10 }],
  end: { ms: 100, cycleMs: 50 },
  doubled: 0,
  problems: [],
} as const;

it('a point at which nothing was killed has not passed', () => {
  const points = [pointOfOutcome(1, 'outage 0', killed), pointOfOutcome(2, 'outage 0', null)];
  expect(points[1]?.problems).toEqual([expect.stringContaining('NEVER KILLED')]);
  expect(isProven(points, 2)).toBe(false);
  expect(summary(points, 1000)).toContain('1 points passed, 1 failed');
});

it('all that were asked for have to be there', () => {
  const points = [pointOfOutcome(1, 'outage 0', killed)];
  expect([isProven(points, 1), isProven(points, 2), isProven([], 0)]).toEqual([true, false, false]);
});

it('what ended too soon again and again is struck sooner and sooner', () => {
  const usual = { ms: 2000, cycleMs: 1000, slack: [], gets: 0, puts: 0 };
  const strikes = [1, 2, 3, 4].map((n) => soonerStrike(chanceOf('sooner', n), usual, n));
  expect(strikes.every((strike, i) => strike.at === 'moment' && strike.ms <= 1000 / 2 ** (i + 1))).toBe(true);
});
