// Must hold 15, 16, 17: broken, and still serving.
import { afterEach, expect, it } from 'vitest';
import { cycle } from '../support/cli.ts';
import { onHomelab } from './lab.ts';
import { alarms, brief, incidentOf, scopeOf, stateOf } from './reading.ts';
import { recover } from './recover.ts';
import { drain, exporterFails, rolloutBlocked } from './scenarios.ts';

onHomelab('while the service still serves', (cluster) => {
  const kubeconfig = cluster.kubeconfigFor('monitor');
  afterEach(() => recover(cluster));

  it('new pods that fail are a blocked rollout, SEV-3', async () => {
    await rolloutBlocked(cluster);
    const { report } = await cycle({ kubeconfig });

    expect(alarms(report), brief(report)).toEqual(['SEV-3 chores-tracker-backend']);
    const incident = incidentOf(report, 'chores-tracker-backend');
    expect(incident.rules[0]).toBe('ROLLOUT-BLOCKED');
    expect(incident.rules).not.toContain('P0-DEGRADED');
    expect(stateOf(report, 'chores-tracker-backend')).toBe('at-risk');
  });

  it('a drain that leaves two P0 at one of two is SEV-2, and wakes nobody', async () => {
    await drain(cluster);
    const { report } = await cycle({ kubeconfig, ahead: 3 });

    const open = report.incidents.filter(({ severity }) => severity !== 'SEV-4');
    expect(new Set(open.map(({ severity }) => severity)), brief(report)).toEqual(new Set(['SEV-2']));
    expect(open.flatMap(scopeOf)).toEqual(expect.arrayContaining(['chores-tracker-backend', 'oncall-agent']));
    for (const service of ['chores-tracker-backend', 'oncall-agent']) expect(stateOf(report, service)).toBe('degraded');
    // The node is out on purpose.
    expect(report.findings.filter(({ subject }) => subject.kind === 'Node')).toEqual([]);
    expect(report.messages.map(({ text }) => text).join()).not.toMatch(/[@!](here|channel)/);
    expect(report.messages.map(({ channel }) => channel)).not.toContain('#critical-alerts');
  });

  it("a neighbour in mysql's namespace puts it at risk at most", async () => {
    await exporterFails(cluster);
    const { report } = await cycle({ kubeconfig });

    expect(alarms(report), brief(report)).toEqual(['SEV-3 mysql']);
    const incident = incidentOf(report, 'mysql');
    expect(incident.rules).toContain('P0-WARN');
    expect(incident.rules).not.toContain('P0-DEGRADED');
    expect(stateOf(report, 'mysql')).toBe('at-risk');
  });
});
