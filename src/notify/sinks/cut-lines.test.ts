import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip, cutLines } from './cut-lines.ts';

const lines = (n: number) => Array.from({ length: n }, (_, i) => `line ${i}`);
const FOOTER = 'INC-1 · cycle 20260115T120000Z-abcd';

describe('cutLines', () => {
  it('leaves alone what fits', () => {
    expect(cutLines('a\nb', { most: 3, unit: 'characters' })).toBe('a\nb');
    expect(cutLines('a'.repeat(9000), null)).toHaveLength(9000);
  });

  it('keeps the beginning and the last line, and says how much is missing and where it is', () => {
    const cut = cutLines(['head', ...lines(100), FOOTER].join('\n'), { most: 130, unit: 'characters' }).split('\n');
    expect(cut).toEqual([
      'head',
      ...lines(3),
      '… 97 more lines: k8s-monitor cycles show 20260115T120000Z-abcd',
      FOOTER,
    ]);
  });

  it('names the latest cycle where the text names none', () => {
    const cut = cutLines(lines(100).join('\n'), { most: 100, unit: 'characters' });
    expect(cut).toMatch(/\n… 9\d more lines: k8s-monitor cycles show latest$/);
  });

  it('is never longer than the room, in whatever it is counted, and always well formed', () => {
    const text = fc.array(fc.constantFrom('ä', '😀', 'x', '\n', 'word ', `\n${FOOTER}`), { maxLength: 400 });
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 3, max: 300 }),
        fc.constantFrom('bytes', 'characters'),
        (parts, most, unit) => {
          for (const cut of [cutLines(parts.join(''), { most, unit }), clip(parts.join(''), { most, unit })]) {
            expect(unit === 'bytes' ? Buffer.byteLength(cut) : cut.length).toBeLessThanOrEqual(most);
            expect(cut.isWellFormed()).toBe(true);
          }
        },
      ),
    );
  });
});
