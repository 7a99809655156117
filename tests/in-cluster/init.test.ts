// `k8s-monitor init` on a real cluster: what it drafts works as it is.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { Report } from '../../src/domain/report.ts';
import { kubectl } from '../e2e/cluster.ts';
import { cli, scratch } from '../support/cli.ts';
import { inTheCluster } from './lab.ts';
import { applied, BASE, CLOCK, deleted, NAMESPACE } from './overlay.ts';

const Drafted = z.array(z.object({ name: z.string(), aliases: z.array(z.string()), namespaces: z.array(z.string()) }));

/** What schedule.test.ts makes and takes away meanwhile is no matter. */
const isHere = (workload: string): boolean => !workload.startsWith(`${CLOCK}/`);

inTheCluster('init', {}, (lab) => {
  it('drafts an inventory with every workload once, with which a cycle runs unchanged, and an overlay that applies', async () => {
    const home = scratch();
    const env = { KUBECONFIG: lab.kubeconfigFor('admin') };
    const before = await workloads();
    const init = await cli(['init', '--yes', '--base', BASE], env, home);
    expect(init.code, init.stderr).toBe(0);

    const listed = await cli(['services', '--output', 'json'], env, home);
    expect([listed.code, listed.stderr]).toEqual([0, '']);
    const drafted = Drafted.parse(JSON.parse(listed.stdout)).flatMap(({ name, namespaces }) =>
      namespaces.map((namespace) => `${namespace}/${name}`),
    );
    expect(before.length).toBeGreaterThanOrEqual(6);
    expect(drafted.filter(isHere).sort()).toEqual(before);

    const run = await cli(['run', '--once', '--no-model', '--output', 'json'], env, home);
    const report = Report.parse(JSON.parse(run.stdout));
    expect([run.code, run.stderr, report.warnings, report.gaps]).toEqual([0, '', [], []]);
    const states = Object.fromEntries(report.services.map(({ name, state }) => [name, state]));
    expect(states).toMatchObject({ 'shop-api': 'down', queue: 'down', web: 'ok', 'log-shipper': 'ok', report: 'ok' });
    // Nothing that runs is left to be told of as if nobody knew it.
    const unlisted = report.incidents.filter(({ service }) => service === null).flatMap(({ findings }) => findings);
    expect(unlisted.filter(({ owner }) => isHere(`${owner.namespace}/${owner.name}`))).toEqual([]);

    const overlay = join(home, 'k8s-overlay');
    onTestFinished(() => deleted(lab, overlay));
    await applied(lab, overlay);
    const path = 'jsonpath={.data.services\\.txt}';
    const args = ['get', 'configmap', 'k8s-monitor-services', '-n', NAMESPACE, '-o', path];
    expect(await kubectl(lab, ...args)).toBe(readFileSync(join(home, 'services.txt'), 'utf8'));
  });

  /** `namespace/name` of all that somebody deployed. */
  async function workloads(): Promise<readonly string[]> {
    const path = 'jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.name}{"\\n"}{end}';
    const text = await kubectl(lab, 'get', 'deployments,statefulsets,daemonsets,cronjobs', '-A', '-o', path);
    return text.trim().split('\n').filter(isHere).sort();
  }
});
