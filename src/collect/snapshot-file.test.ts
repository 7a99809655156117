import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NOW } from '../../tests/support/view.ts';
import type { Snapshot } from '../kinds/snapshot.ts';
import { readSnapshot } from './snapshot-file.ts';

const OPTIONS = { now: NOW, firstNamespaces: [] };

function folder(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'k8s-monitor-test-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

const readFile = (text: string, name = 'cluster.yaml') => readSnapshot(join(folder({ [name]: text }), name), OPTIONS);
const podNames = ({ objects }: Snapshot) => objects.Pod.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
const pod = (name: string, parts: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'web' },
  ...parts,
});
const yamlPod = (name: string, indent = '') =>
  [
    '- apiVersion: v1',
    '  kind: Pod',
    `  metadata: {name: ${name}, namespace: web}`,
    '  spec:',
    '    containers:',
    '    - name: app',
    '',
  ].join(`\n${indent}`);

describe('forms people have', () => {
  test.each<[string, string]>([
    ['a JSON list', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [pod('a'), pod('b')] })],
    [
      'a typed list whose items have no kind',
      JSON.stringify({ apiVersion: 'v1', kind: 'PodList', items: [{ ...pod('a'), kind: undefined }, pod('b')] }),
    ],
    ['a JSON array', JSON.stringify([pod('a'), pod('b')])],
    ['JSON objects in a row', `${JSON.stringify(pod('a'), null, 2)}\n${JSON.stringify(pod('b'), null, 2)}\n`],
    [
      'a YAML list',
      `# now: x\napiVersion: v1\nitems:\n${yamlPod('a')}${yamlPod('b')}kind: List\nmetadata:\n  resourceVersion: ""\n`,
    ],
    ['an indented YAML list', `kind: List\napiVersion: v1\nitems:\n  ${yamlPod('a', '  ')}${yamlPod('b', '  ')}`],
    [
      'several documents',
      `---\n${JSON.stringify(pod('a'))}\n---\n# nothing\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: b\n  namespace: web\n...\n`,
    ],
    ['BOM and CRLF', `\uFEFFkind: List\r\nitems:\r\n${(yamlPod('a') + yamlPod('b')).replaceAll('\n', '\r\n')}`],
    [
      'anchors across items',
      `kind: List\nitems:\n- kind: Pod\n  metadata: &m {name: a, namespace: web}\n- kind: Pod\n  metadata: {<<: *m, name: b, namespace: web}\n`,
    ],
  ])('%s', async (_, text) => {
    const snapshot = await readFile(text);
    expect(podNames(snapshot)).toEqual(['web/a', 'web/b']);
    expect(snapshot.skipped).toEqual([]);
    expect([...snapshot.coverage]).toEqual([['Pod', 'full']]);
    expect(snapshot.gaps).toEqual([]);
  });

  test('one object', async () => {
    expect(podNames(await readFile(JSON.stringify(pod('a')), 'pod.json'))).toEqual(['web/a']);
  });

  test('a folder, with links, and the same object twice', async () => {
    const at = folder({
      'a.json': JSON.stringify(pod('a')),
      'more/b.yml': 'kind: Pod\nmetadata: {name: b, namespace: web}',
      'notes.txt': 'x',
    });
    symlinkSync(join(at, 'a.json'), join(at, 'more', 'again.json'));
    symlinkSync(at, join(at, 'more', 'up'));
    expect(podNames(await readSnapshot(at, OPTIONS))).toEqual(['web/a', 'web/b']);
  });

  test('the cluster is known by its kube-system', async () => {
    const text = JSON.stringify([{ kind: 'Namespace', metadata: { name: 'kube-system', uid: 'u1' } }]);
    expect((await readFile(text, 'prod.json')).cluster).toEqual({ uid: 'u1', name: 'prod', version: null });
  });

  test('kinds of other groups that share a name are not ours', async () => {
    const other = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 's', namespace: 'web' } };
    const snapshot = await readFile(JSON.stringify([other]));
    expect([snapshot.objects.Service, snapshot.coverage.size, snapshot.skipped]).toEqual([[], 0, []]);
  });
});

describe('what is broken does not lose the rest', () => {
  test('odd items', async () => {
    const items = [
      pod('a'),
      null,
      7,
      'x',
      [],
      {},
      { kind: 'Pod' },
      { kind: 'Pod', metadata: { name: 'odd', namespace: 'n' }, spec: 3 },
    ];
    const snapshot = await readFile(JSON.stringify({ kind: 'List', items }));
    expect(podNames(snapshot)).toEqual(['web/a']);
    expect(snapshot.skipped).toHaveLength(6);
    expect(snapshot.skipped).toContainEqual(expect.objectContaining({ kind: 'Pod', namespace: 'n', name: 'odd' }));
  });

  test('a broken document, with its line', async () => {
    const snapshot = await readFile(
      `kind: Pod\nmetadata: {name: a, namespace: web}\n---\nkind: Pod\nmetadata: [\n---\nkind: Pod\nmetadata: {name: b, namespace: web}\n`,
    );
    expect(podNames(snapshot)).toEqual(['web/a', 'web/b']);
    expect(snapshot.skipped).toEqual([
      expect.objectContaining({ kind: 'document', why: expect.stringMatching(/^cluster\.yaml:[56]: /) }),
    ]);
  });

  test('a broken item of a YAML list, with its line', async () => {
    const snapshot = await readFile(
      `kind: List\nitems:\n${yamlPod('a')}- kind: Pod\n  metadata: {name: "x\n${yamlPod('b')}`,
    );
    expect(podNames(snapshot)).toEqual(['web/a', 'web/b']);
    expect(snapshot.skipped[0]?.why).toMatch(/^cluster\.yaml:(9|10): /);
  });

  test('a broken file in a folder', async () => {
    const at = folder({
      'a.json': JSON.stringify(pod('a')),
      'b.json': '{"kind": "Pod", "metadata": {"name"',
      'c.yaml': '\t- {',
    });
    const snapshot = await readSnapshot(at, OPTIONS);
    expect(podNames(snapshot)).toEqual(['web/a']);
    expect(snapshot.skipped.map(({ why }) => why.split(':')[0])).toEqual(['b.json', 'c.yaml']);
  });
});

describe('what can not be a snapshot', () => {
  test.each<[string, string, RegExp]>([
    ['empty', '', /holds no Kubernetes object$/],
    ['a text', 'hello', /holds no Kubernetes object \(cluster\.yaml:1: not a Kubernetes object\)$/],
    ['broken', '{"kind": "Po', /holds no Kubernetes object \(cluster\.yaml:1: /],
    ['an empty list', 'kind: List\nitems: []\n', /holds no Kubernetes object$/],
  ])('%s', async (_, text, message) => {
    await expect(readFile(text)).rejects.toThrow(message);
    await expect(readFile(text)).rejects.toMatchObject({ name: 'ConfigError' });
  });

  test('nothing there', async () => {
    await expect(readSnapshot('/nowhere/x.yaml', OPTIONS)).rejects.toThrow('/nowhere/x.yaml: no such file or folder');
  });
});

describe('kubectl cluster-info dump', () => {
  const crashing = pod('a', {
    status: {
      containerStatuses: [
        { name: 'app', state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: { exitCode: 1 } } },
      ],
    },
  });
  const nodes = JSON.stringify({ kind: 'NodeList', apiVersion: 'v1', items: [{ metadata: { name: 'n1' } }] }, null, 4);
  const pods = JSON.stringify(
    { kind: 'PodList', apiVersion: 'v1', items: [{ ...crashing, kind: undefined }] },
    null,
    4,
  );
  const log = [
    '==== START logs for container app of pod web/a ====',
    '{',
    'panic',
    '}',
    '==== END logs for container app of pod web/a ====',
    '',
  ].join('\n');
  const wanted = {
    pod: { kind: 'Pod', namespace: 'web', name: 'a' },
    container: 'app',
    previous: false,
    text: '{\npanic\n}',
    cut: false,
  };

  test('a folder', async () => {
    const snapshot = await readSnapshot(
      folder({ 'nodes.json': nodes, 'web/pods.json': pods, 'web/a/logs.txt': log }),
      OPTIONS,
    );
    expect([podNames(snapshot), snapshot.objects.Node.length, snapshot.skipped]).toEqual([['web/a'], 1, []]);
    expect(snapshot.logs).toEqual([wanted]);
  });

  test('one stream', async () => {
    const snapshot = await readFile(`${nodes}\n${pods}\n${log}`, 'dump.txt');
    expect([podNames(snapshot), snapshot.objects.Node.length, snapshot.skipped]).toEqual([['web/a'], 1, []]);
    expect(snapshot.logs).toEqual([wanted]);
  });
});
