// `k8s-monitor doctor` where it matters: in a pod of the CronJob, with the account's own token.
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { kubectl } from '../e2e/cluster.ts';
import { jobLike, podOf } from './jobs.ts';
import { inTheCluster } from './lab.ts';
import { applied, BASE, deleted, NAMESPACE } from './overlay.ts';
import { playPod } from './pod-player.ts';

const Checks = z.object({
  checks: z.array(z.object({ id: z.string(), group: z.string(), status: z.string(), details: z.array(z.string()) })),
});
type Check = z.infer<typeof Checks>['checks'][number];

inTheCluster('doctor in a pod', { playsPods: true }, (lab) => {
  beforeAll(() => applied(lab, BASE));
  afterAll(() => deleted(lab, BASE));

  /** The checks of the cluster and of the state, by id. */
  async function doctor(job: string): Promise<ReadonlyMap<string, Check>> {
    const args = ['doctor', '--only', 'cluster', 'state', '--output', 'json'];
    await lab.apply(await jobLike(lab, NAMESPACE, job, args));
    const { stdout, stderr } = await (await playPod(lab, lab.url, NAMESPACE, await podOf(lab, NAMESPACE, job))).over;
    expect(stderr).toBe('');
    return new Map(Checks.parse(JSON.parse(stdout)).checks.map((check) => [check.id, check]));
  }

  it('finds all it needs, and nothing it should not have', async () => {
    const checks = await doctor('all-well');
    const ofCluster = [...checks.values()].filter(({ group }) => group === 'cluster');
    expect(ofCluster.length).toBeGreaterThanOrEqual(5);
    // How full volumes are is asked only where a component allows it.
    const others = ofCluster.filter(({ status }) => status !== 'ok').map(({ id, status }) => [id, status]);
    expect(others).toEqual([['cluster.volumes', 'skipped']]);
    expect(checks.get('state.configmap')).toMatchObject({ status: 'ok', details: [] });
  });

  it('flags a right to read secrets, wherever it comes from', async () => {
    const who = `--serviceaccount=${NAMESPACE}:k8s-monitor`;
    await kubectl(lab, 'create', 'clusterrole', 'too-much', '--verb=get,list', '--resource=secrets');
    onTestFinished(async () => void (await kubectl(lab, 'delete', 'clusterrole', 'too-much')));
    await kubectl(lab, 'create', 'clusterrolebinding', 'too-much', '--clusterrole=too-much', who);
    onTestFinished(async () => void (await kubectl(lab, 'delete', 'clusterrolebinding', 'too-much')));
    const found = (await doctor('too-much')).get('cluster.extras');
    expect(found?.status).toBe('warn');
    expect(found?.details.filter((line) => !line.includes('secrets'))).toEqual([]);
    expect(found?.details.length).toBeGreaterThan(0);
  });

  it('names what is missing of its state, also what no cycle has needed yet', async () => {
    const without = JSON.stringify([{ op: 'remove', path: '/rules/0/resourceNames/2' }]);
    await kubectl(lab, 'patch', 'role', 'k8s-monitor-state', '-n', NAMESPACE, '--type=json', '-p', without);
    onTestFinished(async () => void (await applied(lab, BASE)));
    const found = (await doctor('too-little')).get('state.configmap');
    expect(found).toMatchObject({ status: 'fail', details: [expect.stringContaining('state-2')] });
  });
});
