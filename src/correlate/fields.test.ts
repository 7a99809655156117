import { expect, it } from 'vitest';
import type { ChangedFile } from '../domain/change.ts';
import { redact } from '../platform/redact/redact.ts';
import { changedFields } from './fields.ts';

const file = (lines: readonly string[], extra: Partial<ChangedFile> = {}): ChangedFile => ({
  path: 'base-apps/api/deployment.yaml',
  previousPath: null,
  status: 'modified',
  patch: redact(lines.join('\n')),
  cut: false,
  ...extra,
});
const words = (...lines: readonly string[]) => changedFields([file(lines)]);

it('tells limits, requests, images, replicas and variables apart', () => {
  expect(words(' resources:', '   limits:', '-    memory: 512Mi', '+    memory: "64Mi"  # enough')).toEqual([
    'memory limit 512Mi → 64Mi',
  ]);
  expect(words('   requests:', '-    cpu: 100m', '+    cpu: 2')).toEqual(['cpu request 100m → 2']);
  expect(words('-        - image: shop:1.0', '+        - image: shop:1.1')).toEqual(['image shop:1.0 → shop:1.1']);
  expect(words(' spec:', '-  replicas: 2', '+  replicas: 0')).toEqual(['replicas 2 → 0']);
  expect(words('   - name: LOG_LEVEL', '-    value: info', '+    value: debug')).toEqual([
    'env LOG_LEVEL info → debug',
  ]);
});

it('pairs several lines of one change, and gives up what is ambiguous', () => {
  expect(words('   limits:', '-    cpu: 1', '-    memory: 1Gi', '+    cpu: 2', '+    memory: 2Gi')).toEqual([
    'cpu limit 1 → 2',
    'memory limit 1Gi → 2Gi',
  ]);
  expect(words('-  - port: 1', '-  - port: 2', '+  - port: 3', '+  - port: 4')).toEqual([]);
  expect(words('-  a: 1', '+  b: 1')).toEqual([]);
  expect(words('-  command: ["a"]', '+  command: ["b"]')).toEqual([]);
});

it('says four things at most, and no value that is not to be shown', () => {
  const keys = ['a', 'b', 'c', 'd', 'e'];
  expect(words(...keys.map((k) => `-  ${k}: 1`), ...keys.map((k) => `+  ${k}: 2`))).toHaveLength(4);
  expect(words('-  login: [masked]', '+  login: [masked]')).toEqual([]);
  expect(words('-  login: [masked]', '+  login: plain')).toEqual(['login changed (its value is not shown)']);
  const leaked = ['s3cr', 'et-Xy9!'].join('');
  expect(words('-  password: one', `+  password: ${leaked}`).join()).not.toContain(leaked);
});

it('knows what was removed, moved and switched off; of other files nothing', () => {
  expect(changedFields([file([], { status: 'removed' })])).toEqual(['base-apps/api/deployment.yaml removed']);
  const off = {
    path: 'base-apps/api.yaml.disabled',
    previousPath: 'base-apps/api.yaml',
    status: 'renamed',
    patch: null,
  } as const;
  expect(changedFields([file([], off)])).toEqual(['base-apps/api.yaml switched off']);
  expect(changedFields([file(['-a: 1', '+a: 2'], { path: 'main.py' })])).toEqual([]);
});
