import { beforeAll, describe, expect, it } from 'vitest';
import type { Change, Changes } from '../../src/domain/change.ts';
import { changesBehind, isSureOfInnocent, missIn, shaOf, suspectsIn } from './measure.ts';
import type { RealCase } from './real-case.ts';
import { REAL_CASES } from './real-cases.ts';
import { isBeside, realCommits } from './real-history.ts';

const WANTED = 0.9;
const hasCulprit = ({ blame }: RealCase) => blame !== 'none' && blame !== 'not-high';

describe('on the history of a real repository', () => {
  if (!isBeside) {
    it('needs ../shared/data beside the project', ({ skip }) => skip('the folder is not there'));
    return;
  }

  interface Answer {
    readonly given: RealCase;
    readonly changes: Changes;
    readonly miss: string | null;
  }
  const answers: Answer[] = [];
  const misses = (all: readonly Answer[]) =>
    all.flatMap(({ given, changes, miss }) => (miss === null ? [] : [lineOf(given, changes, miss)])).join('\n');

  beforeAll(async () => {
    const commits = realCommits();
    for (const given of REAL_CASES) {
      const changes = await changesBehind(given, commits);
      answers.push({ given, changes, miss: missIn(given, changes) });
    }
  });

  it('has cases that name commits of it', () => {
    const commits = realCommits();
    const named = REAL_CASES.flatMap(({ blame, traps = [] }) => [
      ...(/^[0-9a-f]{7}$/.test(blame) ? [blame] : []),
      ...traps,
    ]);
    const count = (start: string) => commits.filter(({ sha }: Change) => sha.startsWith(start)).length;
    expect(named.filter((start) => count(start) !== 1)).toEqual([]);
    expect(new Set(REAL_CASES.map(({ name }) => name)).size).toBe(REAL_CASES.length);
    expect(REAL_CASES.length).toBeGreaterThanOrEqual(40);
  });

  it('puts the right commit first in nine of ten incidents', () => {
    const blamed = answers.filter(({ given }) => hasCulprit(given));
    const right = blamed.filter(({ miss }) => miss === null).length / blamed.length;
    expect(right, misses(blamed)).toBeGreaterThanOrEqual(WANTED);
  });

  it('is never sure of an innocent commit', () => {
    const sure = answers.filter(({ given, changes }) => isSureOfInnocent(given, changes));
    expect(sure.length, misses(sure)).toBe(0);
  });

  it('names nothing where nothing is to blame', () => {
    const nobody = answers.filter(({ given, miss }) => given.blame === 'none' && miss !== null);
    expect(nobody.length, misses(nobody)).toBe(0);
  });
});

/** One line of the table of misses. */
function lineOf({ name, blame, why }: RealCase, changes: Changes, miss: string): string {
  const all = suspectsIn(changes).map(
    (one) => `${shaOf(one)} ${one.confidence} ${one.minutesBeforeOnset} min: ${one.reasons.join('; ')}`,
  );
  return [`${name}: ${miss}, wanted ${blame} (${why})`, ...all].join('\n    ');
}
