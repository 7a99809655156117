// Must hold 4: what is known about Vault is not told, until it lasts too long or hurts somebody.
import { afterEach, expect, it } from 'vitest';
import { cycle } from '../support/cli.ts';
import { onHomelab } from './lab.ts';
import { alarms, brief, decisionOn, incidentOf, scopeOf } from './reading.ts';
import { recover } from './recover.ts';
import { n8nWithoutSecret, vaultSealed } from './scenarios.ts';

onHomelab('a sealed vault', (cluster) => {
  const kubeconfig = cluster.kubeconfigFor('monitor');
  afterEach(() => recover(cluster));

  it('is known for eight minutes, and overdue after forty', async () => {
    await vaultSealed(cluster, 8);
    const known = await cycle({ kubeconfig });
    const overdue = await cycle({ kubeconfig, ahead: 32 });

    expect(alarms(known.report), brief(known.report)).toEqual([]);
    const incident = incidentOf(known.report, 'vault');
    expect(incident.rules).toContain('KNOWN');
    expect(decisionOn(known.report, incident)).toMatchObject({ verdict: 'hold', reason: 'known' });
    expect(known.report.messages).toEqual([]);

    expect(alarms(overdue.report), brief(overdue.report)).toEqual(['SEV-3 vault']);
    expect(incidentOf(overdue.report, 'vault').rules).toContain('KNOWN-OVERDUE');
  });

  it('is told when a P0 cannot start because of it', async () => {
    await vaultSealed(cluster, 8);
    await n8nWithoutSecret(cluster, 6);
    const { report } = await cycle({ kubeconfig });

    const told = report.incidents.filter((incident) => decisionOn(report, incident).verdict === 'notify');
    expect(told.flatMap(scopeOf), brief(report)).toContain('n8n');
    expect(told.map(({ severity }) => severity)).toContain('SEV-1');
    expect(report.messages[0]?.channel).toBe('#critical-alerts');
    expect(report.messages[0]?.text).toMatch(/vault/i);
  });
});
