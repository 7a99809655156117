// Must hold 11 through the process, on a scripted API server: what could not be read is never healthy.
import { expect, it, onTestFinished } from 'vitest';
import { Report } from '../../src/domain/report.ts';
import { cli, scratch } from '../support/cli.ts';
import { type FakeApiOptions, fakeApi } from '../support/fake-api.ts';

const OBJECTS = [
  { kind: 'Namespace', metadata: { name: 'kube-system', uid: 'cluster-1' } },
  ...['mysql', 'vault', 'n8n'].map((name) => ({ kind: 'Namespace', metadata: { name } })),
];

/** The settings that make a test wait for nothing. */
const QUICK = { API_CALL_TIMEOUT_SECONDS: '1', READ_DEADLINE_SECONDS: '4', SECOND_LOOK_SECONDS: '0.1' };

async function against(script: FakeApiOptions['script'], state = scratch(), now: readonly string[] = []) {
  const api = await fakeApi({ objects: OBJECTS, ...(script && { script }) });
  onTestFinished(api.stop);
  return run(api.kubeconfig(), state, now);
}

async function run(kubeconfig: string, state: string, now: readonly string[] = []) {
  const { code, stdout } = await cli(['run', '--once', '--state', state, '--output', 'json', ...now], {
    KUBECONFIG: kubeconfig,
    ...QUICK,
  });
  const report = Report.parse(JSON.parse(stdout));
  const by = (rule: string) => report.incidents.filter((i) => i.rules[0] === rule);
  const state_ = (name: string) => report.services.find((s) => s.name === name)?.state;
  return { code, report, by, state: state_ };
}

it('an unreachable API server is BLIND: SEV-2, and SEV-1 in the next slot, never resolved, exit code 3', async () => {
  const api = await fakeApi({ objects: OBJECTS });
  const kubeconfig = api.kubeconfig();
  await api.stop();
  const state = scratch();
  const first = await run(kubeconfig, state, ['--now', '2026-03-10T10:05:00Z']);
  expect(first.code).toBe(3);
  expect(first.report.cycle.outcome).toBe('failed');
  expect(first.by('BLIND')).toMatchObject([{ severity: 'SEV-2', status: 'open' }]);
  expect(new Set(first.report.services.map((s) => s.state))).toEqual(new Set(['unknown']));
  const retry = await run(kubeconfig, state, ['--now', '2026-03-10T10:20:00Z']);
  expect(retry.by('BLIND')).toMatchObject([{ severity: 'SEV-2' }]);
  const next = await run(kubeconfig, state, ['--now', '2026-03-10T11:05:00Z']);
  expect(next.by('BLIND')).toMatchObject([{ severity: 'SEV-1', id: first.by('BLIND')[0]?.id }]);
  expect(next.report.decisions[0]).toMatchObject({ verdict: 'notify', reason: 'worse' });
});

it('one forbidden kind is a gap that is named; the same gap an hour later ends with 0', async () => {
  const state = scratch();
  const forbidden: FakeApiOptions['script'] = ({ resource }) =>
    resource === 'horizontalpodautoscalers.autoscaling' ? { status: 403 } : null;
  const first = await against(forbidden, state);
  expect(first.code).toBe(1);
  expect(first.report.gaps).toMatchObject([
    { verb: 'list', resource: 'horizontalpodautoscalers.autoscaling', namespace: null, cause: 'forbidden', hides: [] },
  ]);
  expect(first.by('GAP')).toMatchObject([{ severity: 'SEV-3' }]);
  expect((await against(forbidden, state)).code).toBe(0);
});

it('pods forbidden in one namespace hide the services there, and nothing else', async () => {
  const { code, report, by, state } = await against(({ resource, namespace }) =>
    resource === 'pods' && (namespace === null || namespace === 'mysql') ? { status: 403 } : null,
  );
  expect(code).toBe(1);
  expect(report.gaps).toMatchObject([{ resource: 'pods', namespace: 'mysql', cause: 'forbidden', hides: ['mysql'] }]);
  expect(by('GAP')).toMatchObject([{ severity: 'SEV-2', affected: ['mysql'] }]);
  expect(state('mysql')).toBe('unknown');
});

it.each([
  ['truncated JSON', { status: 200, body: '{"kind":"PodList","items":[{"metadata":{"na' }],
  ['HTML in place of JSON', { status: 200, body: '<html>sign in</html>' }],
])('%s is a gap, never "healthy"', async (_what, answer) => {
  const { code, report, by } = await against(({ resource }) => (resource === 'pods' ? answer : null));
  expect(code).toBe(1);
  expect(report.gaps).toMatchObject([{ resource: 'pods', cause: 'invalid' }]);
  expect(by('GAP')).toMatchObject([{ severity: 'SEV-2' }]);
  expect(report.services.filter((s) => s.state === 'ok')).toEqual([]);
});

it('a server that never answers costs no more than the deadline', async () => {
  const started = performance.now();
  const { code, by } = await against(() => 'hang');
  expect(code).toBe(3);
  expect(by('BLIND')).toHaveLength(1);
  expect(performance.now() - started).toBeLessThan(30_000);
});
