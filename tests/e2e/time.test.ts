// Must hold 12: one incident from its first sight to its end, from process to process.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { type Cycle, cycle, scratch } from '../support/cli.ts';
import { type Cluster, kubectl } from './cluster.ts';
import { breakPods, settled } from './faults.ts';
import { onHomelab } from './lab.ts';
import { brief, decisionOn, incidentOf } from './reading.ts';
import { recover } from './recover.ts';
import { BACKEND, backendOom, redeployBackend, restarted } from './scenarios.ts';

const NAME = 'chores-tracker-backend';

onHomelab('an incident over time', (cluster) => {
  const kubeconfig = cluster.kubeconfigFor('monitor');
  afterEach(() => recover(cluster));

  it('keeps its id through the next cycle and a deploy, and is resolved under it', async () => {
    const state = scratch();
    await backendOom(cluster);
    const first = await cycle({ kubeconfig, state });
    const { id } = incidentOf(first.report, NAME);
    expect(said(first)).toBe('notify new');

    const second = await cycle({ kubeconfig, state, ahead: 2 });
    expect(incidentOf(second.report, NAME).id).toBe(id);
    expect(said(second)).toBe('hold unchanged');
    expect(second.report.messages).toEqual([]);

    const before = await podNames(cluster);
    await redeployBackend(cluster);
    expect((await podNames(cluster)).filter((pod) => before.includes(pod))).toEqual([]);
    const deployed = await cycle({ kubeconfig, state, ahead: 4 });
    expect(incidentOf(deployed.report, NAME).id, brief(deployed.report)).toBe(id);
    expect(said(deployed)).toBe('hold unchanged');
    expect(deployed.report.incidents).toHaveLength(1);

    // The same pods run again since two minutes before the next cycle.
    await restarted(cluster, BACKEND, 2, -6);
    const running = await cycle({ kubeconfig, state, ahead: 8 });
    expect(incidentOf(running.report, NAME), brief(running.report)).toMatchObject({ id, status: 'open' });
    expect(running.report.messages).toEqual([]);

    const over = await cycle({ kubeconfig, state, ahead: 30 });
    expect(incidentOf(over.report, NAME), brief(over.report)).toMatchObject({ id, status: 'resolved' });
    expect(said(over)).toBe('notify resolved');
    expect(over.report.messages).toMatchObject([{ kind: 'resolved', channel: '#critical-alerts', incidentIds: [id] }]);
    expect(over.report.services.find(({ name }) => name === NAME)?.state).toBe('ok');

    const quiet = await cycle({ kubeconfig, state, ahead: 90 });
    expect(quiet.report.incidents.filter(({ status }) => status === 'open')).toEqual([]);
    expect(quiet.report.messages).toEqual([]);
  });

  it('begins when a P0 that ran before is scaled to zero', async () => {
    const state = scratch();
    const healthy = await cycle({ kubeconfig, state, ahead: 1 });
    expect(healthy.report.incidents, brief(healthy.report)).toEqual([]);

    await kubectl(cluster, 'scale', 'deployment/n8n', '-n', 'n8n', '--replicas=0');
    await settled(cluster);
    const gone = await cycle({ kubeconfig, state, ahead: 5 });
    expect(incidentOf(gone.report, 'n8n'), brief(gone.report)).toMatchObject({ severity: 'SEV-1', state: 'down' });
    expect(incidentOf(gone.report, 'n8n').rules).toContain('P0-GONE');
  });

  it('is none when a fault of this minute is gone half a minute later', async () => {
    await breakPods(cluster, BACKEND, { fault: 'crash-loop' });
    await settled(cluster);
    const began = Date.now();
    const running = cycle({ kubeconfig });
    // It has read the cluster by then, and waits to look again.
    await sleep(10_000);
    await breakPods(cluster, BACKEND, {});
    const { code, report } = await running;

    expect(report.incidents, brief(report)).toEqual([]);
    expect(report.messages).toEqual([]);
    expect(code).toBe(0);
    expect(Date.now() - began).toBeGreaterThan(25_000);
  });
});

function said({ report }: Cycle): string {
  const { verdict, reason } = decisionOn(report, incidentOf(report, NAME));
  return `${verdict} ${reason}`;
}

async function podNames(cluster: Cluster): Promise<readonly string[]> {
  const names = await kubectl(cluster, 'get', 'pods', '-n', BACKEND.namespace, '-l', BACKEND.selector, '-o', 'name');
  return names.split('\n').filter(Boolean);
}
