import { expect, it } from 'vitest';
import { RecordedCommit, toChange } from './changes-file.ts';

const OLD = ['hunter', '2old'].join('');
const NEW = ['correct', 'horse'].join('');

const patchOf = (path: string, patch: string) =>
  toChange(
    RecordedCommit.parse({
      sha: 'a'.repeat(40),
      author: 'ann',
      committedAt: '2026-03-10T14:00:00Z',
      subject: 'rotate',
      files: [{ path, status: 'modified', patch }],
    }),
    'acme/gitops',
  ).files[0]?.patch;

it('a recording from anywhere gives away neither the old nor the new value of a secret', () => {
  expect(patchOf('a/app.yaml', `   - name: auth.password\n-    value: ${OLD}\n+    value: ${NEW}`)).toBe(
    '   - name: auth.password\n-    value: [masked]\n+    value: [masked]',
  );
  expect(patchOf('templates/secret.tpl', ` kind: Secret\n stringData:\n+  dsn: ${NEW}`)).toBe(
    ' kind: Secret\n stringData:\n+  dsn: [masked]',
  );
});

it('of keys and environments it keeps no patch', () => {
  expect(['.env', 'prod.env', 'tls.key', 'ca.pem'].map((path) => patchOf(path, `+FOO=${NEW}`))).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
