import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { looseEnds } from './init-loose.ts';

function folder(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'k8s-monitor-loose-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(join(dir, 'k8s-overlay'));
  for (const [name, text] of Object.entries({ '.env': '', ...files })) {
    writeFileSync(join(dir, name), text, { mode: 0o600 });
  }
  return dir;
}

it.each(['secret.yaml', '**/secret.yaml', '*secret*.yaml', 'secret.yml\nsecret.yaml'])(
  'is content where Git ignores the Secret wherever it is made: %j',
  async (line) => {
    expect(await looseEnds(folder({ '.gitignore': `.env\n${line}\n` }))).toEqual([]);
  },
);

it.each([
  'k8s-overlay/secret.yaml',
  '/secret.yaml',
  'secret.example.yaml',
  '#secret.yaml',
  '!secret.yaml',
  'secret.yml',
])('says that %s does not keep the Secret out of Git everywhere', async (line) => {
  const said = await looseEnds(folder({ '.gitignore': `.env\n${line}\n` }));
  expect(said).toEqual([expect.stringContaining('does not name secret.yaml')]);
});

it('says that the copy the pod reads is none any more', async () => {
  const of = (copy: string) =>
    looseEnds(folder({ '.gitignore': '.env\nsecret.yaml', 'services.txt': 'new\n', 'k8s-overlay/services.txt': copy }));
  expect(await of('new\n')).toEqual([]);
  expect(await of('old\n')).toEqual([expect.stringContaining('cp services.txt k8s-overlay/')]);
});
