import { expect, it } from 'vitest';
import { CommitAnswer } from './wire.ts';

const OLD = ['hunter', '2old'].join('');
const NEW = ['correct', 'horse'].join('');

const answer = (
  ...files: readonly { readonly filename: string; readonly patch: string; previous_filename?: string }[]
) =>
  CommitAnswer.parse({
    sha: 'a'.repeat(40),
    commit: { author: null, committer: { date: '2026-03-10T14:00:00Z' }, message: 'rotate' },
    author: null,
    parents: [],
    files: files.map((file) => ({ status: 'modified', ...file })),
  });

it('takes the old and the new value of a secret out, and reads its own result without a change', () => {
  const read = answer({
    filename: 'a/deploy.yaml',
    patch: `@@ -9,4 +9,4 @@ spec:\n         - name: DB_PASSWORD\n-          value: ${OLD}\n+          value: ${NEW}`,
  });
  expect(read.files?.[0]?.patch).toBe(
    '@@ -9,4 +9,4 @@ spec:\n         - name: DB_PASSWORD\n-          value: [masked]\n+          value: [masked]',
  );
  expect(CommitAnswer.parse(read)).toEqual(read);
});

it('reads no patch of keys, of environments and of what is no manifest', () => {
  const patch = `@@ -1 +1 @@\n-FOO=${OLD}\n+FOO=${NEW}`;
  const read = answer(
    { filename: '.env', patch },
    { filename: 'apps/prod.env', patch },
    { filename: 'tls.key', patch },
    { filename: 'main.py', patch },
    { filename: '.env', previous_filename: 'a.yaml', patch },
  );
  expect(read.files?.map(({ patch: shown, cut }) => [shown, cut])).toEqual(read.files?.map(() => [null, false]));
  expect(read.files).toHaveLength(5);
});

it('lets out no half of a secret at its cut', () => {
  const patch = `@@ -1 +1,9 @@\n+a: ${'x '.repeat(9_980)}\n+password: ${NEW}`;
  const read = answer({ filename: 'a.yaml', patch });
  expect(read.files?.[0]?.patch).not.toContain(NEW.slice(0, 4));
  expect(read.files?.[0]?.cut).toBe(true);
});
