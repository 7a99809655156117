import { expect, test } from 'vitest';
import { proven } from '../../../tests/support/proven.ts';
import { ago } from '../../../tests/support/view.ts';
import { condition } from '../../../tests/support/workload.ts';
import { storeNotReady } from './store-not-ready.ts';

function store(kind: string, conditions: readonly object[], metadata: object = {}): object {
  const namespace = kind === 'SecretStore' ? { namespace: 'shop' } : {};
  return { kind, metadata: { name: 'vault', ...namespace, ...metadata }, spec: {}, status: { conditions } };
}

const invalid = condition('Ready', 'False', 'InvalidProviderConfig', '20m', 'unable to log in with Kubernetes auth.');

test.each(['SecretStore', 'ClusterSecretStore'])('a %s that is not ready is told', (kind) => {
  const [found] = proven(storeNotReady, [store(kind, [invalid])]);
  expect(found?.message).toBe('the secret store gives no secrets: unable to log in with Kubernetes auth');
  expect(found).toMatchObject({
    reason: 'InvalidProviderConfig',
    since: new Date(ago('20m')),
    subject: { kind, name: 'vault' },
    cause: `store/${kind}/${kind === 'SecretStore' ? 'shop' : ''}/vault`,
  });
});

test('without a word it is told as well', () => {
  expect(proven(storeNotReady, [store('SecretStore', [condition('Ready', 'False', '')])])[0]).toMatchObject({
    message: 'the secret store gives no secrets: its controller gives no cause',
    reason: 'NotReady',
  });
});

test.each([
  ['is ready', store('SecretStore', [condition('Ready', 'True', 'Valid')])],
  ['nobody has looked at', store('SecretStore', [])],
  ['failed a moment ago', store('SecretStore', [condition('Ready', 'False', 'ValidationFailed', '5m')])],
  ['is in an unknown state', store('SecretStore', [condition('Ready', 'Unknown', 'x')])],
  ['is being deleted', store('SecretStore', [invalid], { deletionTimestamp: ago('1m') })],
])('a store that %s is fine', (_, one) => {
  expect(proven(storeNotReady, [one])).toEqual([]);
});
