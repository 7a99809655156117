import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judge } from './judge.ts';
import { LONGEST_FILE, LONGEST_MEDIAN } from './rules.ts';
import { readSource } from './source.ts';

const root = join(import.meta.dirname, '../..');
const files = ['src', 'mcp-servers', 'scripts'].flatMap(sourcesUnder);
const ours = files.filter(({ path }) => !path.startsWith('scripts/'));

describe('the house', () => {
  it('is there to be judged', () => {
    expect(ours.length).toBeGreaterThan(10);
  });

  it('lets each room import only what it may, and keeps one place for each thing', () => {
    expect(ours.flatMap(({ path, text }) => judge(readSource(path, text)))).toEqual([]);
  });

  it(`has no file over ${LONGEST_FILE} lines`, () => {
    const tooLong = files.filter(({ lines }) => lines > LONGEST_FILE);
    expect(tooLong.map(({ path, lines }) => `${path}: ${lines} lines`)).toEqual([]);
  });

  it(`has files of ${LONGEST_MEDIAN} lines or less, as a rule`, () => {
    const sizes = ours.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(LONGEST_MEDIAN);
  });
});

function sourcesUnder(folder: string): { path: string; text: string; lines: number }[] {
  let names: string[] = [];
  try {
    names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  } catch {
    // mcp-servers comes later.
  }
  return names
    .filter((name) => /\.(ts|mjs)$/.test(name))
    .map((name) => {
      const text = readFileSync(join(root, folder, name), 'utf8');
      return { path: `${folder}/${name}`, text, lines: text.trimEnd().split('\n').length };
    });
}
