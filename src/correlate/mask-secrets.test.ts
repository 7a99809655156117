import { expect, it } from 'vitest';
import { maskSecrets } from './mask-secrets.ts';

const mask = (path: string, ...lines: string[]) => maskSecrets(path, lines.join('\n'), 'patch').split('\n');

it('leaves of a Secret the names of its keys, in the old and the new lines', () => {
  expect(
    mask(
      'base/db.yaml',
      '@@ -1,8 +1,8 @@',
      ' apiVersion: v1',
      ' kind: Secret',
      ' metadata:',
      '   name: db',
      ' data:',
      '-  password: b2xk',
      '+  password: bmV3',
      '   ca.crt: |',
      '     LS0tLS1CRUdJTg==',
      ' type: Opaque',
    ),
  ).toEqual([
    '@@ -1,8 +1,8 @@',
    ' apiVersion: v1',
    ' kind: Secret',
    ' metadata:',
    '   name: db',
    ' data:',
    '-  password: [masked]',
    '+  password: [masked]',
    '   ca.crt: |',
    '     [masked]',
    ' type: Opaque',
  ]);
});

it('knows the section from the header of the hunk when the kind is out of sight', () => {
  expect(mask('x.yaml', '@@ -9,2 +9,2 @@ stringData:', '-  user: ann', '+  user: bob')).toEqual([
    '@@ -9,2 +9,2 @@ stringData:',
    '-  user: [masked]',
    '+  user: [masked]',
  ]);
  // Of data of an unknown kind, what is encoded; a setting stays readable.
  expect(mask('x.yaml', '@@ -9,2 +9,2 @@ data:', '-  a: aHVudGVy', '+  level: debug')).toEqual([
    '@@ -9,2 +9,2 @@ data:',
    '-  a: [masked]',
    '+  level: debug',
  ]);
});

it('takes every value out of a file named after secrets, unless it shows another kind', () => {
  expect(mask('base/secrets.yaml', '@@ -5 +5 @@', '-  user: ann', '+  user: bob').slice(1)).toEqual([
    '-  user: [masked]',
    '+  user: [masked]',
  ]);
  const other = ['@@ -1,3 +1,3 @@', ' kind: ConfigMap', ' data:', '+  user: aGVsbG8gd29ybGQ='];
  expect(mask('base/secrets.yaml', ...other)).toEqual(other);
  const external = ['@@ -5 +5 @@', '+    property: password'];
  expect(mask('base/external-secret.yaml', ...external)).toEqual(external);
});

it('masks sealed secrets, one-line objects, JSON, literals of a generator and lists', () => {
  expect(mask('s.yaml', '+kind: SealedSecret', '+spec:', '+  encryptedData:', '+    key: AgBy').at(-1)).toBe(
    '+    key: [masked]',
  );
  expect(mask('s.yaml', '+kind: Secret', '+stringData: {a: b}').at(-1)).toBe('+stringData: [masked]');
  expect(mask('s.json', '+{"kind":"Secret","data":{"a":"Yg=="}}')).toEqual(['+[masked]']);
  expect(mask('s.json', '+  "kind": "Secret",', '+  "data": {', '+    "a": "Yg=="', '+  }')).toEqual([
    '+  "kind": "Secret",',
    '+  "data": {',
    '+    "a": [masked]',
    '+  }',
  ]);
  expect(mask('kustomization.yaml', '+secretGenerator:', '+- name: x', '+  literals:', '+  - pw=hunter2')).toEqual([
    '+secretGenerator:',
    '+- name: x',
    '+  literals:',
    '+  - pw=[masked]',
  ]);
});

it('keeps to one object of many, and changes nothing the second time', () => {
  const text = 'kind: Secret\ndata:\n  a: YWJj\n---\nkind: ConfigMap\ndata:\n  b: YWJjZGVmZ2g=';
  const once = maskSecrets('all.yaml', text, 'file');
  expect(once).toBe('kind: Secret\ndata:\n  a: [masked]\n---\nkind: ConfigMap\ndata:\n  b: YWJjZGVmZ2g=');
  expect(maskSecrets('all.yaml', once, 'file')).toBe(once);
});

it('leaves what is no manifest to the redactor', () => {
  expect(mask('main.py', '+data: dict = {}')).toEqual(['+data: dict = {}']);
});
