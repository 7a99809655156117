import { expect, test } from 'vitest';
import { proven } from '../../../tests/support/proven.ts';
import { ago, NOW } from '../../../tests/support/view.ts';
import { condition } from '../../../tests/support/workload.ts';
import { HOUR } from '../../domain/duration.ts';
import { certificate } from './certificate.ts';

function cert(status: object): object {
  return { kind: 'Certificate', metadata: { name: 'web', namespace: 'shop' }, spec: { secretName: 'web-tls' }, status };
}

function inHours(hours: number): string {
  return new Date(NOW.getTime() + hours * HOUR).toISOString();
}

const notReady = (age: string) => condition('Ready', 'False', 'DoesNotExist', age, 'Secret does not exist');
const ready = condition('Ready', 'True', 'Ready');
const failed = condition('Issuing', 'False', 'Failed', '2h', 'The certificate request has failed: no such zone.');

test('a certificate that was never issued is told with the last failure', () => {
  const [first] = proven(certificate, [cert({ conditions: [notReady('3h'), failed] })]);
  expect(first?.message).toBe(
    'the certificate in secret web-tls is not valid: it was never issued (The certificate request has failed: no such zone)',
  );
  expect(first).toMatchObject({ code: 'certificate-not-ready', reason: 'Failed', since: new Date(ago('3h')) });
  expect(proven(certificate, [cert({ conditions: [notReady('3h')] })])[0]).toMatchObject({
    message: 'the certificate in secret web-tls is not valid: it was never issued (Secret does not exist)',
    reason: 'DoesNotExist',
  });
});

test('a certificate that expired is told since then, even if nobody updates its condition', () => {
  const [found] = proven(certificate, [cert({ notAfter: inHours(-26), conditions: [ready, failed] })]);
  expect(found?.message).toBe(
    'the certificate in secret web-tls is not valid: it expired at 2026-01-14 10:00 UTC and its renewal fails (The certificate request has failed: no such zone)',
  );
  expect(found).toMatchObject({ reason: 'Expired', since: new Date(inHours(-26)) });
});

test('one that expires soon and was not renewed in time is told', () => {
  const [found] = proven(certificate, [
    cert({ notAfter: inHours(250), renewalTime: ago('5d'), conditions: [ready, failed] }),
  ]);
  expect(found?.message).toBe('the certificate in secret web-tls expires in 10 d 10 h and was not renewed');
  expect(found).toMatchObject({ code: 'certificate-expiring', reason: 'Failed', since: new Date(ago('5d')) });
});

test('where nobody says when it is due, two thirds of its time count', () => {
  const [found] = proven(certificate, [cert({ notBefore: ago('80d'), notAfter: inHours(240), conditions: [ready] })]);
  expect(found).toMatchObject({ code: 'certificate-expiring', since: new Date(ago('20d')) });
});

test.each([
  ['lives for a week, half of it', { notBefore: ago('3d'), notAfter: inHours(96), conditions: [ready] }],
  ['does not say how long it has lived', { notAfter: inHours(96), conditions: [ready] }],
  [
    'is valid while its renewal fails',
    { notAfter: inHours(500), renewalTime: ago('5d'), conditions: [condition('Ready', 'False', 'x', '5d'), failed] },
  ],
  ['is about to be renewed', { notAfter: inHours(250), renewalTime: ago('3h'), conditions: [ready] }],
  ['is renewed every day', { notAfter: inHours(12), renewalTime: inHours(4), conditions: [ready] }],
  ['is being issued', { conditions: [notReady('4m')] }],
  ['is ready', { notAfter: inHours(2000), renewalTime: inHours(1000), conditions: [ready] }],
])('a certificate that %s is fine', (_, status) => {
  expect(proven(certificate, [cert(status)])).toEqual([]);
});
