import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/domain/change.ts';
import { HOUR, MINUTE } from '../../src/domain/duration.ts';
import { redact } from '../../src/platform/redact/redact.ts';
import { changesBehind, shaOf, suspectsIn } from './measure.ts';
import type { RealCase } from './real-case.ts';
import { REAL_CASES } from './real-cases.ts';
import { isBeside, REPOSITORY, realCommits } from './real-history.ts';

const CASES_OF_TWELVE = 12;
const RUNS = 12;
const isBlamed = ({ blame }: RealCase) => /^[0-9a-f]{7}$/.test(blame);

const imageOf = (name: string) =>
  `@@ -9,7 +9,7 @@ spec:\n       - name: ${name}\n-        image: shop/${name}:1.0\n+        image: shop/${name}:1.1\n         env:`;
/** Of somebody else, or nothing that runs. */
const UNRELATED = fc.constantFrom(
  { path: 'base-apps/zz-shop/deployment.yaml', patch: imageOf('zz-shop') },
  {
    path: 'base-apps/zz-shop.yaml',
    patch: '@@ -3,3 +3,3 @@\n   source:\n-    targetRevision: 1.0.0\n+    targetRevision: 2.0.0',
  },
  { path: 'base-apps/zz-other/configmap.yaml', patch: '@@ -6,2 +6,2 @@ data:\n-  LEVEL: "info"\n+  LEVEL: "debug"' },
  { path: 'base-apps/README.md', patch: null },
  { path: 'docs/runbook.md', patch: null },
  { path: 'SPEC.md', patch: null },
  { path: 'scripts/check.sh', patch: null },
  { path: '.github/workflows/validate.yaml', patch: '@@ -1,2 +1,2 @@\n-name: check\n+name: checks' },
);
const SUBJECT = fc.constantFrom(
  'fix: crash loop',
  'hotfix image pull',
  'chore: bump',
  'revert everything',
  'memory limit',
);

/** Before the first symptom and after it; some in the second of the culprit. */
function unrelated(onset: number, culprit: number): fc.Arbitrary<Change[]> {
  const at = fc.oneof(
    fc.integer({ min: onset - 25 * HOUR, max: onset + 10 * MINUTE }),
    fc.integer({ min: onset - 40 * MINUTE, max: onset }),
    fc.constant(culprit),
  );
  const commit = fc.record({ at, subject: SUBJECT, files: fc.uniqueArray(UNRELATED, { minLength: 1, maxLength: 3 }) });
  return fc.array(commit, { minLength: 1, maxLength: 40 }).map((commits) =>
    commits.map(({ at: time, subject, files }, index) => ({
      sha: `f${index.toString(16).padStart(39, '0')}`,
      url: null,
      repository: REPOSITORY,
      author: redact('somebody'),
      committedAt: new Date(time),
      subject: redact(subject),
      files: files.map(({ path, patch }) => ({
        path,
        previousPath: null,
        status: 'modified' as const,
        patch: patch === null ? null : redact(patch),
        cut: false,
      })),
      moreFiles: false,
      pullRequest: null,
    })),
  );
}

describe('commits of others, and documents', () => {
  if (!isBeside) {
    it('need ../shared/data beside the project', ({ skip }) => skip('the folder is not there'));
    return;
  }
  const blamed = REAL_CASES.filter(isBlamed);
  // Spread over all kinds of cases.
  const chosen = blamed.filter((_, index) => index % Math.floor(blamed.length / CASES_OF_TWELVE) === 0);

  it.each(chosen)('never change who is first: $name', async (given) => {
    const onset = new Date(given.at).getTime();
    const near = realCommits().filter(({ committedAt }) => Math.abs(onset - committedAt.getTime()) <= 26 * HOUR);
    const culprit = near.find(({ sha }) => sha.startsWith(given.blame));
    if (culprit === undefined) throw new Error(`${given.blame} is not within a day of ${given.at}`);
    const before = firstOf(await changesBehind(given, near));
    await fc.assert(
      fc.asyncProperty(unrelated(onset, culprit.committedAt.getTime()), async (more) => {
        expect(firstOf(await changesBehind(given, [...near, ...more]))).toEqual(before);
      }),
      { numRuns: RUNS },
    );
  });
});

function firstOf(changes: Awaited<ReturnType<typeof changesBehind>>): readonly unknown[] {
  const [first] = suspectsIn(changes);
  return first === undefined ? [] : [shaOf(first), first.confidence];
}
