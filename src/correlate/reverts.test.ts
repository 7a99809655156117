import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change, ChangedFile } from '../domain/change.ts';
import { redact } from '../platform/redact/redact.ts';
import { redoes, revertOf, undoes } from './reverts.ts';

const file = (lines: readonly string[], extra: Partial<ChangedFile> = {}): ChangedFile => ({
  path: 'base-apps/api/deployment.yaml',
  previousPath: null,
  status: 'modified',
  patch: redact(lines.join('\n')),
  cut: false,
  ...extra,
});

const change = (sha: string, minute: number, subject: string, ...files: readonly ChangedFile[]): Change => ({
  sha: sha.padEnd(40, '0'),
  url: null,
  repository: 'acme/gitops',
  author: redact('ann'),
  committedAt: new Date(Date.UTC(2026, 2, 10, 14, minute)),
  subject: redact(subject),
  files,
  moreFiles: false,
  pullRequest: null,
});

describe('what a commit says it takes back', () => {
  const first = change('abc1234', 0, 'Lower the limit (#12)');
  const again = change('def5678', 1, 'Lower the limit (#12)');
  const revert = change('aaa0001', 5, 'Revert "Lower the limit (#12)"');
  it.each([
    [revert.subject, [first], first.sha],
    ['Revert "Lower the limit" (#13)', [first], first.sha],
    ['revert: Lower the limit', [first], first.sha],
    ['Revert "x"\n\nThis reverts commit abc12340000.', [first, again], first.sha],
    ['revert abc1234, it broke', [first, again], first.sha],
    ['Revert "Lower the limit"', [first, again], again.sha],
    ['Revert "Revert "Lower the limit (#12)""', [first, revert], revert.sha],
    ['Reapply "Lower the limit"', [first, change('bbb', 6, 'Revert "Lower the limit"')], 'bbb'.padEnd(40, '0')],
    ['Revert "Something else"', [first], null],
    ['Lower the limit', [first], null],
    ['Revert "x"\n\nThis reverts commit 9999999.', [first], null],
  ])('%s', (subject, earlier, wanted) => {
    expect(revertOf(change('fff', 9, subject), earlier)).toBe(wanted);
  });

  it('never lies in the future', () => {
    expect(revertOf(change('fff', 0, 'Revert "later"'), [change('eee', 5, 'later')])).toBeNull();
  });
});

describe('what a commit takes back without a word', () => {
  const edit = file([' limits:', '-  memory: 1Gi', '+  memory: 64Mi']);
  const back = file([' limits:', '-  memory: 64Mi', '+  memory: 1Gi']);
  const pair = (later: readonly ChangedFile[], earlier: readonly ChangedFile[]) =>
    undoes(change('b', 5, 'fix', ...later), change('a', 0, 'try', ...earlier));

  it('is every field of it, in lines or in values; more may change beside it', () => {
    expect(pair([back], [edit])).toBe(true);
    expect(
      pair([file([' limits:', '-  memory: 64Mi', '-  cpu: 1', '+  memory: "1Gi" # enough', '+  cpu: 2'])], [edit]),
    ).toBe(true);
    expect(
      pair([back, file(['-x: 1', '+x: 2'], { path: 'b.yaml' })], [edit, file(['-a', '+b'], { path: 'README.md' })]),
    ).toBe(true);
    expect(pair([edit], [edit])).toBe(false);
    expect(pair([file([' limits:', '-  memory: 64Mi', '+  memory: 2Gi'])], [edit])).toBe(false);
    expect(pair([back], [edit, file(['-image: a:1', '+image: a:2'], { path: 'b.yaml' })])).toBe(false);
    expect(pair([], [])).toBe(false);
  });

  it('is a file that is there again, gone again, or has its name again', () => {
    const gone = file(['-kind: Job'], { status: 'removed' });
    const came = file(['+kind: Job'], { status: 'added' });
    expect([pair([came], [gone]), pair([gone], [came])]).toEqual([true, true]);
    expect(pair([file(['+kind: CronJob'], { status: 'added' })], [gone])).toBe(false);
    const off = file([], { status: 'renamed', path: 'a.yaml.disabled', previousPath: 'a.yaml', patch: null });
    const on = file([], { status: 'renamed', path: 'a.yaml', previousPath: 'a.yaml.disabled', patch: null });
    expect([pair([on], [off]), pair([off], [on]), pair([off], [off])]).toEqual([true, true, false]);
  });

  it('is not claimed of what was not read in full', () => {
    expect(pair([{ ...back, cut: true, patch: redact(' x') }], [edit])).toBe(false);
    expect(pair([{ ...back, patch: null }], [edit])).toBe(false);
    expect(undoes(change('b', 5, 'fix', back), { ...change('a', 0, 'try', edit), moreFiles: true })).toBe(false);
  });

  it('is the same change with + and - swapped, which is no repetition', () => {
    const line = fc
      .tuple(fc.constantFrom('+', '-'), fc.constantFrom('image', 'cpu', 'replicas'), fc.nat(9))
      .map(([mark, key, n]) => `${mark}  ${key}: ${n}`);
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => {
        const swapped = lines.map((one) => (one.startsWith('+') ? '-' : '+') + one.slice(1));
        const [a, b] = [change('a', 0, 'x', file(lines)), change('b', 1, 'y', file(swapped))];
        expect(undoes(b, a)).toBe(undoes(a, b));
        expect(redoes(change('c', 2, 'z', file(lines)), a)).toBe(undoes(b, a));
      }),
    );
  });
});

it('does a change once more', () => {
  const edit = file(['-image: a:1', '+image: a:2']);
  expect(redoes(change('c', 9, 'again', edit), change('a', 0, 'once', edit))).toBe(true);
  expect(redoes(change('c', 9, 'again', file(['-image: a:1', '+image: a:3'])), change('a', 0, 'once', edit))).toBe(
    false,
  );
});

it('two changes of a hidden value are neither a way back nor a repeat', () => {
  const hidden = file(['@@ -1,2 +1,2 @@', ' stringData:', '-  login: [masked]', '+  login: [masked]']);
  const first = change('abc1234', 0, 'rotate', hidden);
  const second = change('def5678', 5, 'rotate again', hidden);
  expect([undoes(second, first), redoes(second, first)]).toEqual([false, false]);
});
