import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../platform/errors.ts';
import { loadEvals, readEval } from './load-evals.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'tests', 'evals');
const FILE = join(FOLDER, '01-oom-after-limit-cut.yaml');
const TEXT = readFileSync(FILE, 'utf8');

/** The faults of a good file after one edit, as `line:column message`. */
function faults(from: string | RegExp, to: string): readonly string[] {
  const edited = TEXT.replace(from, to);
  expect(edited).not.toBe(TEXT);
  const read = readEval(FILE, 'oom', edited);
  return 'faults' in read ? read.faults.map((f) => `${f.line}:${f.column} ${f.message}`) : [];
}

const lineOf = (text: string): number => TEXT.slice(0, TEXT.indexOf(text)).split('\n').length;

describe('an eval file', () => {
  it('is read with its recording and services beside it', () => {
    expect(readEval(FILE, 'oom', TEXT)).toMatchObject({
      slug: 'oom',
      recording: join(FOLDER, 'recordings', '01-oom-after-limit-cut.yaml'),
      now: new Date('2026-11-17T10:24:00Z'),
    });
  });

  it('names each fault with its place', () => {
    expect(faults(/^now: .*$/m, 'now: yesterday')).toEqual(['4:6 now: is no time in UTC such as 2026-11-17T10:24:00Z']);
    expect(faults(/first: .*/, `first: ${'c'.repeat(40)}`)).toEqual([
      `${lineOf('    first: ')}:12 agents.github-reviewer.first: is no commit of this file`,
    ]);
    expect(faults('recordings/01-oom-after-limit-cut.yaml', '../evals/recordings/x.yaml')).toEqual([
      '2:12 recording: ../evals/recordings/x.yaml is no file in this folder',
    ]);
    expect(faults(/^title: .*$/m, 'title: [')[0]).toMatch(/^\d+:\d+ no YAML: /);
  });

  it('wants two answers that fail, and only of agents of whom it expects something', () => {
    expect(faults(/ {2}fail:[\s\S]*$/, '  fail: []\n')[0]).toMatch(/answers\.fail: holds fewer than two/);
    expect(faults(/^ {2}slack-notifier:[\s\S]*?(?=^answers:)/m, '')[0]).toMatch(
      /answers\.pass\.3\.agent: is slack-notifier, of whom this file expects nothing/,
    );
  });
});

describe('a folder without evals', () => {
  it('is refused with the mend', async () => {
    await expect(loadEvals(import.meta.dirname)).rejects.toThrow(ConfigError);
    await expect(loadEvals(join(FOLDER, 'nowhere'))).rejects.toThrow('name that folder with --evals DIR');
  });
});
