import { expect, test } from 'vitest';
import { manifestOf } from './manifest.ts';

const SECRET = 'Winter2026';
const shown = (object: object) => manifestOf({ kind: 'HelmRelease', ...object });
const values = (inner: object) => shown({ spec: { values: inner } });

test.each([
  ['a list that is a command line', { extraArgs: ['--password', SECRET] }],
  ['a short flag in it', { extraFlags: ['-p', SECRET] }],
  ['a flag and password in one', { flags: [`-p${SECRET}`] }],
  ['a command whose flags say nothing', { hook: ['redis-cli', '-a', SECRET] }],
  ['a login', { init: ['docker', 'login', '-u', 'bob', '-p', SECRET] }],
  ['a list inside a list', { steps: [['--token', SECRET]] }],
  ['a list of secrets', { apiKeys: [SECRET] }],
  ['a pair of key and value', { params: [{ key: 'adminPassword', value: SECRET }] }],
  ['a pair with a number', { params: [{ name: 'adminPassword', value: 47114711 }] }],
  ['a number', { adminPassword: 47114711 }],
  ['a token that looks like a name', { vault: { token: 'hvs.winter' } }],
  ['something drawn at random', { opaque: 'q7Z81aBcDeF09xYz' }],
])('%s is masked', (_what, inner) => {
  const text = values(inner);
  expect(text).toContain('[redacted: ');
  expect(text).not.toMatch(/Winter2026|47114711|hvs\.winter|q7Z81/);
});

test.each(['annotations', 'labels'])('%s: by name and by shape', (field) => {
  const metadata = {
    [field]: { 'vault-token': 'hvs.abc', 'acme.io/db-pass': 'blue', opaque: 'q7Z81aBcDeF09xYz', team: 'shop' },
  };
  const text = shown({ metadata });
  expect(text).toContain('team: shop');
  expect(text).not.toMatch(/hvs\.abc|blue|q7Z81/);
});

test('a probe is a command line', () => {
  const containers = [
    { name: 'db', livenessProbe: { exec: { command: ['mysqladmin', 'ping', '--password', SECRET] } } },
  ];
  expect(shown({ spec: { containers } })).toContain('command: "mysqladmin ping --password [redacted: password]"');
});

test('names of secrets, versions and lists that are none stay', () => {
  const text = shown({
    metadata: {
      annotations: {
        'nginx.ingress.kubernetes.io/auth-secret': 'basic-auth',
        'checksum/config': '4fa1b2c3d4e5f60718293a4b5c6d7e8f',
      },
      finalizers: ['helm.sh/hook'],
    },
    status: { lastAppliedRevision: '4fa1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      secretName: 'mysql',
      data: [{ secretKey: 'password', remoteRef: { key: 'shop/db' } }],
      values: { allowEmptyPassword: true, hosts: ['a.example.com', 'b.example.com'], existingSecret: 'mysql-auth' },
    },
  });
  expect(text).not.toContain('redacted');
  for (const word of ['basic-auth', 'helm.sh/hook', 'secretKey: password', '- b.example.com', 'mysql-auth', '90a1b2c3'])
    expect(text).toContain(word);
});
