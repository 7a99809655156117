import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fake, pemMark } from './fake-secrets.ts';
import { GONE } from './gone.cases.ts';
import { KEPT } from './kept.cases.ts';
import { redact } from './redact.ts';

/** Labelled cases that lie beside the project on its authors' machines. */
const SHARED = fileURLToPath(new URL('../../../../shared/cases', import.meta.url));

describe('secrets', () => {
  it('are taken out of every text', () => {
    const leaks = GONE.filter(({ text, secret }) => redact(text).includes(secret));
    expect(leaks.map(({ name, text }) => `${name}: ${text} → ${redact(text)}`)).toEqual([]);
    expect(GONE.length).toBeGreaterThan(1000);
  });

  it('are taken out in the middle of a log too', () => {
    const filler = 'level=info msg="GET /health" status=200\n'.repeat(20);
    const leaks = GONE.filter(({ text, secret }) => redact(`${filler + text}\n${filler}`).includes(secret));
    expect(leaks.map(({ name }) => name)).toEqual([]);
  });

  it('are named', () => {
    expect(redact(`x gh${'p_'}${fake(36)} y`)).toBe('x [redacted: github token] y');
    expect(redact('DB_PASSWORD=hunter2 DB_HOST=mysql')).toBe('DB_PASSWORD=[redacted: password] DB_HOST=mysql');
  });

  it('are not half shown where the text is cut', () => {
    const secret = fake(60);
    for (let before = 940; before <= 1030; before += 3) {
      const text = `${'x '.repeat(before / 2)} token=${secret} ${'y '.repeat(20_000)}`;
      expect(redact(text, 1000)).not.toContain(secret.slice(0, 12));
    }
  });

  // The labelled cases lie beside the project, where they exist at all.
  it.skipIf(!existsSync(SHARED))('of the labelled cases are gone, and the innocent ones whole', () => {
    for (const { kind, text, gone, kept } of ['redaction', 'redaction-keep'].flatMap(labelled)) {
      const result = redact(text);
      expect(
        gone.filter((part) => result.includes(part)),
        kind,
      ).toEqual([]);
      expect(
        kept.filter((part) => !result.includes(part)),
        kind,
      ).toEqual([]);
    }
  });
});

describe('innocent text', () => {
  it.each(KEPT.map((text) => [text]))('stays as it is: %s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('characters', () => {
  it.each([
    ['colours', '\u{1b}[31mred\u{1b}[0m', 'red'],
    ['a window title', '\u{1b}]0;title\u{7}text', 'text'],
    ['bidi', 'a\u{202e}b\u{2066}c', 'abc'],
    ['tag characters', `hi${[...'ignore'].map((c) => String.fromCodePoint(0xe0000 + c.charCodeAt(0))).join('')}`, 'hi'],
    ['zero width', 'a\u{200b}b\u{feff}', 'ab'],
    ['variation selectors', 'a\u{fe0f}\u{e0100}', 'a'],
    ['NUL', 'A=1\0B=2', 'A=1\u{fffd}B=2'],
    ['text of two bytes a character', 'h\0e\0l\0l\0o\0', 'hello'],
    ['bell and backspace', 'a\u{7}\u{8}b', 'ab'],
    ['line ends', 'a\r\nb\rc\u{2028}d', 'a\nb\nc\nd'],
    ['tab and line feed', 'a\tb\nc', 'a\tb\nc'],
    ['half a pair', 'a\u{d800}b', 'a\u{fffd}b'],
    ['other scripts', 'äöü – „ß“ 日本語 🚀', 'äöü – „ß“ 日本語 🚀'],
  ])('%s', (_, text, wanted) => {
    expect(redact(text)).toBe(wanted);
  });
});

describe('length', () => {
  it('is held, and the cut is marked with how much there was', () => {
    const result = redact('x'.repeat(100_000));
    expect(result).toHaveLength(65_536);
    expect(result.endsWith('… [cut, 100000 characters]')).toBe(true);
    expect(redact('x'.repeat(5000), 100)).toHaveLength(100);
    expect(redact('x'.repeat(5000), 3)).toHaveLength(3);
    expect(redact('🚀'.repeat(5000), 101).isWellFormed()).toBe(true);
  });

  it('needs no second run: what is redacted stays as it is', () => {
    const pieces = fc.constantFrom(...GONE.map(({ text }) => text), ...KEPT);
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 6 }), (parts) => {
        const once = redact(parts.join('\n'));
        expect(redact(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  it('holds for anything at all', () => {
    const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ maxLength: 300 }));
    fc.assert(
      fc.property(anything, fc.integer({ min: 0, max: 200 }), (text, max) => {
        const result = redact(text, max);
        expect(result.length).toBeLessThanOrEqual(max);
        expect(result.isWellFormed()).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

/** The beginnings of every finder without their ends, over and over: a pattern that backtracks would hang this test. */
describe('the worst texts', () => {
  const units = [
    '=',
    'password=',
    'password: ',
    'eyJ',
    '://',
    '://a:',
    'x://a:b/@',
    `${pemMark('BEGIN', 'RSA PRIVATE')}\n`,
    `${pemMark('END', 'RSA PRIVATE')}\n`,
    '-',
    '"',
    '\\',
    'password="',
    'token a',
    '@tcp(',
    'a:bcd@h',
    'Authorization: Digest ',
    'authorization:',
    'Cookie: ',
    'cookie=',
    'curl -u a:',
    'docker login -u a:',
    '123456:',
    'A',
    '0',
    '\0',
    'a\0',
    '\u{1b}[',
    '\u{1b}]',
    '%3A%2F%2Fa%3A',
    'password=[',
    'password: |\n a',
    'password=)',
    'LS0tLS1CRUdJTi',
    'key key ',
    '<password>',
  ];
  it.each(units.map((unit) => [unit]))('%j', (unit) => {
    expect(redact(unit.repeat(Math.ceil(65_536 / unit.length))).length).toBeLessThanOrEqual(65_536);
  });
});

function labelled(file: string): { kind: string; text: string; gone: string[]; kept: string[] }[] {
  const decode = (text: string): string => Buffer.from(text, 'base64').toString();
  return readFileSync(`${SHARED}/${file}.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const entry = JSON.parse(line) as {
        kind: string;
        text_b64: string;
        must_not_contain_b64?: string[];
        must_contain_b64?: string[];
      };
      return {
        kind: entry.kind,
        text: decode(entry.text_b64),
        gone: (entry.must_not_contain_b64 ?? []).map(decode),
        kept: (entry.must_contain_b64 ?? []).map(decode),
      };
    });
}
