import { expect, test } from 'vitest';
import { slim } from './access-slim.ts';

const revision = (env: readonly object[]) => ({
  metadata: {
    name: 'web-1',
    managedFields: [{}],
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'SECRET' },
    ownerReferences: [{ kind: 'StatefulSet', name: 'web' }],
  },
  revision: 3,
  data: {
    spec: {
      template: {
        $patch: 'replace',
        metadata: { labels: { app: 'web' }, annotations: { note: 'SECRET', 'checksum/config': 'abc' } },
        spec: { containers: [{ name: 'web', image: 'a:1', env }] },
      },
      other: 'SECRET',
    },
  },
});
const env = (value: string) => [
  { name: 'A', value },
  { name: 'B', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
];

test('of a ControllerRevision the template is kept, and of a variable whether it is another one', () => {
  const [first, same, other] = ['SECRET', 'SECRET', 'else'].map((value) =>
    slim('ControllerRevision', revision(env(value))),
  );
  expect(first).toEqual(same);
  expect(first).not.toEqual(other);
  expect(JSON.stringify(first)).not.toContain('SECRET');
  expect(first).toEqual({
    kind: 'ControllerRevision',
    metadata: { name: 'web-1', ownerReferences: [{ kind: 'StatefulSet', name: 'web' }] },
    revision: 3,
    data: {
      spec: {
        template: {
          metadata: { labels: { app: 'web' }, annotations: { 'checksum/config': 'abc' } },
          spec: {
            containers: [
              {
                name: 'web',
                image: 'a:1',
                env: [
                  { name: 'A', value: expect.stringMatching(/^\[masked [0-9a-f]{12}\]$/) },
                  { name: 'B', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
                ],
              },
            ],
          },
        },
      },
    },
  });
});

test('the revision of something else holds nothing we know', () => {
  expect(slim('ControllerRevision', { metadata: { name: 'x' }, revision: 1, data: { password: 'SECRET' } })).toEqual({
    kind: 'ControllerRevision',
    metadata: { name: 'x' },
    revision: 1,
    data: null,
  });
});

test('of a SealedSecret nothing that is sealed', () => {
  const sealed = {
    metadata: { name: 'db' },
    spec: { encryptedData: { password: 'SECRET' } },
    status: { conditions: [] },
  };
  expect(slim('SealedSecret', sealed)).toEqual({
    kind: 'SealedSecret',
    metadata: { name: 'db' },
    status: { conditions: [] },
  });
});
