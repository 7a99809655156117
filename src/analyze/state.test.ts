import { describe, expect, it } from 'vitest';
import { app } from '../../tests/support/cycles-objects.ts';
import { service } from '../../tests/support/service.ts';
import { moved, run, since, stories } from '../../tests/support/stories.ts';
import { ago, NOW, type SceneOptions } from '../../tests/support/view.ts';
import { NO_MEMORY } from './view.ts';

const api = service('api');
const deployment = (name: string, namespace: string, ready: number, wanted: number) => ({
  ...app(name, [], NOW)[0],
  metadata: { name, namespace, generation: 1, creationTimestamp: ago('9d') },
  status: {
    observedGeneration: 1,
    replicas: wanted,
    updatedReplicas: wanted,
    readyReplicas: ready,
    availableReplicas: ready,
  },
});

describe('the state of a service', () => {
  it.each([
    ['all ready', app('api', ['ok', 'ok'], since('9m')), []],
    ['none ready', app('api', ['crash', 'crash'], since('9m')), ['api down']],
    ['one of two', app('api', ['ok', 'crash'], since('9m')), ['api degraded']],
    ['inside its startup allowance', app('api', ['unready'], since('1m')), []],
    ['past it', app('api', ['unready'], since('9m')), ['api down']],
  ])('%s', (_name, objects, want) => expect(stories([api], objects)).toEqual(want));

  it('a neighbour makes it at risk at most', () => {
    const exporter = app('exporter', ['crash'], since('9m')).map((o) => moved(o, 'api'));
    expect(stories([api], [...app('api', ['ok'], since('9d')), ...exporter])).toEqual(['api at-risk']);
  });

  it('new pods that fail beside old ones that serve in full are a blocked rollout', () => {
    const extra = app('api', ['ok', 'crash'], since('9m')).slice(2);
    const [draft] = run([api], [...app('api', ['ok'], since('9d')), ...extra]).drafts;
    expect([draft?.root.state, draft?.root.facts.blockedRollout]).toEqual(['at-risk', true]);
  });

  it('so is a rollout that was given up while the old pods serve', () => {
    const [rollout, ...pods] = app('api', ['ok', 'ok'], since('9d'), { kind: 'Rollout' });
    const status = { replicas: 2, readyReplicas: 2, updatedReplicas: 0, phase: 'Degraded', abort: true };
    const [draft] = run([api], [{ ...rollout, status }, ...pods]).drafts;
    expect([draft?.root.state, draft?.root.facts.blockedRollout]).toEqual(['at-risk', true]);
  });

  it('pods behind a scheduling gate are not wanted yet', () => {
    const gated = {
      kind: 'Pod',
      metadata: {
        name: 'api-9',
        namespace: 'api',
        uid: 'api-9',
        labels: { app: 'api' },
        ownerReferences: [{ kind: 'Deployment', name: 'api', controller: true }],
        creationTimestamp: ago('9d'),
      },
      spec: { schedulingGates: [{ name: 'x' }], containers: [{ name: 'app', image: 'app:1' }] },
      status: {
        phase: 'Pending',
        conditions: [
          { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', lastTransitionTime: ago('9m') },
        ],
      },
    };
    const state = (...pods: readonly ('ok' | 'crash')[]) => {
      const [, ...others] = app('api', pods, since('9m'));
      const ready = pods.filter((p) => p === 'ok').length;
      return stories(
        [api],
        [
          { ...deployment('api', 'api', ready, pods.length + 1), spec: { replicas: pods.length + 1 } },
          ...others,
          gated,
        ],
      );
    };
    expect([state(), state('ok'), state('ok', 'crash'), state('crash')]).toEqual([
      ['api at-risk'],
      ['api at-risk'],
      ['api degraded'],
      ['api down'],
    ]);
  });

  it('gone, where it was seen before and its kind was read', () => {
    const memory = {
      restarts: new Map(),
      seen: new Map([['api', [{ kind: 'Deployment', namespace: 'api', name: 'api' }]]]),
    };
    const [draft] = run([api], [], memory).drafts;
    expect([draft?.root.state, draft?.root.facts.gone]).toEqual(['down', true]);
    expect(stories([api], [], memory, { coverage: { Deployment: 'partial' } })).toEqual([]);
    expect(stories([api], [])).toEqual([]);
  });

  it('scaled to zero is down where it ran before, a warning where it never did', () => {
    const zero = { ...deployment('api', 'api', 0, 0), spec: { replicas: 0 } };
    const memory = {
      restarts: new Map(),
      seen: new Map([['api', [{ kind: 'Deployment', namespace: 'api', name: 'api' }]]]),
    };
    expect([stories([api], [zero]), stories([api], [zero], memory)]).toEqual([['api at-risk'], ['api down']]);
  });

  it('a CronJob is down when its last success is older than its tolerance and one interval', () => {
    const sync = service('sync', { tier: 'P1', toleranceMs: 12 * 3_600_000 });
    const state = (last: string) => {
      const job = {
        kind: 'CronJob',
        metadata: { name: 'sync', namespace: 'sync', uid: 'c', creationTimestamp: ago('90d') },
        spec: { schedule: '0 */6 * * *' },
        status: { lastSuccessfulTime: ago(last), lastScheduleTime: ago(last) },
      };
      return run([sync], [job]).drafts.map((d) => d.root.state);
    };
    expect([state('5h'), state('17h'), state('19h')]).toEqual([[], ['at-risk'], ['down']]);
  });

  it('down when no way leads to it, though its pods are ready; impaired when another way does', () => {
    const svc = (name: string, selector: object) => ({
      kind: 'Service',
      metadata: { name, namespace: 'api', creationTimestamp: ago('9d') },
      spec: { selector },
    });
    const slice = {
      kind: 'EndpointSlice',
      metadata: { name: 'x', namespace: 'api', labels: { 'kubernetes.io/service-name': 'other' } },
      endpoints: [{ conditions: { ready: true } }],
    };
    const broken = [...app('api', ['ok'], since('9d')), svc('api', { app: 'apii' })];
    expect(stories([api], broken)).toEqual(['api down']);
    expect(stories([api], [...broken, svc('other', { app: 'api' }), slice])).toEqual(['api impaired']);
    // A Service that is called something else is a neighbour's fault.
    expect(stories([api], [...app('api', ['ok'], since('9d')), svc('old', { app: 'old' })])).toEqual(['api at-risk']);
  });

  it('down when the certificate of all its hosts has expired, impaired when one still works', () => {
    const cert = {
      kind: 'Certificate',
      metadata: { name: 'api', namespace: 'api' },
      spec: { secretName: 'tls' },
      status: { notAfter: ago('1h'), conditions: [] },
    };
    const svc = { kind: 'Service', metadata: { name: 'api', namespace: 'api' }, spec: { selector: { app: 'api' } } };
    const slice = {
      kind: 'EndpointSlice',
      metadata: { name: 'x', namespace: 'api', labels: { 'kubernetes.io/service-name': 'api' } },
      endpoints: [{ conditions: { ready: true } }],
    };
    const rule = (host: string) => ({ host, http: { paths: [{ backend: { service: { name: 'api' } } }] } });
    const ingress = (...hosts: readonly string[]) => ({
      kind: 'Ingress',
      metadata: { name: 'api', namespace: 'api' },
      spec: { tls: [{ hosts: ['a.example'], secretName: 'tls' }], rules: hosts.map(rule) },
    });
    const state = (...hosts: readonly string[]) =>
      stories([api], [...app('api', ['ok'], since('9d')), cert, svc, slice, ingress(...hosts)]);
    expect([state('a.example'), state('a.example', 'b.example')]).toEqual([['api down'], ['api impaired']]);
  });

  it('never ok when unread', () => {
    const row = (coverage: SceneOptions['coverage']) =>
      run([api], app('api', ['ok'], since('9d')), NO_MEMORY, { coverage: coverage ?? {} }).services[0]?.state;
    expect([row({}), row({ Pod: 'partial' }), row({ Deployment: 'not-read' })]).toEqual(['ok', 'unknown', 'unknown']);
  });
});
