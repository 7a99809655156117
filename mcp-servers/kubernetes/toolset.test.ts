import { afterEach, describe, expect, test } from 'vitest';
import { slim } from '../../src/collect/access-slim.ts';
import type { ClusterAccess } from '../../src/collect/cluster-access.ts';
import { logText } from '../../src/collect/log-text.ts';
import { describeTool } from '../../src/mcp/describe.ts';
import type { ToolOutcome } from '../../src/mcp/tool.ts';
import { GONE } from '../../src/platform/redact/gone.cases.ts';
import { depsWith, liveAccessTo, QUIET } from '../../tests/support/access.ts';
import { type FakeApi, fakeApi } from '../../tests/support/fake-api.ts';
import { forbidden } from '../../tests/support/fake-status.ts';
import { ended, pod } from '../../tests/support/pod.ts';
import { eventAbout, workload } from '../../tests/support/workload.ts';
import { TOOL_READS } from './reads.ts';
import { kubernetesToolset } from './toolset.ts';

const { tools } = kubernetesToolset;
const signal = new AbortController().signal;

describe('the catalogue', () => {
  const described = tools.map(describeTool);

  test('seven tools, none of which writes', () => {
    expect(tools.map(({ name }) => name)).toEqual([
      'scan_cluster',
      'list_resources',
      'get_resource',
      'get_events',
      'get_logs',
      'get_rollout_history',
      'get_metrics',
    ]);
    expect(described.every(({ annotations }) => annotations.readOnlyHint && !annotations.destructiveHint)).toBe(true);
  });

  test('is short: about 1,250 tokens', () => {
    const texts = described.map(({ name, description, inputSchema }) =>
      JSON.stringify({ name, description, inputSchema }),
    );
    expect(Buffer.byteLength(texts.join(''))).toBeLessThan(4400);
  });

  test('takes only what strict schemas know', () => {
    for (const { inputSchema } of described) {
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(inputSchema['required']).toEqual(Object.keys(Object(inputSchema['properties'])));
      expect(JSON.stringify(inputSchema)).not.toMatch(
        /"(minimum|maximum|minLength|maxLength|pattern|multipleOf|default|format)"/,
      );
    }
  });

  test('needs get and list, and nothing of Secrets', () => {
    expect(new Set(TOOL_READS.flatMap(({ verbs }) => verbs))).toEqual(new Set(['get', 'list']));
    const names = TOOL_READS.map(({ resource, group }) => `${resource}.${group}`);
    expect(names).toEqual(
      expect.arrayContaining(['pods.', 'pods/log.', 'configmaps.', 'controllerrevisions.apps', 'pods.metrics.k8s.io']),
    );
    expect(names.filter((name) => /secrets|exec|proxy|attach|\*/.test(name))).toEqual([
      'volumeattachments.storage.k8s.io',
      'externalsecrets.external-secrets.io',
      'secretstores.external-secrets.io',
      'clustersecretstores.external-secrets.io',
      'sealedsecrets.bitnami.com',
    ]);
  });
});

describe('a model that asks for what it must not have', () => {
  let api: FakeApi | null = null;
  afterEach(async () => {
    await api?.stop();
    api = null;
  });

  const WORDS = [
    '../secrets',
    '../../../api/v1/secrets',
    'x?watch=true',
    'a/exec',
    'a%2f..%2fsecrets',
    '..',
    'secrets',
    'a\u0000b',
    'a b',
    'A'.repeat(5000),
  ];

  test('gets GETs of allowed kinds, whatever it puts into whichever argument', async () => {
    api = await fakeApi({ objects: [pod()] });
    const deps = depsWith(liveAccessTo(api.kubeconfig()));
    for (const tool of tools) {
      const keys = Object.keys(Object(describeTool(tool).inputSchema['properties']));
      const good: Record<string, unknown> = {
        kind: tool.name === 'get_rollout_history' ? 'Deployment' : 'Pod',
        namespace: 'shop',
        name: 'api-1',
        pod: 'api-1',
      };
      for (const key of keys) {
        for (const word of [...WORDS, 'Secret', 'ServiceAccount', 7, {}, []]) {
          const args = Object.fromEntries(keys.map((one) => [one, one === key ? word : (good[one] ?? null)]));
          const outcome = await tool.call(args, deps, signal);
          expect(outcome.text.length).toBeLessThanOrEqual(6000);
        }
      }
    }
    const odd = api.asked.filter(
      ({ path }) => !/^\/(apis$|api\/v1\/|apis\/[a-z0-9.]+\/v\w+\/)[a-z0-9./-]*$/.test(path),
    );
    expect(odd.map(({ path }) => path)).toEqual([]);
    const reached = [...new Set(api.asked.map(({ resource }) => resource))];
    expect(reached).toEqual(expect.arrayContaining(['pods', 'pods/log', 'deployments.apps', 'events', 'apis']));
    const allowed = new Set([
      'apis',
      ...TOOL_READS.map(({ resource, group }) => (group === '' ? resource : `${resource}.${group}`)),
    ]);
    expect(reached.filter((resource) => !allowed.has(resource))).toEqual([]);
    expect(api.asked.every(({ query }) => !query.has('watch'))).toBe(true);
  });

  test('what is forbidden says what to do', async () => {
    api = await fakeApi({ script: () => forbidden('pods') });
    const list = tools.find(({ name }) => name === 'list_resources');
    const deps = depsWith(liveAccessTo(api.kubeconfig()));
    expect((await list?.call({ kind: 'Pod' }, deps, signal))?.text).toMatch(
      /is forbidden.*\. Next: name one namespace and call again/,
    );
    expect((await list?.call({ kind: 'Pod', namespace: 'shop' }, deps, signal))?.text).toMatch(
      /Next: go on without it, and say that it was not checked\.$/,
    );
  });

  test('a hang ends with the signal', async () => {
    api = await fakeApi({ script: () => 'hang' });
    const stop = AbortSignal.timeout(100);
    const deps = depsWith(liveAccessTo(api.kubeconfig()));
    await expect(tools[1]?.call({ kind: 'Pod' }, deps, stop)).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

/** Serves raw objects as the live access does. */
function serving(objects: readonly object[], log: string): ClusterAccess {
  const all = objects.map((object) => slim(kindOf(object), object));
  const of = (kind: string) => all.filter((object) => object['kind'] === kind);
  return {
    list: async ({ kind }) => ({ objects: of(kind), limits: [] }),
    get: async (kind) => of(kind)[0] ?? null,
    log: async () => logText(Buffer.from(log)),
  };
}

function kindOf(object: object) {
  const kind: unknown = Reflect.get(object, 'kind');
  if (kind === 'Pod' || kind === 'ConfigMap' || kind === 'Event' || kind === 'Deployment' || kind === 'ReplicaSet')
    return kind;
  throw new Error(`not in this test: ${String(kind)}`);
}

/** A secret everywhere that others can write it. */
function worldWith(text: string): { readonly access: ClusterAccess; readonly text: string } {
  const [, name, value] = /^([A-Za-z_]\w{0,60})=(.+)$/s.exec(text) ?? [];
  const env = [{ name: 'SETTING', value: text }, ...(name === undefined ? [] : [{ name, value }])];
  const container = { env, args: [text], command: ['sh', '-c', text] };
  const template = { spec: { containers: [{ name: 'api', image: 'a', ...container }] } };
  const owner = {
    name: 'api-1',
    namespace: 'shop',
    creationTimestamp: '2026-01-01T00:00:00Z',
    ownerReferences: [{ kind: 'Deployment', name: 'api', controller: true }],
  };
  const objects = [
    pod({
      metadata: { annotations: { note: text, 'kubectl.kubernetes.io/last-applied-configuration': text } },
      container,
      api: { state: ended(1, 'Error', '1m', { message: text }) },
    }),
    {
      kind: 'ConfigMap',
      metadata: { name: 'app', namespace: 'shop', annotations: { copy: text } },
      data: { file: text },
    },
    eventAbout('Pod', 'api-1', 'Failed', text),
    workload('Deployment', {
      spec: { template },
      status: { conditions: [{ type: 'Progressing', status: 'False', reason: 'X', message: text }] },
    }),
    {
      kind: 'ReplicaSet',
      metadata: { ...owner, annotations: { 'deployment.kubernetes.io/revision': '1' } },
      spec: { template: { spec: {} } },
    },
    {
      kind: 'ReplicaSet',
      metadata: { ...owner, annotations: { 'deployment.kubernetes.io/revision': '2' } },
      spec: {
        template: { spec: { containers: [{ name: 'api', livenessProbe: { exec: { command: ['sh', '-c', text] } } }] } },
      },
    },
  ];
  return { access: serving(objects, `start\n${text}\nend\n`), text };
}

const CALLS: readonly (readonly [string, Record<string, unknown>])[] = [
  ['scan_cluster', {}],
  ['list_resources', { kind: 'Pod' }],
  ['list_resources', { kind: 'Deployment' }],
  ['list_resources', { kind: 'ConfigMap' }],
  ['list_resources', { kind: 'Event' }],
  ['get_resource', { kind: 'Pod', namespace: 'shop', name: 'api-1' }],
  ['get_resource', { kind: 'ConfigMap', namespace: 'shop', name: 'app' }],
  ['get_resource', { kind: 'Deployment', namespace: 'shop', name: 'api' }],
  ['get_events', {}],
  ['get_logs', { namespace: 'shop', pod: 'api-1' }],
  ['get_rollout_history', { kind: 'Deployment', namespace: 'shop', name: 'api' }],
];

test('no secret comes out, wherever it stands, in text or in data', async () => {
  const leaks: string[] = [];
  for (const { name: what, text, secret } of GONE.filter((_, index) => index % 10 === 0)) {
    const { access } = worldWith(text);
    const deps = depsWith(access, { ...QUIET, gaps: [text], services: [{ name: text, tier: 'P0', state: 'down' }] });
    for (const [name, args] of CALLS) {
      const outcome: ToolOutcome | undefined = await tools.find((tool) => tool.name === name)?.call(args, deps, signal);
      if (!outcome?.ok) throw new Error(`${name} failed: ${outcome?.text}`);
      if (outcome.text.includes(secret)) leaks.push(`${name} text: ${what}: ${text}`);
      if (strings(outcome.data).some((one) => one.includes(secret))) leaks.push(`${name} data: ${what}: ${text}`);
    }
  }
  expect(leaks).toEqual([]);
}, 60_000);

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
