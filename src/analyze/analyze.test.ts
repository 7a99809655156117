import { describe, expect, it } from 'vitest';
import { app } from '../../tests/support/cycles-objects.ts';
import { service } from '../../tests/support/service.ts';
import { moved, run, since } from '../../tests/support/stories.ts';
import { ago } from '../../tests/support/view.ts';
import { NO_MEMORY } from './view.ts';

const api = service('api');

describe('whose trouble it is', () => {
  const near = service('near', { tier: 'P1', namespaces: ['kube-system'] });
  const named = (name: string) => app(name, ['crash'], since('9m')).map((o) => moved(o, 'kube-system'));
  const roots = (...objects: readonly object[]) =>
    run([near], objects).drafts.map((d) => [
      d.root.service?.name ?? null,
      d.root.root.name,
      d.root.facts.ratedAs,
      d.root.facts.ingressController,
    ]);

  it('the cluster’s own network is nobody’s neighbour, and rated as P1', () => {
    expect(roots(...named('coredns'), ...named('near'), ...named('tool'))).toEqual(
      expect.arrayContaining([[null, 'coredns', 'P1', false]]),
    );
    expect(roots(...named('near'), ...named('tool'))).toEqual([['near', 'near', 'P1', false]]);
  });

  it('an ingress controller is known by its class, wherever it runs; what runs beside it is not', () => {
    const classes = [
      { kind: 'IngressClass', metadata: { name: 'traefik' }, spec: { controller: 'traefik.io/ingress-controller' } },
      { kind: 'Ingress', metadata: { name: 'x', namespace: 'shop' }, spec: { ingressClassName: 'traefik' } },
    ];
    const there = [...named('traefik'), ...named('near')];
    expect(roots(...there, ...classes)).toContainEqual([null, 'traefik', null, true]);
    expect(roots(...there, ...classes.slice(0, 1))).toEqual([['near', 'near', 'P1', false]]);
    const nginx = [
      { kind: 'IngressClass', metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } },
      { kind: 'Ingress', metadata: { name: 'x', namespace: 'shop' }, spec: { ingressClassName: 'nginx' } },
    ];
    const beside = app('exporter', ['crash'], since('9m')).map((o) => moved(o, 'ingress-nginx'));
    expect(roots(...beside, ...nginx)).toEqual([[null, 'exporter', null, false]]);
  });
});

describe('at risk, and imminent', () => {
  it('out of memory again since the last cycle', () => {
    const [workload, pod] = app('api', ['ok'], since('9m'));
    const killed = JSON.parse(
      JSON.stringify(pod).replace(
        '"restartCount":0',
        `"restartCount":4,"lastState":{"terminated":{"exitCode":137,"reason":"OOMKilled","finishedAt":"${ago('9m')}"}}`,
      ),
    );
    const imminent = (restarts: number | null) => {
      const memory = { ...NO_MEMORY, restarts: new Map(restarts === null ? [] : [['api-0/app', restarts]]) };
      return run([api], [workload ?? {}, killed], memory).drafts.map((d) => [d.root.state, d.root.facts.imminent]);
    };
    expect([imminent(3), imminent(4), imminent(null)]).toEqual([
      [['at-risk', true]],
      [['at-risk', false]],
      [['at-risk', false]],
    ]);
  });
});
