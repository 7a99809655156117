import { expect, test } from 'vitest';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { condition } from '../../../tests/support/workload.ts';
import { secretNotSyncing } from './secret-not-syncing.ts';

function secret(
  conditions: readonly object[],
  spec: object = { target: { name: 'db-login' } },
  metadata: object = {},
): object {
  return {
    kind: 'ExternalSecret',
    metadata: { name: 'db', namespace: 'shop', ...metadata },
    spec,
    status: { conditions },
  };
}

const failing = condition(
  'Ready',
  'False',
  'SecretSyncedError',
  '20m',
  'could not get secret data from provider: vault is sealed.',
);

test('a secret that is not synced is told with what its controller says', () => {
  const [found] = proven(secretNotSyncing, [secret([failing])]);
  expect(found?.message).toBe(
    'secret db-login is not synced: could not get secret data from provider: vault is sealed',
  );
  expect(found).toMatchObject({
    reason: 'SecretSyncedError',
    since: new Date(ago('20m')),
    subject: { kind: 'ExternalSecret', name: 'db' },
  });
});

test('without target and message it is told as well', () => {
  expect(proven(secretNotSyncing, [secret([condition('Ready', 'False', '')], {})])[0]).toMatchObject({
    message: 'secret db is not synced: its controller gives no cause',
    reason: 'SecretSyncedError',
  });
});

test('one that is synced, new or being deleted is fine', () => {
  expect(proven(secretNotSyncing, [secret([failing], {}, { creationTimestamp: ago('50s') })])).toEqual([]);
  expect(proven(secretNotSyncing, [secret([failing], {}, { creationTimestamp: ago('70s') })])).toHaveLength(1);
  expect(proven(secretNotSyncing, [secret([condition('Ready', 'True', 'SecretSynced')]), secret([])])).toEqual([]);
  expect(proven(secretNotSyncing, [secret([failing], {}, { deletionTimestamp: ago('1m') })])).toEqual([]);
});

function sealed(conditions: readonly object[], metadata: object = {}, status: object = {}): object {
  return {
    kind: 'SealedSecret',
    metadata: { name: 'db', namespace: 'shop', generation: 3, ...metadata },
    status: { conditions, ...status },
  };
}

const locked = condition('Synced', 'False', '', '20m', 'no key could decrypt secret (password)');

test('a sealed secret that nobody can unseal is told', () => {
  const [found] = proven(secretNotSyncing, [sealed([locked], {}, { observedGeneration: 3 })]);
  expect(found?.message).toBe('secret db is not synced: no key could decrypt secret (password)');
  expect(found).toMatchObject({
    reason: 'UnsealFailed',
    since: new Date(ago('20m')),
    subject: { kind: 'SealedSecret', name: 'db' },
    cause: 'secret/shop/db',
  });
});

test('a sealed secret that is unsealed, was changed since, or leaves is fine', () => {
  expect(proven(secretNotSyncing, [sealed([condition('Synced', 'True', '')]), sealed([])])).toEqual([]);
  expect(proven(secretNotSyncing, [sealed([locked], {}, { observedGeneration: 2 })])).toEqual([]);
  expect(proven(secretNotSyncing, [sealed([locked], { deletionTimestamp: ago('1m') })])).toEqual([]);
});

test('whose TLS it is stands beside its name', () => {
  const ingress = {
    kind: 'Ingress',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { tls: [{ secretName: 'db-login', hosts: ['b.example.com', 'a.example.com'] }] },
  };
  const tls = { certificateRefs: [{ name: 'db-login', namespace: 'shop' }] };
  const gateway = {
    kind: 'Gateway',
    metadata: { name: 'edge', namespace: 'infra' },
    spec: { listeners: [{ name: 'https', hostname: 'c.example.com', tls }] },
  };
  const [found] = proven(secretNotSyncing, [secret([failing]), ingress, gateway]);
  expect(found?.message).toMatch(
    /^secret db-login \(of a.example.com, b.example.com and c.example.com\) is not synced: /,
  );
  const elsewhere = { ...ingress, metadata: { name: 'web', namespace: 'front' } };
  expect(proven(secretNotSyncing, [secret([failing]), elsewhere])[0]?.message).toMatch(
    /^secret db-login is not synced/,
  );
});
