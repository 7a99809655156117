// Must hold 2, 3, 5, 6, 7, 8, 9.
import { afterEach, expect, it } from 'vitest';
import { cycle } from '../support/cli.ts';
import { onHomelab } from './lab.ts';
import { alarms, brief, decisionOn, incidentOf, scopeOf, stateOf } from './reading.ts';
import { recover } from './recover.ts';
import * as scenarios from './scenarios.ts';

onHomelab('an outage', (cluster) => {
  const kubeconfig = cluster.kubeconfigFor('monitor');
  afterEach(() => recover(cluster));

  it('of the backend, both pods out of memory, is SEV-1 to the critical channel', async () => {
    await scenarios.backendOom(cluster);
    const { code, report } = await cycle({ kubeconfig });

    expect(alarms(report), brief(report)).toEqual(['SEV-1 chores-tracker-backend']);
    const incident = incidentOf(report, 'chores-tracker-backend');
    expect(incident).toMatchObject({ state: 'down', tier: 'P0', status: 'open' });
    expect(incident.rules).toContain('P0-DOWN');
    expect(incident.findings.map(({ reason }) => reason)).toContain('OOMKilled');
    expect(decisionOn(report, incident)).toMatchObject({
      verdict: 'notify',
      reason: 'new',
      channel: '#critical-alerts',
    });
    expect(report.messages).toMatchObject([{ channel: '#critical-alerts', incidentIds: [incident.id] }]);
    expect(report.messages[0]?.text).toMatch(/[@!]here/);
    expect(incident.affected).toContain('chores-tracker-frontend');
    expect(code).toBe(0);
  });

  it('of one backend pod of two is SEV-2, without waking everybody', async () => {
    await scenarios.backendHalf(cluster);
    const { report } = await cycle({ kubeconfig });

    expect(alarms(report), brief(report)).toEqual(['SEV-2 chores-tracker-backend']);
    const incident = incidentOf(report, 'chores-tracker-backend');
    expect(incident).toMatchObject({ state: 'degraded' });
    expect(incident.rules).toContain('P0-DEGRADED');
    expect(decisionOn(report, incident)).toMatchObject({ verdict: 'notify', channel: '#infrastructure-alerts' });
    expect(report.messages.map(({ text }) => text).join()).not.toMatch(/[@!](here|channel)/);
  });

  it('is none while the backend starts as slowly as it always does, and SEV-1 when it takes longer', async () => {
    await scenarios.backendStarting(cluster, 4);
    const early = await cycle({ kubeconfig });
    const late = await cycle({ kubeconfig, ahead: 5 });

    expect(alarms(early.report), brief(early.report)).toEqual([]);
    expect(early.report.findings).toEqual([]);
    expect(early.report.messages).toEqual([]);
    expect(alarms(late.report), brief(late.report)).toEqual(['SEV-1 chores-tracker-backend']);
    expect(incidentOf(late.report, 'chores-tracker-backend').rules).toContain('P0-DOWN');
  });

  it('of mysql, pending, is one SEV-1 that names the backend as affected', async () => {
    await scenarios.mysqlPending(cluster);
    const { report } = await cycle({ kubeconfig, ahead: 3 });

    expect(alarms(report), brief(report)).toEqual(['SEV-1 mysql']);
    const incident = incidentOf(report, 'mysql');
    expect(incident.rules).toEqual(expect.arrayContaining(['P0-DOWN', 'DATA-DOWN']));
    expect(incident.affected).toContain('chores-tracker-backend');
    expect(incident.findings.map(({ reason }) => reason)).toContain('Unschedulable');
  });

  it('of the ingress controller is SEV-1, found by its alias in another namespace', async () => {
    await scenarios.ingressDown(cluster);
    const { report } = await cycle({ kubeconfig });

    expect(alarms(report), brief(report)).toEqual(['SEV-1 nginx-ingress']);
    expect(incidentOf(report, 'nginx-ingress').rules).toEqual(expect.arrayContaining(['P0-DOWN', 'INGRESS-DOWN']));
    expect(stateOf(report, 'nginx-ingress')).toBe('down');
  });

  it('of mysql, postgresql and n8n together is exactly one SEV-1 incident', async () => {
    await scenarios.threeDown(cluster);
    const { report } = await cycle({ kubeconfig });

    expect(report.incidents, brief(report)).toHaveLength(1);
    const [incident] = report.incidents;
    expect(incident).toMatchObject({ severity: 'SEV-1' });
    expect(incident?.rules).toContain('P0-MANY');
    expect(incident === undefined ? [] : scopeOf(incident)).toEqual(
      expect.arrayContaining(['mysql', 'n8n', 'postgresql']),
    );
    for (const service of ['mysql', 'n8n', 'postgresql']) expect(stateOf(report, service)).toBe('down');
    expect(report.messages).toHaveLength(1);
  });

  it('of the test app is SEV-4, for the log only', async () => {
    await scenarios.whoamiDown(cluster);
    const { code, report } = await cycle({ kubeconfig });

    expect(alarms(report), brief(report)).toEqual([]);
    const incident = incidentOf(report, 'whoami-test');
    expect(incident).toMatchObject({ severity: 'SEV-4', state: 'down' });
    expect(incident.findings.map(({ reason }) => reason)).toContain('ImagePullBackOff');
    expect(decisionOn(report, incident)).toMatchObject({ verdict: 'hold', reason: 'log-only', channel: null });
    expect(report.messages).toEqual([]);
    expect(code).toBe(0);
  });
});
