// How full volumes are, through the process: a scripted API server says where the kubelet is, a scripted kubelet the figures.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { Report } from '../../src/domain/report.ts';
import { cli, scratch } from '../support/cli.ts';
import { fakeApi } from '../support/fake-api.ts';
import { fakeKubelet, NODE_ADDRESS, nodeWith, podWithClaim, summaryOf, volumeOf } from '../support/fake-kubelet.ts';
import { selfSigned } from '../support/self-signed.ts';

const QUICK = { API_CALL_TIMEOUT_SECONDS: '2', READ_DEADLINE_SECONDS: '8', SECOND_LOOK_SECONDS: '0.1' };
const GI = 2 ** 30;
const Doctor = z.object({ checks: z.array(z.looseObject({ id: z.string() })) });

async function world() {
  const kubelet = await fakeKubelet(() => summaryOf(volumeOf('shop', 'data', 9 * GI, 10 * GI)), 0, NODE_ADDRESS);
  const tls = selfSigned();
  const api = await fakeApi({
    token: 'token-1',
    tls,
    rights: { user: 'tester', rules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespace: null }] },
    objects: [
      { kind: 'Namespace', metadata: { name: 'kube-system', uid: 'cluster-1' } },
      { kind: 'Namespace', metadata: { name: 'shop' } },
      nodeWith(kubelet.port),
      podWithClaim('shop', 'db', 'data'),
      {
        kind: 'PersistentVolumeClaim',
        metadata: { namespace: 'shop', name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], volumeName: 'pv-1' },
        status: { phase: 'Bound', capacity: { storage: '10Gi' } },
      },
    ],
  });
  const services = join(scratch(), 'services.txt');
  writeFileSync(services, '# Inventory\n\n## P3\n\n### nothing-here\n- Namespace: elsewhere\n');
  const run = async (env: Readonly<Record<string, string>>, args: readonly string[] = []) => {
    const where = { SERVICES_FILE: services, ...QUICK, ...env };
    const { stdout, stderr } = await cli(['run', '--once', '--state', scratch(), '--output', 'json', ...args], where);
    expect(stdout, stderr).not.toBe('');
    const report = Report.parse(JSON.parse(stdout));
    return { report, full: report.findings.filter(({ code }) => code === 'volume-nearly-full') };
  };
  const ca = (pem: string): string => {
    const file = join(scratch(), 'ca.crt');
    writeFileSync(file, pem);
    return file;
  };
  const account = scratch();
  writeFileSync(join(account, 'token'), 'token-1');
  writeFileSync(join(account, 'ca.crt'), tls.cert);
  const inPod = {
    NODE_OPTIONS: `--import ${join(import.meta.dirname, '..', 'support', 'in-pod.mjs')}`,
    POD_ACCOUNT: account,
    NODE_ADDRESS,
    KUBERNETES_SERVICE_HOST: '127.0.0.1',
    KUBERNETES_SERVICE_PORT: new URL(api.url).port,
  };
  const outside = { KUBECONFIG: api.kubeconfig({ ca: tls.cert }) };
  return { kubelet, api, run, ca, inPod, outside };
}

it('on: a volume that is nearly full is a finding, live and in the recording of it', async () => {
  const { kubelet, api, run, ca, inPod } = await world();
  const folder = join(scratch(), 'recording');
  const env = { ...inPod, KUBELET_FIGURES: 'on', KUBELET_CA_FILE: ca(kubelet.ca) };
  const live = await run(env, ['--record', folder]);
  expect([live.report.gaps, live.report.notChecked]).toEqual([[], []]);
  expect(live.full).toMatchObject([
    {
      subject: { kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data' },
      message: 'the volume is 90 % full (1Gi left)',
    },
  ]);
  expect(new Set(kubelet.asked)).toEqual(new Set(['GET /stats/summary Bearer token-1']));
  await api.stop();
  expect((await run({}, ['--snapshot', folder])).full).toMatchObject([{ code: 'volume-nearly-full' }]);
});

it('a kubelet that another CA signed is a gap that says what to do, and is not asked', async () => {
  const { kubelet, api, run, ca, inPod } = await world();
  const { report, full } = await run({ ...inPod, KUBELET_FIGURES: 'on', KUBELET_CA_FILE: ca(selfSigned().cert) });
  expect(full).toEqual([]);
  expect(report.gaps).toMatchObject([
    {
      verb: 'get',
      resource: 'nodes/stats',
      cause: 'unreachable',
      detail: expect.stringMatching(/TLS: .*KUBELET_CA_FILE.*KUBELET_TLS=skip/),
    },
  ]);
  expect(report.incidents.map(({ rules, severity }) => `${severity} ${rules[0]}`)).toContain('SEV-3 GAP');
  expect(kubelet.asked).toEqual([]);
  await api.stop();
});

it('off, or outside the cluster: no kubelet is asked, nothing is missing, and that is said', async () => {
  const { kubelet, api, run, ca, inPod, outside } = await world();
  const off = await run(inPod);
  const far = await run({ ...outside, KUBELET_FIGURES: 'on', KUBELET_TLS: 'skip', KUBELET_CA_FILE: ca(kubelet.ca) });
  for (const { report, full } of [off, far]) expect([full, report.gaps, report.warnings]).toEqual([[], [], []]);
  expect(off.report.notChecked).toEqual(['how full volumes are (KUBELET_FIGURES is off)']);
  expect(far.report.notChecked).toEqual(['how full volumes are (kubelets are asked only from inside the cluster)']);
  expect(kubelet.asked).toEqual([]);
  await api.stop();
});

it('doctor asks a kubelet as a cycle does', async () => {
  const { kubelet, api, ca, inPod, outside } = await world();
  const look = async (pem: string, from: Readonly<Record<string, string>> = inPod): Promise<unknown> => {
    const env = { ...from, KUBELET_FIGURES: 'on', KUBELET_CA_FILE: ca(pem) };
    const { stdout } = await cli(['doctor', '--only', 'cluster', '--output', 'json'], env);
    const { checks } = Doctor.parse(JSON.parse(stdout));
    return checks.find(({ id }) => id === 'cluster.volumes');
  };
  expect(await look(kubelet.ca)).toMatchObject({ status: 'ok', found: 'the kubelet of node-a says how full they are' });
  expect(await look(selfSigned().cert)).toMatchObject({
    status: 'fail',
    mend: expect.stringContaining('KUBELET_CA_FILE'),
  });
  expect(await look(kubelet.ca, outside)).toMatchObject({ status: 'skipped' });
  expect(kubelet.asked).toHaveLength(1);
  await api.stop();
});
