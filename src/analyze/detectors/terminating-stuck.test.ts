import { expect, test } from 'vitest';
import { unheldEvidence } from '../../../tests/support/evidence.ts';
import { pod } from '../../../tests/support/pod.ts';
import { ago, detect } from '../../../tests/support/view.ts';
import { terminatingStuck } from './terminating-stuck.ts';

function messages(...objects: readonly object[]): readonly string[] {
  const found = detect(terminatingStuck, objects);
  expect(unheldEvidence(objects, found)).toEqual([]);
  return found.map((one) => one.message);
}

function deleted(age: string, metadata: object = {}, more: object = {}): object {
  return pod({ metadata: { deletionTimestamp: ago(age), deletionGracePeriodSeconds: 60, ...metadata }, ...more });
}

test('a pod that will not go is told with what holds it', () => {
  const running = { api: { state: { running: { startedAt: ago('1d') } } } };
  expect(messages(deleted('9m', { finalizers: ['acme.io/drain'] }))).toEqual([
    'has been terminating for 10 min: it waits for its finalizer acme.io/drain',
  ]);
  expect(messages(deleted('9m', {}, running))).toEqual(['has been terminating for 10 min: container api still runs']);
  expect(messages(deleted('9m', {}, { phase: 'Succeeded' }))).toEqual([
    'has been terminating for 10 min: the kubelet has not confirmed its end',
  ]);
  expect(detect(terminatingStuck, [deleted('9m')])[0]).toMatchObject({
    since: new Date(ago('9m')),
    reason: 'Terminating',
  });
});

test('a lost node explains it', () => {
  const lost = {
    kind: 'Node',
    metadata: { name: 'node-a' },
    status: { conditions: [{ type: 'Ready', status: 'Unknown' }] },
  };
  const other = { kind: 'Node', metadata: { name: 'node-b' } };
  expect(messages(deleted('9m'), lost)).toEqual(['has been terminating for 10 min: its node node-a does not answer']);
  expect(messages(deleted('9m'), other)).toEqual(['has been terminating for 10 min: its node node-a is gone']);
});

test('within five minutes of its grace period a pod may still go', () => {
  expect(messages(deleted('5m'), pod())).toEqual([]);
});

function namespace(age: string, conditions: readonly object[] = []): object {
  return {
    kind: 'Namespace',
    metadata: { name: 'old', deletionTimestamp: ago(age) },
    status: { phase: 'Terminating', conditions },
  };
}

test('a namespace that will not go is told with what is left in it', () => {
  const left = {
    type: 'NamespaceContentRemaining',
    status: 'True',
    reason: 'SomeResourcesRemain',
    message: 'Some resources are remaining: widgets.acme.io has 1 resource instances',
  };
  expect(messages(namespace('11m', [left]))).toEqual([
    'has been terminating for 11 min: Some resources are remaining: widgets.acme.io has 1 resource instances',
  ]);
  expect(messages(namespace('11m'))).toEqual([
    'has been terminating for 11 min: its status does not say what is left in it',
  ]);
  expect(messages(namespace('10m', [left]))).toEqual([]);
});

test('all that its conditions say is left stands in the evidence', () => {
  const held = (type: string, message: string) => ({ type, status: 'True', reason: 'Some', message });
  const [found] = detect(terminatingStuck, [
    namespace('11m', [
      held('NamespaceContentRemaining', 'Some resources are remaining: widgets.acme.io has 1 resource instances'),
      held('NamespaceFinalizersRemaining', 'Some content has finalizers remaining: acme.io/hold in 1 instances'),
    ]),
  ]);
  expect(found?.message).toContain('acme.io/hold');
  expect(found?.evidence.map((e) => e.field)).toEqual([
    'metadata.deletionTimestamp',
    'status.conditions[NamespaceFinalizersRemaining].message',
    'status.conditions[NamespaceContentRemaining].message',
  ]);
});
