import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseServices } from '../services.ts';

function faultsOf(text: string): string[] {
  return parseServices(text, 'x').faults.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('faults', () => {
  it.each([
    ['', '1:1 found no services'],
    ['hello\n', '1:1 found no services'],
    ['\u{feff}\r\n', '1:1 found no services'],
    ['1. X (P0)\n  1.1 a\n  1.2 a\n', '3:3 duplicate name "a", first used in line 2'],
    ['1. X (P7)\n  1.1 a\n', '2:3 unknown tier: found the heading "X (P7)" in line 1'],
    ['1. X\n  1.1 a\n  - Namespace: a\n', '2:3 unknown tier: found the heading "X" in line 1'],
    ['1.1 a\n- Namespace: a\n', '1:1 unknown tier: found no heading'],
    ['1. X (P0)\n  1.1 a\n  - Tier: high\n', '3:5 unknown tier "high", expected P0, P1, P2 or P3'],
    ['1. X (P0)\n  1.1 a\n  - Max Downtime: a while\n', '3:5 unreadable duration "a while"'],
    ['1. X (P0)\r\n  1.1 a\r\n\t- Max Downtime: 15\r\n', '3:4 unreadable duration "15"'],
    ['1. X (P0)\n  1.1 a\n  - Namespace: My Space!\n', '3:5 found namespace "My Space!"'],
    [
      '1. X (P0)\n  1.1 a\n  - Quirks:\n    - Expected: not-redy up to 5m\n',
      '4:7 unknown finding code "not-redy", expected one of docs/findings.md; did you mean "not-ready"?',
    ],
    ['1. X (P0)\n  1.1 a\n  - Expected: not-ready up to soon\n', '3:5 unreadable duration "soon"'],
    ['1. X (P0)\n  1.1 a\n  - Expected: trouble\n', '3:5 found "trouble", expected `Expected:'],
  ])('%j', (text, wanted) => {
    const [fault, ...others] = faultsOf(text);
    expect(others).toEqual([]);
    expect(fault?.startsWith(wanted), fault).toBe(true);
  });

  it.each([
    ['tier', '1. X (P3)\n  1.1 a\n  - Tier: P9\n'],
    ['heading', '1. X (P9)\n  1.1 a\n'],
    ['duration', '1. X (P3)\n  1.1 a\n  - Max Downtime: later\n'],
    ['namespace', '1. X (P3)\n  1.1 a\n  - Namespace: ???\n'],
    ['duplicate', '1. X (P3)\n  1.1 a\n  1.2 A\n'],
  ])('an entry with an unreadable %s is P0 and stays', (_, text) => {
    expect(parseServices(text, 'x').services).toMatchObject([{ tier: 'P0', toleranceMs: 0, unreadable: true }]);
  });

  it('are all told at once, in the order of the file', () => {
    expect(
      faultsOf('1. X (P0)\n 1.1 a\n - Tier: x\n - Max Downtime: x\n 1.2 a\n').map((text) => text.split(':')[0]),
    ).toEqual(['3', '4', '5']);
  });

  it('leave an Expected without effect, and the service as it is', () => {
    expect(parseServices('1. X (P3)\n 1.1 a\n - Expected: nonsense up to 5m\n', 'x').services).toMatchObject([
      { tier: 'P3', unreadable: false, knownIssues: [] },
    ]);
  });

  it('never come with an exception, and always lie in the file', () => {
    const words = fc.constantFrom(
      '1. Critical (P0)',
      '2. X (P9)',
      '  1.1 a',
      '  1.2 b (c, d)',
      '### x',
      '- 1.1',
      '  - Tier: P1',
      '  - Tier:',
      '  - Max Downtime: 5-',
      '  - Max Downtime: 5-15 minutes',
      '  - Namespace:',
      '    - a',
      '  - Dependencies: a, (b, c',
      '  - Known Issues:',
      '\t- Expected: x up to',
      '- Expected: not-ready up to 5m after start',
      '| a | b |',
      '|---|',
      '---',
      ':',
      '- :',
      '**',
      '`',
      '\u{feff}',
      '⚠️',
    );
    const line = fc.oneof(words, words, fc.string({ maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 20 }));
    const end = fc.constantFrom('\n', '\r\n', '\r', '');
    fc.assert(
      fc.property(fc.array(fc.tuple(line, end), { maxLength: 30 }), (parts) => {
        const text = parts.flat().join('');
        const lines = text.split(/\r\n|\n|\r/).length;
        const { services, faults } = parseServices(text, 'x');
        expect(services.length > 0 || faults.length > 0).toBe(true);
        for (const fault of faults) {
          expect(fault.line).toBeGreaterThanOrEqual(1);
          expect(fault.line).toBeLessThanOrEqual(lines);
          expect(fault.column).toBeGreaterThanOrEqual(1);
        }
        expect(new Set(services.map(({ name }) => name.toLowerCase())).size).toBe(services.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('are found in a large file too', () => {
    const many = Array.from(
      { length: 5000 },
      (_, i) =>
        `  1.${i % 999} svc-${i}\n  - Namespace: ns-${i}\n  - Dependencies: svc-${i - 1}\n  - Quirk: slow start of the service ${'x'.repeat(80)}\n`,
    );
    const { services, faults } = parseServices(`1. X (P0)\n${many.join('')}`, 'x');
    expect([services.length, faults.length]).toEqual([5000, 0]);
    expect(services[4999]?.dependencies).toEqual(['svc-4998']);
  });
});
