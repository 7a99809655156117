import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { buildContext, ignoreRules } from './context.ts';

const OURS = ignoreRules(readFileSync(join(import.meta.dirname, '../../.dockerignore'), 'utf8'));

it.each([
  '.env',
  '.env.example',
  '.git/config',
  'data/ledger.json',
  'dist/k8s-monitor.js',
  'docs/reference/services.txt',
  'k8s/base/cronjob.yaml',
  'kubeconfig',
  'node_modules/zod/package.json',
  'scripts/test.mjs',
  'src/config/load.test.ts',
  'tests/support/cli.ts',
])('%s never leaves the checkout', (path) => {
  expect(OURS(path)).toBe(false);
});

it.each(['package.json', '.npmrc', 'src/cli/main.ts', 'agents/k8s-analyzer.md', 'docs/reference/models.json'])(
  '%s is needed',
  (path) => {
    expect(OURS(path)).toBe(true);
  },
);

it('the last line that matches decides, a folder for all in it', () => {
  const admits = ignoreRules('# mine\n*\n!a\n**/*.key\n!a/b/public.key\n');
  expect(['x', 'a/x', 'a/b/c', 'a/b/c.key', 'a/b/public.key'].map(admits)).toEqual([false, true, true, false, true]);
});

it('what is left out can not be copied', () => {
  const folder = mkdtempSync(join(tmpdir(), 'k8s-monitor-context-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'a'));
  for (const name of ['a/one', 'a/two', 'b', '.dockerignore']) writeFileSync(join(folder, name), '*\n!a\na/two\n');
  const { filesOf } = buildContext(folder);
  expect([filesOf('a/'), filesOf('./a/one')]).toEqual([['a/one'], ['a/one']]);
  for (const path of ['b', 'a/two', 'nowhere']) expect(() => filesOf(path)).toThrow('left out by .dockerignore');
});
