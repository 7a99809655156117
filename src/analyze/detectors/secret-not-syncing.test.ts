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
  expect(proven(secretNotSyncing, [secret([condition('Ready', 'True', 'SecretSynced')]), secret([])])).toEqual([]);
  expect(proven(secretNotSyncing, [secret([failing], {}, { deletionTimestamp: ago('1m') })])).toEqual([]);
});
