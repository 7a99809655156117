import { describe, expect, it } from 'vitest';
import type { Step } from '../../../tests/fakes/git/history.ts';
import { ago, all, begin, cut, deployment, madeOf, NOW, newest, sourceAt } from '../../../tests/fakes/git/source.ts';
import { HOUR } from '../../domain/duration.ts';

const signal = new AbortController().signal;

describe('read', () => {
  async function readOne(steps: readonly Step[]) {
    const made = await madeOf(steps);
    const source = sourceAt(made.dir, NOW);
    const { changes } = await source.list(all, signal);
    return source.read(newest({ changes }), signal);
  }

  it('shows a field with all that is around it', async () => {
    const long = Array.from({ length: 120 }, (_, i) => `  # ${i}`).join('\n');
    const old = `spec:\n${long}\n  limits:\n    memory: 1Gi\n`;
    const { files } = await readOne([
      { commit: 'begin', at: ago(50 * HOUR), files: { 'a.yaml': old } },
      { commit: 'trim', at: ago(HOUR), files: { 'a.yaml': old.replace('1Gi', '1Mi') } },
    ]);
    expect(files[0]?.patch).toMatch(/^@@ -1,\d+ \+1,\d+ @@\n spec:\n/);
    expect(files[0]?.patch).toMatch(/ {2}limits:\n- {4}memory: 1Gi\n\+ {4}memory: 1Mi$/);
  });

  it('reads manifests only: what is binary, a document or an .env file is named', async () => {
    const { files } = await readOne([
      begin,
      {
        commit: 'many',
        at: ago(HOUR),
        files: {
          'a.yaml': new Uint8Array([97, 0, 98]),
          'b.png': 'x',
          '.env': 'A=b',
          'README.md': 'y',
          'c.yaml': 'a: 1\n',
          'apps/web/deploy.yaml': null,
        },
      },
    ]);
    const told = Object.fromEntries(files.map(({ path, status, patch }) => [path, [status, patch !== null]]));
    expect(told).toEqual({
      'a.yaml': ['added', false],
      'b.png': ['added', false],
      '.env': ['added', false],
      'README.md': ['modified', false],
      'c.yaml': ['added', true],
      'apps/web/deploy.yaml': ['removed', true],
    });
  });

  it('sees a file that was moved and changed at once', async () => {
    const { files } = await readOne([
      begin,
      {
        commit: 'move',
        at: ago(HOUR),
        renames: { 'apps/api/deploy.yaml': 'apps/api/main.yaml' },
        files: { 'apps/api/main.yaml': deployment('256Mi') },
      },
    ]);
    expect(files).toMatchObject([
      { path: 'apps/api/main.yaml', previousPath: 'apps/api/deploy.yaml', status: 'renamed' },
    ]);
    expect(files[0]?.patch).toContain('+    memory: 256Mi');
  });

  it('cuts what is too long, at a line, and says so', async () => {
    const rows = (n: number) => Array.from({ length: n }, (_, i) => `k${i}: ${'v'.repeat(20)}`).join('\n');
    const { files } = await readOne([
      begin,
      {
        commit: 'long',
        at: ago(HOUR),
        files: { 'lines.yaml': rows(5000), 'wide.json': `${'[1]\n'.repeat(3)}${'x'.repeat(90_000)}` },
      },
    ]);
    expect(files.map(({ cut }) => cut)).toEqual([true, true]);
    const [first, second] = files.map(({ patch }) => patch ?? '');
    expect(first?.split('\n').length).toBeLessThanOrEqual(2000);
    expect(first?.split('\n').at(-1)).toMatch(/^\+k\d+: v{20}$/);
    expect(second?.length).toBeLessThan(65_537);
  });

  it('of the very first commit shows what it brought', async () => {
    const { files } = await readOne([{ commit: 'first', at: ago(HOUR), files: { 'a.yaml': 'a: 1\n' } }]);
    expect(files).toMatchObject([{ status: 'added', patch: '@@ -0,0 +1 @@\n+a: 1' }]);
  });

  it('lets no secret out of a patch, a title or a name', async () => {
    const value = ['hun', 'ter2', 'Xy9Qz'].join('');
    const token = ['ghp', '_', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'].join('');
    const secret = (login: string) =>
      `apiVersion: v1\nkind: Secret\nmetadata:\n  name: auth\nstringData:\n  login: ${login}\n`;
    const read = await readOne([
      { commit: 'begin', at: ago(40 * HOUR), files: { 'auth.yaml': secret('before') } },
      {
        commit: `rotate ${token}`,
        at: ago(HOUR),
        author: token,
        files: { 'auth.yaml': secret(value), [`${token}.yaml`]: `env:\n  password: ${value}\n` },
      },
    ]);
    expect(JSON.stringify(read)).not.toMatch(new RegExp(`${value}|${token}`));
    expect(read.files.find(({ path }) => path === 'auth.yaml')?.patch).toContain('+  login: [masked]');
  });

  it('shows neither the old nor the new value of what is named like a secret', async () => {
    const [old, now] = [['hunter', '2old'].join(''), ['correct', 'horse'].join('')];
    const pod = (value: string) =>
      `spec:\n  env:\n  - name: DB_PASSWORD\n    value: ${value}\n  - name: B\n    value: "1"\n`;
    const { files } = await readOne([
      { commit: 'begin', at: ago(40 * HOUR), files: { 'a.yaml': pod(old) } },
      { commit: 'rotate', at: ago(HOUR), files: { 'a.yaml': pod(now) } },
    ]);
    expect(files[0]?.patch).toContain('-    value: [masked]\n+    value: [masked]\n   - name: B\n     value: "1"');
    expect(files[0]?.patch).not.toMatch(new RegExp(`${old}|${now}`));
  });

  it('takes nothing for a commit that is none', async () => {
    const made = await madeOf([begin, cut]);
    const source = sourceAt(made.dir, NOW);
    const change = newest(await source.list(all, signal));
    for (const sha of ['HEAD', '--output=/tmp/x', 'a'.repeat(40)])
      await expect(source.read({ ...change, sha }, signal)).rejects.toThrow(/is no SHA|is not in the repository/);
  });
});
