import { expect, it } from 'vitest';
import { firstThatFits, fits, fitted } from './fitted.ts';

const long = (lines: number) =>
  ['[SEV-1] x', ...Array.from({ length: lines }, (_, i) => `line ${i} & more`), 'INC-1 · cycle c1'].join('\n');

it('what fits stays as it is', () => {
  expect(fitted(long(20), 'c1')).toBe(long(20));
  expect(fitted('', 'c1')).toBe('');
});

it.each([400, 1000, 5000])('of %i lines the first that fit are kept, and the last; the others are counted', (count) => {
  const lines = fitted(long(count), 'c1').split('\n');
  expect(fits(lines.join('\n'))).toBe(true);
  expect([lines[0], lines.at(-1)]).toEqual(['[SEV-1] x', 'INC-1 · cycle c1']);
  const left = count - (lines.length - 3);
  expect(lines.at(-2)).toBe(`  +${left} more lines, see: k8s-monitor cycles show c1`);
  const oneMore = [...lines.slice(0, -2), `line ${lines.length - 3} & more`, ...lines.slice(-2)];
  expect(fits(oneMore.join('\n'))).toBe(false);
});

it('the first text that fits is taken, else the last is cut', () => {
  expect(firstThatFits([long(5000), long(30), long(3)], 'c1')).toBe(long(30));
  expect(firstThatFits([long(5000), long(900)], 'c1')).toBe(fitted(long(900), 'c1'));
});
