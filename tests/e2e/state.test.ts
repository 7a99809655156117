// State without a volume: ConfigMaps and a Lease of the real API server, written by name with no right to anything else.
import { expect, it, onTestFinished } from 'vitest';
import { Report } from '../../src/domain/report.ts';
import { stateObjectNames } from '../../src/record/configmap/names.ts';
import { type FakeSlack, fakeSlack } from '../fakes/slack/fake-slack.ts';
import { cli, type Ended, SERVICES } from '../support/cli.ts';
import { type Cluster, kubectl } from './cluster.ts';
import { onHomelab } from './lab.ts';
import { recover } from './recover.ts';
import * as scenarios from './scenarios.ts';

const NAMESPACE = 'k8s-monitor-state-test';
const NAME = 'k8s-monitor-state';
const STATE = `configmap:${NAMESPACE}/${NAME}`;

/** As the manifests create them: empty, and writable by name only. */
function manifests(): readonly object[] {
  const { configMaps, lease } = stateObjectNames(NAME);
  const metadata = (name: string) => ({ name, namespace: NAMESPACE });
  const rule = (apiGroups: readonly string[], resources: readonly string[], resourceNames: readonly string[]) => ({
    apiGroups,
    resources,
    resourceNames,
    verbs: ['get', 'update'],
  });
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    ...configMaps.map((name) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(name) })),
    { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: metadata(lease) },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: metadata('state'),
      rules: [rule([''], ['configmaps'], configMaps), rule(['coordination.k8s.io'], ['leases'], [lease])],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: metadata('state'),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'state' },
      subjects: [{ kind: 'User', name: 'monitor', apiGroup: 'rbac.authorization.k8s.io' }],
    },
  ];
}

async function monitor(cluster: Cluster, slack: FakeSlack) {
  await cluster.apply(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests() }));
  onTestFinished(async () => {
    await kubectl(cluster, 'delete', 'namespace', NAMESPACE, '--wait=false');
  });
  const env = {
    KUBECONFIG: cluster.kubeconfigFor('monitor'),
    STATE_DIR: STATE,
    SERVICES_FILE: SERVICES,
    SLACK_BOT_TOKEN: 'xoxb-fake',
    SLACK_API_URL: slack.url,
    SLACK_CHANNEL: '#alerts',
  };
  return (...args: readonly string[]): Promise<Ended> => cli(args, env);
}

/** The record as it goes to standard output: one line of JSON, the last one. */
const recordOf = ({ stdout }: Ended): Report => Report.parse(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''));

onHomelab('state in ConfigMaps', (cluster) => {
  it('goes from process to process, one run at a time, and is read from outside', async () => {
    onTestFinished(() => recover(cluster));
    await scenarios.backendOom(cluster);
    const slack = await fakeSlack({ token: 'xoxb-fake', channels: [{ id: 'C0ALERTS001', name: 'alerts' }] });
    onTestFinished(() => slack.stop());
    const run = await monitor(cluster, slack);

    const first = await run('run', '--once', '--no-model', '--output', 'json');
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout.trimEnd().split('\n')).toHaveLength(1);
    const [id] = recordOf(first).incidents.map((incident) => incident.id);
    const told = slack.messages.length;
    expect(told).toBeGreaterThan(0);

    // At once: one works, whoever comes second does nothing. In no case is anything told twice.
    const both = await Promise.all([run('run', '--once', '--no-model'), run('run', '--once', '--no-model')]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.filter(({ stderr }) => stderr.includes('skipped:')).length).toBeLessThanOrEqual(1);
    expect(slack.messages).toHaveLength(told);
    const after = await run('run', '--once', '--no-model');
    const reasons = recordOf(after).decisions.filter(({ verdict }) => verdict === 'notify');
    expect(reasons).toEqual([]);

    const listed = await run('incidents', 'list');
    expect([listed.code, listed.stdout], listed.stderr).toEqual([0, expect.stringContaining(id ?? 'no incident')]);
    expect((await run('incidents', 'ack', id ?? '')).code).toBe(0);
    const cycles = await run('cycles', 'list', '--output', 'json');
    expect(JSON.parse(cycles.stdout).length).toBeGreaterThanOrEqual(3);
    expect((await run('cycles', 'show', 'latest')).stdout).toContain('SEV-1');
  });

  it('without the objects, or the right to write them, says which and tells people all the same', async () => {
    onTestFinished(() => recover(cluster));
    await scenarios.backendOom(cluster);
    const slack = await fakeSlack({ token: 'xoxb-fake', channels: [{ id: 'C0ALERTS001', name: 'alerts' }] });
    onTestFinished(() => slack.stop());
    const run = await monitor(cluster, slack);
    await kubectl(cluster, 'delete', 'role', 'state', '-n', NAMESPACE);
    const refused = await run('run', '--once', '--no-model');
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('forbidden')]);
    expect(slack.messages.length).toBeGreaterThan(0);
    const told = slack.messages.length;
    // Without a memory it looks whether it has told this today.
    await run('run', '--once', '--no-model');
    expect(slack.messages).toHaveLength(told);
  });
});
