import { expect, it } from 'vitest';
import { byAgentText, tokens } from './usage.ts';

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1.0K'],
  [2149, '2.1K'],
  [999_949, '999.9K'],
  [999_950, '1.0M'],
  [1_400_000, '1.4M'],
])('%i tokens are %s', (n, expected) => {
  expect(tokens(n)).toBe(expected);
});

it('says nothing of agents that used nothing', () => {
  expect(byAgentText({})).toBeNull();
});
