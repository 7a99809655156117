import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rawObject } from '../../tests/support/raw-object.ts';
import { NOW, snapshotOf } from '../../tests/support/view.ts';
import { project } from '../kinds/project.ts';
import type { HasMeta } from '../kinds/refs.ts';
import { ALL_KINDS } from '../kinds/registry.ts';
import type { Snapshot } from '../kinds/snapshot.ts';
import { redact } from '../platform/redact/redact.ts';
import { inOrder } from './order.ts';
import { writeRecording } from './record.ts';
import { readSnapshot } from './snapshot-file.ts';

const OPTIONS = { now: new Date('2030-01-01T00:00:00Z'), firstNamespaces: [] };
const newFolder = () => mkdtempSync(join(tmpdir(), 'k8s-monitor-test-'));

const SNAPSHOT: Snapshot = {
  ...snapshotOf([
    {
      kind: 'Pod',
      metadata: { name: 'b', namespace: 'web' },
      spec: { containers: [{ name: 'app', env: [{ name: 'DB', value: 'mysql:3306' }] }] },
    },
    { kind: 'Pod', metadata: { name: 'a', namespace: 'web' } },
    { kind: 'Node', metadata: { name: 'n1' } },
    { kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'web' } },
    { kind: 'Lease', metadata: { name: 'n1', namespace: 'kube-node-lease' }, spec: { holderIdentity: 'n1' } },
  ]),
  coverage: new Map([
    ['Pod', 'partial'],
    ['Node', 'full'],
    ['HelmRelease', 'not-served'],
  ]),
  completeNamespaces: new Map([['Pod', ['web']]]),
  gaps: [{ verb: 'list', resource: 'pods', namespace: 'mysql', cause: 'forbidden', detail: 'no' }],
  skipped: [{ kind: 'Pod', namespace: 'web', name: 'odd', why: 'spec: expected object' }],
  notChecked: ['how full volumes are on 8 of 20 nodes'],
  volumes: [
    {
      namespace: 'web',
      claim: 'data',
      usedBytes: 9,
      availableBytes: 1,
      capacityBytes: 10,
      inodes: null,
      inodesFree: null,
    },
  ],
  logs: [
    {
      pod: { kind: 'Pod', namespace: 'web', name: 'a' },
      container: 'app',
      previous: true,
      cut: true,
      text: redact('panic\nü\n', 100),
    },
  ],
};

describe('a recording', () => {
  test('is read back as the same snapshot, from its folder and from its head', async () => {
    const folder = join(newFolder(), 'new', 'recording');
    await writeRecording(folder, SNAPSHOT);
    const wanted = { ...SNAPSHOT, objects: { ...SNAPSHOT.objects, Pod: inOrder(SNAPSHOT.objects.Pod) } };
    expect(await readSnapshot(folder, OPTIONS)).toEqual(wanted);
    expect(await readSnapshot(join(folder, 'recording.json'), OPTIONS)).toEqual(wanted);
  });

  test('holds one object a line and no values of variables', async () => {
    const folder = newFolder();
    await writeRecording(folder, SNAPSHOT);
    const text = readFileSync(join(folder, 'objects', 'Pod.json'), 'utf8');
    expect(text.split('\n')).toHaveLength(5);
    expect(text).toContain('"address":"mysql:3306"');
    expect(text).not.toContain('"value"');
  });

  test('replaces an earlier one whole', async () => {
    const folder = newFolder();
    await writeRecording(folder, SNAPSHOT);
    const { Pod: _, ...objects } = SNAPSHOT.objects;
    await writeRecording(folder, { ...SNAPSHOT, objects: { ...objects, Pod: [] }, logs: [] });
    expect(readdirSync(folder).sort()).toEqual(['objects', 'recording.json']);
    expect(readdirSync(join(folder, 'objects'))).toEqual(['ConfigMap.json', 'Lease.json', 'Node.json']);
  });

  test('is not written over anything else', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'thesis.txt'), 'mine');
    await expect(writeRecording(folder, SNAPSHOT)).rejects.toThrow(/there is something else in it \(thesis\.txt\)/);
    expect(readdirSync(folder)).toEqual(['thesis.txt']);
  });

  test.each<[string, (head: string) => string, RegExp]>([
    ['cut short', (head) => head.replace('"complete": true', '"complete": false'), /cut short/],
    ['newer', (head) => head.replace('"schemaVersion": 1', '"schemaVersion": 2'), /newer k8s-monitor/],
    ['torn', (head) => head.slice(0, 50), /damaged/],
    ['another file', () => '{}', /not a recording/],
    ['pointing elsewhere', (head) => head.replace(/"logs\/.*"/, '"../../etc/passwd"'), /not a recording/],
  ])('that is %s is refused', async (_, change, message) => {
    const folder = newFolder();
    await writeRecording(folder, SNAPSHOT);
    const head = join(folder, 'recording.json');
    writeFileSync(head, change(readFileSync(head, 'utf8')));
    await expect(readSnapshot(folder, OPTIONS)).rejects.toThrow(message);
  });

  test('gives back any objects of any kind', async () => {
    const folder = newFolder();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...ALL_KINDS).chain(rawObject), { maxLength: 8 }), async (raws) => {
        const snapshot = snapshotOf(raws, { now: NOW });
        await writeRecording(folder, snapshot);
        const read = await readSnapshot(folder, OPTIONS);
        for (const kind of ALL_KINDS) {
          const objects: readonly HasMeta[] = snapshot.objects[kind];
          expect(read.objects[kind]).toEqual(inOrder(objects));
        }
      }),
      { numRuns: 15 },
    );
  });
});

test.each(ALL_KINDS)('projecting a projected %s changes nothing', (kind) => {
  fc.assert(
    fc.property(rawObject(kind), (raw) => {
      const once = project(kind, raw);
      expect(once.ok).toBe(true);
      if (!once.ok) return;
      const twice = project(kind, JSON.parse(JSON.stringify(once.object)));
      expect(twice).toEqual(once);
    }),
    { numRuns: 50 },
  );
});
