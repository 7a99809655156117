import { expect, test } from 'vitest';
import { flux, REVISION } from '../../../tests/support/gitops.ts';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { condition } from '../../../tests/support/workload.ts';
import { gitopsNotReady } from './gitops-not-ready.ts';

const bad = (reason: string, age = '20m') => condition('Ready', 'False', reason, age, 'it does not work.');
const ready = condition('Ready', 'True', 'ReconciliationSucceeded');
const source = { sourceRef: { kind: 'GitRepository', name: 'home' } };
const chart = {
  chart: { spec: { chart: 'podinfo', version: '6.x', sourceRef: { kind: 'HelmRepository', name: 'p' } } },
};

test.each([
  [
    flux('Kustomization', 'apps', [bad('BuildFailed')], source, { lastAttemptedRevision: `main@sha1:${REVISION}` }),
    'revision main@1a2b3c4 cannot be applied',
  ],
  [flux('Kustomization', 'apps', [bad('BuildFailed')], source), 'its manifests cannot be applied'],
  [
    flux('HelmRelease', 'podinfo', [bad('InstallFailed')], chart, { lastAttemptedRevision: '6.5.0' }),
    'chart podinfo 6.5.0 cannot be installed',
  ],
  [flux('HelmRelease', 'podinfo', [bad('InstallFailed')], chart), 'chart podinfo 6.x cannot be installed'],
  [
    flux('GitRepository', 'home', [bad('GitOperationFailed')], { ref: { branch: 'main' } }),
    'branch main cannot be fetched',
  ],
  [flux('GitRepository', 'home', [bad('GitOperationFailed')]), 'the repository cannot be fetched'],
])('what Flux cannot do is told', (object, words) => {
  const [found] = proven(gitopsNotReady, [object]);
  expect(found).toMatchObject({ message: `${words}: it does not work`, since: new Date(ago('20m')) });
});

test('one that gave up is told sooner', () => {
  const stalled = condition('Stalled', 'True', 'RetriesExceeded', '5m', 'Failed to upgrade after 3 attempts');
  const [found] = proven(gitopsNotReady, [
    flux('HelmRelease', 'podinfo', [bad('UpgradeFailed', '5m'), stalled], chart),
  ]);
  expect(found).toMatchObject({ reason: 'UpgradeFailed' });
  expect(proven(gitopsNotReady, [flux('HelmRelease', 'podinfo', [stalled], chart)])[0]?.reason).toBe('RetriesExceeded');
});

test('who waits for a source names it', () => {
  const cause = 'source/GitRepository/flux-system/home';
  const objects = [
    flux('Kustomization', 'apps', [bad('ArtifactFailed')], source),
    flux('GitRepository', 'home', [bad('x')]),
  ];
  expect(proven(gitopsNotReady, objects).map((f) => f.cause)).toEqual([cause, cause]);
});

test.each([
  ['ready', [flux('Kustomization', 'apps', [ready])]],
  ['on its way', [flux('Kustomization', 'apps', [bad('Progressing')])]],
  ['tried again', [flux('Kustomization', 'apps', [bad('BuildFailed', '10m')])]],
  ['suspended', [flux('Kustomization', 'apps', [bad('BuildFailed')], { suspend: true })]],
  ['new', [flux('Kustomization', 'apps', [])]],
  ['not known', [flux('Kustomization', 'apps', [condition('Ready', 'Unknown', 'Progressing', '20m')])]],
])('what is %s is fine', (_, objects) => {
  expect(proven(gitopsNotReady, objects)).toEqual([]);
});

test('who waits for another is that one’s symptom', () => {
  const waits = (name: string, on: string) =>
    flux('Kustomization', name, [bad('DependencyNotReady')], { dependsOn: [{ name: on }] });
  const names = (objects: readonly object[]) => proven(gitopsNotReady, objects).map((f) => f.subject.name);
  expect(names([waits('c', 'b'), waits('b', 'a'), flux('Kustomization', 'a', [bad('BuildFailed')])])).toEqual(['a']);
  expect(names([waits('b', 'a'), flux('Kustomization', 'a', [bad('BuildFailed')], { suspend: true })])).toEqual([]);
  expect(names([waits('b', 'a')])).toEqual(['b']);
  expect(names([waits('b', 'a'), waits('a', 'b')])).toEqual(['b', 'a']);
});
