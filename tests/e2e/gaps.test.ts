// Must hold 11: what could not be read is never called healthy.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { cycle, scratch } from '../support/cli.ts';
import { onHomelab } from './lab.ts';
import { MASKED } from './rbac.ts';
import { alarms, brief, stateOf } from './reading.ts';
import { recover } from './recover.ts';
import { exporterFails, whoamiDown } from './scenarios.ts';

onHomelab('what cannot be read', (cluster) => {
  it('is nothing when no one answers: exit 3, BLIND, worse the second time', async () => {
    const state = scratch();
    const kubeconfig = nowhere();
    const first = await cycle({ kubeconfig, state });
    const second = await cycle({ kubeconfig, state, ahead: 60 });

    expect(first.code).toBe(3);
    expect(first.report.cycle.outcome).toBe('failed');
    expect(first.report.incidents.map(({ rules, severity }) => `${severity} ${rules[0]}`)).toEqual(['SEV-2 BLIND']);
    expect(first.report.services.filter(({ state: is }) => is !== 'unknown')).toEqual([]);
    expect(first.report.messages).toHaveLength(1);
    expect(second.code).toBe(3);
    expect(second.report.incidents.map(({ severity }) => severity)).toEqual(['SEV-1']);
  });

  it('is nothing either when the token is not taken', async () => {
    const { code, report } = await cycle({ kubeconfig: cluster.kubeconfigForToken('stranger', 'not-a-token') });

    expect(code, brief(report)).toBe(3);
    expect(report.incidents.map(({ rules }) => rules[0])).toEqual(['BLIND']);
    expect(report.incidents[0]?.rationale).toMatch(/unauthorized/i);
  });

  it('leaves what was open before open, under its id', async () => {
    onTestFinished(() => recover(cluster));
    await whoamiDown(cluster);
    await exporterFails(cluster);
    const state = scratch();
    const kubeconfig = cluster.kubeconfigFor('monitor');
    const before = await cycle({ kubeconfig, state });
    // The same cluster: another address under its name would be another one.
    const locked = cluster.kubeconfigForToken('locked-out', 'not-a-token');
    const blind = await cycle({ kubeconfig: locked, state, ahead: 60 });
    const after = await cycle({ kubeconfig, state, ahead: 120 });

    const ids = openIds(before.report);
    expect(ids).toHaveLength(2);
    expect(blind.code).toBe(3);
    expect(
      blind.report.incidents.filter(({ status }) => status === 'resolved'),
      brief(blind.report),
    ).toEqual([]);
    const [id] = blind.report.incidents.filter(({ rules }) => rules[0] === 'BLIND').map((incident) => incident.id);
    expect(ids).not.toContain(id);
    expect(openIds(after.report), brief(after.report)).toEqual(ids);
    // Who was told that nothing could be read is told that it can be again.
    const over = after.report.incidents.find((incident) => incident.id === id);
    expect(over, brief(after.report)).toMatchObject({ status: 'resolved' });
    const told = after.report.messages.filter(({ kind }) => kind === 'resolved');
    expect(told).toMatchObject([{ incidentIds: [id] }]);
  });

  it('a kind: is a gap, told once, and the rest is judged', async () => {
    const state = scratch();
    const kubeconfig = cluster.kubeconfigFor(MASKED.ingresses);
    const first = await cycle({ kubeconfig, state, ahead: 1 });
    const second = await cycle({ kubeconfig, state, ahead: 2 });

    const gap = { verb: 'list', resource: 'ingresses.networking.k8s.io', namespace: null, cause: 'forbidden' };
    expect(first.report.gaps, brief(first.report)).toMatchObject([gap]);
    expect(first.report.cycle.outcome).toBe('degraded');
    expect(first.report.incidents.map(({ rules }) => rules[0])).toContain('GAP');
    expect(first.code).toBe(1);
    expect(stateOf(first.report, 'mysql')).toBe('ok');

    expect(second.report.gaps).toMatchObject([gap]);
    expect(second.report.messages).toEqual([]);
    expect(second.code).toBe(0);
  });

  it('all nodes: is a gap of SEV-2', async () => {
    const { code, report } = await cycle({ kubeconfig: cluster.kubeconfigFor(MASKED.nodes), ahead: 1 });

    expect(report.gaps, brief(report)).toMatchObject([{ verb: 'list', resource: 'nodes', cause: 'forbidden' }]);
    expect(alarms(report).map((alarm) => alarm.slice(0, 5))).toEqual(['SEV-2']);
    expect(code).toBe(1);
  });

  it('the pods of one namespace: hides its P0, and only that', async () => {
    const state = scratch();
    const kubeconfig = cluster.kubeconfigFor(MASKED.mysqlPods);
    const first = await cycle({ kubeconfig, state, ahead: 1 });
    const second = await cycle({ kubeconfig, state, ahead: 2 });

    const gap = { verb: 'list', resource: 'pods', namespace: 'mysql', cause: 'forbidden' };
    expect(first.report.gaps, brief(first.report)).toMatchObject([gap]);
    expect(first.report.gaps[0]?.hides).toEqual(['mysql']);
    expect(first.report.incidents.map(({ rules, severity }) => `${severity} ${rules[0]}`)).toEqual(['SEV-2 GAP']);
    expect(stateOf(first.report, 'mysql')).toBe('unknown');
    expect(first.report.services.filter(({ state: is }) => is !== 'ok').map(({ name }) => name)).toEqual(['mysql']);
    expect(first.code).toBe(1);
    expect(second.code).toBe(0);
    expect(second.report.gaps).toMatchObject([gap]);
  });
});

const openIds = ({ incidents }: Report): readonly string[] =>
  incidents.filter(({ status }) => status === 'open').map(({ id }) => id);

/** A cluster that is not there: nothing listens on port 1. */
function nowhere(): string {
  const name = 'gone';
  const path = join(scratch(), 'kubeconfig.json');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    contexts: [{ name, context: { cluster: name, user: 'gone' } }],
    clusters: [{ name, cluster: { server: 'https://127.0.0.1:1', 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'gone', user: { token: 'none' } }],
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}
