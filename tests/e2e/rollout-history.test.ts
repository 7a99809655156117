// What the cluster itself tells of changes: revisions, what pods read, and nothing of what is secret in it.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TOOL_READS } from '../../mcp-servers/kubernetes/reads.ts';
import { kindsToRead } from '../../src/analyze/reads.ts';
import { liveAccess } from '../../src/collect/access-live.ts';
import { collect } from '../../src/collect/collect.ts';
import { findCredentials } from '../../src/collect/credentials.ts';
import { type Link, openLink } from '../../src/collect/http.ts';
import { kubernetesReader } from '../../src/collect/kubernetes.ts';
import { historyOf } from '../../src/compose/cluster-history.ts';
import type { ClusterChanges } from '../../src/correlate/cluster-history.ts';
import type { Snapshot } from '../../src/kinds/snapshot.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { snapshotIn } from '../support/collecting.ts';
import { incidence } from '../support/incidence.ts';
import { kubectl } from './cluster.ts';
import { type Manifest, manifestText } from './homelab/objects.ts';
import { minutesBefore } from './homelab/times.ts';
import { onHomelab } from './lab.ts';

const NAMESPACE = 'rollout-history';
// Assembled, so that no scanner takes this file for a leak.
const [VALUE, SECRET] = [`config-${randomUUID()}`, `secret-${randomUUID()}`];

function workload(kind: 'Deployment' | 'StatefulSet', name: string, container: object): Manifest {
  const labels = { app: name };
  const spec = {
    replicas: 2,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: { containers: [{ name: 'app', image: 'acme/app:1', ...container }] },
    },
  };
  const more = kind === 'StatefulSet' ? { serviceName: name } : {};
  return { apiVersion: 'apps/v1', kind, metadata: { name, namespace: NAMESPACE }, spec: { ...spec, ...more } };
}

const envFrom = [{ configMapRef: { name: 'settings' } }, { secretRef: { name: 'db' } }];
const named = (name: string) => ({ metadata: { name, namespace: NAMESPACE } });
const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1' };
const MANIFEST: readonly Manifest[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
  { apiVersion: 'v1', kind: 'ServiceAccount', ...named('reader') },
  {
    ...rbac,
    kind: 'ClusterRole',
    metadata: { name: NAMESPACE },
    rules: TOOL_READS.map(({ group, resource, verbs }) => ({ apiGroups: [group], resources: [resource], verbs })),
  },
  {
    ...rbac,
    kind: 'ClusterRoleBinding',
    metadata: { name: NAMESPACE },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: NAMESPACE },
    subjects: [{ kind: 'ServiceAccount', name: 'reader', namespace: NAMESPACE }],
  },
  { apiVersion: 'v1', kind: 'ConfigMap', ...named('settings'), data: { level: VALUE } },
  { apiVersion: 'v1', kind: 'Secret', ...named('db'), stringData: { password: SECRET } },
  workload('Deployment', 'web', { envFrom, env: [{ name: 'LEVEL', value: VALUE }] }),
  workload('StatefulSet', 'db', { env: [{ name: 'LEVEL', value: VALUE }] }),
];

/** As if its Deployments had run for long: what is written with them in one go is no change of theirs. */
function aged(snapshot: Snapshot): Snapshot {
  const creationTimestamp = minutesBefore(24 * 60);
  const Deployment = snapshot.objects.Deployment.map((one) => ({
    ...one,
    metadata: { ...one.metadata, creationTimestamp },
  }));
  return { ...snapshot, objects: { ...snapshot.objects, Deployment } };
}

interface Seen {
  readonly path: string;
  readonly accept: string;
}

onHomelab('the history of a rollout', (cluster) => {
  const seen: Seen[] = [];
  const bodies: string[] = [];
  let kubeconfig = '';

  beforeAll(async () => {
    await cluster.apply(manifestText(MANIFEST));
    const token = (await kubectl(cluster, 'create', 'token', 'reader', '-n', NAMESPACE)).trim();
    kubeconfig = cluster.kubeconfigForToken('rollout-history', token);
    await rolledOut('deployment/web');
    await rolledOut('statefulset/db');
  });
  afterAll(async () => {
    await kubectl(cluster, 'delete', 'clusterrole,clusterrolebinding', NAMESPACE, '--ignore-not-found');
    await kubectl(cluster, 'delete', 'namespace', NAMESPACE, '--ignore-not-found', '--timeout=90s');
  });

  const rolledOut = (what: string) => kubectl(cluster, 'rollout', 'status', what, '-n', NAMESPACE, '--timeout=90s');
  const setImage = async (what: string, image: string) => {
    await kubectl(cluster, 'set', 'image', what, `app=${image}`, '-n', NAMESPACE);
    await rolledOut(what);
  };

  /** All that goes over the wire is kept, to see what was asked for and what came. */
  function spied(): Link {
    const credentials = findCredentials({
      kubeconfig,
      context: null,
      home: null,
      serviceHost: null,
      servicePort: null,
    });
    const link = openLink(credentials);
    return {
      close: () => link.close(),
      get: async (wanted) => {
        seen.push({ path: wanted.path, accept: wanted.accept });
        const { sink } = wanted;
        const heard = (chunk: Buffer) => {
          bodies.push(chunk.toString('utf8'));
          sink?.(chunk);
        };
        const answer = await link.get({ ...wanted, ...(sink && { sink: heard }) });
        bodies.push(answer.body.toString('utf8'));
        return answer;
      },
    };
  }

  async function changesOf(
    kind: string,
    name: string,
    asOf = (snapshot: Snapshot) => snapshot,
  ): Promise<ClusterChanges> {
    const link = spied();
    try {
      const settings = { clock: systemClock, callTimeoutMs: 10_000 };
      const reading = await collect(kubernetesReader(link, { name: 'test', ...settings }), {
        kinds: kindsToRead(),
        namespaces: [],
        firstNamespaces: [],
        knownNamespaces: [],
        readDeadlineMs: 30_000,
        logDeadlineMs: 5_000,
        clock: systemClock,
      });
      // The API tells whole seconds.
      await sleep(1000);
      const owner = { kind, namespace: NAMESPACE, name };
      const about = incidence(systemClock.now(), null, { owner, namespaces: [NAMESPACE] });
      const history = historyOf({ access: liveAccess(link, settings) })(asOf(snapshotIn(reading)));
      return await history.changesOf(about, new AbortController().signal);
    } finally {
      link.close();
    }
  }

  it('tells each revision of a Deployment, and goes back with its own command', async () => {
    await setImage('deployment/web', 'acme/app:2');
    await setImage('deployment/web', 'acme/app:3');
    const { changes, lastRollout, limits } = await changesOf('Deployment', 'web');
    const rollouts = changes.filter(({ kind }) => kind === 'rollout');
    expect(rollouts.map(({ text, undo }) => [text, undo])).toEqual([
      [
        'revision 3: image acme/app:2 → acme/app:3',
        `kubectl -n ${NAMESPACE} rollout undo deployment/web --to-revision=2`,
      ],
      [
        'revision 2: image acme/app:1 → acme/app:2',
        `kubectl -n ${NAMESPACE} rollout undo deployment/web --to-revision=1`,
      ],
      ['revision 1: Deployment web is new', null],
    ]);
    expect(rollouts[0]?.fields.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['image', 'acme/app:2', 'acme/app:3'],
    ]);
    expect(lastRollout).toEqual(rollouts[0]?.at);
    expect(limits).toEqual([]);

    const [program = '', ...args] = (rollouts[0]?.undo ?? '').split(' ');
    expect(program).toBe('kubectl');
    await kubectl(cluster, ...args);
    await rolledOut('deployment/web');
    const after = await changesOf('Deployment', 'web');
    const [last] = after.changes.filter(({ kind }) => kind === 'rollout');
    expect(last?.text).toBe('revision 4, a former one again: image acme/app:3 → acme/app:2');
    expect(last?.at.getTime()).toBeGreaterThanOrEqual(rollouts[0]?.at.getTime() ?? Infinity);
  });

  it('tells those of a StatefulSet from its ControllerRevisions, without values of variables', async () => {
    await kubectl(cluster, 'set', 'env', 'statefulset/db', 'LEVEL=other', 'MORE=1', '-n', NAMESPACE);
    await rolledOut('statefulset/db');
    const { changes, limits } = await changesOf('StatefulSet', 'db');
    expect(changes.filter(({ kind }) => kind === 'rollout').map(({ text, undo }) => [text, undo])).toEqual([
      [
        'revision 2: env LEVEL changed (its value is not shown); env MORE added',
        `kubectl -n ${NAMESPACE} rollout undo statefulset/db --to-revision=1`,
      ],
      ['revision 1: StatefulSet db is new', null],
    ]);
    expect(limits).toEqual([]);
    expect(JSON.stringify(changes)).not.toContain(VALUE);
  });

  it('tells when a ConfigMap was written, and reads neither its data nor any Secret', async () => {
    // Written a second after its creation at the least.
    await sleep(1100);
    const patch = JSON.stringify({ data: { level: `${VALUE}-again` } });
    await kubectl(cluster, 'patch', 'configmap', 'settings', '-n', NAMESPACE, '-p', patch);
    const before = bodies.length;
    const { changes } = await changesOf('Deployment', 'web', aged);
    const config = changes.filter(({ kind }) => kind === 'config');
    expect(config.map(({ object, text }) => [object.name, text])).toEqual([
      ['settings', 'ConfigMap settings, which it reads, was written by kubectl-patch'],
    ]);

    const paths = seen.map(({ path }) => path.replace(/\?.*/, ''));
    expect(paths).toContain(`api/v1/namespaces/${NAMESPACE}/configmaps`);
    expect(paths).toContain(`apis/apps/v1/namespaces/${NAMESPACE}/controllerrevisions`);
    expect(paths.filter((path) => /\/secrets(?:\/|$)/.test(path))).toEqual([]);
    expect([...new Set(seen.filter(({ path }) => /\/configmaps/.test(path)).map(({ accept }) => accept))]).toEqual([
      'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
    ]);
    const came = bodies.slice(before).join('');
    expect(came).toContain('"kind":"PartialObjectMetadataList"');
    expect(came).not.toContain(`${VALUE}-again`);
    expect(bodies.join('')).not.toContain(SECRET);
  });
});
