import { afterEach, expect, test } from 'vitest';
import { type FakeApi, type FakeApiOptions, fakeApi } from '../../tests/support/fake-api.ts';
import type { Right } from '../domain/rights.ts';
import { systemClock } from '../platform/clock.ts';
import { findCredentials } from './credentials.ts';
import { greet } from './greeting.ts';
import { openLink } from './http.ts';
import { reviews } from './reviews.ts';

const signal = new AbortController().signal;
let api: FakeApi | null = null;
afterEach(async () => {
  await api?.stop();
  api = null;
});

async function asking(options: FakeApiOptions = {}, token = 'ours') {
  api = await fakeApi(options);
  const kubeconfig = api.kubeconfig({ token });
  const none = { context: null, home: null, serviceHost: null, servicePort: null };
  const link = openLink(findCredentials({ kubeconfig, ...none }));
  return { link, asked: reviews(link, { clock: systemClock, callTimeoutMs: 1000 }) };
}

const right = (verb: string, resource: string, more: Partial<Right> = {}): Right => {
  return { verb, group: '', resource, namespace: null, name: null, ...more };
};

test('asks who it is and what it may, subresources, names and namespaces apart', async () => {
  const { asked } = await asking();
  expect(await asked.whoAmI(signal)).toBe('system:serviceaccount:k8s-monitor:k8s-monitor');
  const own = { namespace: 'k8s-monitor', name: 'state-0' };
  const answers = await Promise.all(
    [
      right('list', 'pods'),
      right('get', 'pods/log'),
      right('get', 'secrets'),
      right('create', 'pods/exec'),
      right('update', 'configmaps', own),
      right('update', 'configmaps', { namespace: 'k8s-monitor' }),
      right('update', 'configmaps', { ...own, name: 'other' }),
    ].map((one) => asked.may(one, signal)),
  );
  expect(answers).toEqual([true, true, false, false, true, false, false]);
  const { rules, incomplete } = await asked.rights('k8s-monitor', signal);
  expect(incomplete).toBe(false);
  expect(rules).toContainEqual({
    verbs: ['get', 'update', 'create'],
    groups: ['coordination.k8s.io'],
    resources: ['leases'],
    names: ['state'],
  });
});

test('at most eight questions at once', async () => {
  const { asked } = await asking();
  await Promise.all(Array.from({ length: 40 }, () => asked.may(right('list', 'pods'), signal)));
  expect(api?.mostAtOnce()).toBeLessThanOrEqual(8);
});

test('a server that does not tell the name is no fault; one that does not know us is', async () => {
  const old = await asking({ script: ({ path }) => (path.includes('authentication') ? { status: 404 } : null) });
  expect(await old.asked.whoAmI(signal)).toBeNull();
  await api?.stop();
  const strange = await asking({ token: 'another' }, 'ours');
  await expect(strange.asked.whoAmI(signal)).rejects.toMatchObject({ fault: 'unauthorized' });
  await expect(strange.asked.may(right('list', 'pods'), signal)).rejects.toMatchObject({ fault: 'unauthorized' });
});

test('nothing else is POSTed', async () => {
  const { link } = await asking();
  const wanted = { accept: 'application/json', maxBytes: 1000, signal };
  for (const path of ['api/v1/namespaces/x/pods', 'apis/authorization.k8s.io/v1/subjectaccessreviews'])
    await expect(link.ask({ ...wanted, path }, '{}')).rejects.toThrow('only questions about oneself');
  expect(api?.asked).toEqual([]);
});

test.each([[0], [90], [-3600]])('a clock that is %i s ahead is found, to a second', async (seconds) => {
  const date = () => new Date(Date.now() + seconds * 1000).toUTCString();
  const body = '{"gitVersion":"v1.34.2"}';
  const { link } = await asking({ script: () => ({ status: 200, body, headers: { date: date() } }) });
  const { version, aheadMs } = await greet(link, systemClock, signal);
  expect(version).toBe('v1.34.2');
  expect(Math.abs((aheadMs ?? Number.NaN) - seconds * 1000)).toBeLessThan(1500);
});

test('whoever may not know the version still hears the time', async () => {
  const { link } = await asking({ script: () => ({ status: 403 }) });
  expect(await greet(link, systemClock, signal)).toMatchObject({ version: null, aheadMs: expect.any(Number) });
});
