import { describe, expect, it } from 'vitest';
import { app } from '../../tests/support/cycles-objects.ts';
import { service } from '../../tests/support/service.ts';
import { moved, run, since, stories } from '../../tests/support/stories.ts';
import { ago } from '../../tests/support/view.ts';

const api = service('api');
const svc = (name: string, namespace: string) => ({
  kind: 'Service',
  metadata: { name, namespace, creationTimestamp: ago('9d') },
  spec: { selector: { app: name }, ports: [{ port: 80 }] },
});
const slice = (name: string, namespace: string) => ({
  kind: 'EndpointSlice',
  metadata: { name, namespace, labels: { 'kubernetes.io/service-name': name } },
  endpoints: [{ conditions: { ready: true } }],
});
const ingress = (namespace: string, backends: readonly (readonly [string, number])[], spec: object = {}) => ({
  kind: 'Ingress',
  metadata: { name: 'way-in', namespace, creationTimestamp: ago('9d') },
  spec: {
    rules: backends.map(([name, number]) => ({
      host: `${name}.example`,
      http: { paths: [{ path: '/', backend: { service: { name, port: { number } } } }] },
    })),
    ...spec,
  },
});
const ready = (name: string, namespace = name) => [
  ...app(name, ['ok'], since('9d')).map((o) => moved(o, namespace)),
  svc(name, namespace),
  slice(name, namespace),
];

describe('an Ingress that leads nowhere', () => {
  it('impairs the only service of its namespace', () => {
    expect(stories([api], [...ready('api'), ingress('api', [['gone', 80]])])).toEqual(['api impaired']);
    const both = ingress('api', [
      ['gone', 80],
      ['api', 80],
    ]);
    expect(stories([api], [...ready('api'), both])).toEqual(['api impaired']);
  });

  it("is a neighbour's fault when all it leads to is a neighbour", () => {
    const objects = [...ready('api'), ...ready('exporter', 'api'), ingress('api', [['exporter', 81]])];
    expect(stories([api], objects)).toEqual(['api at-risk']);
  });

  it.each([
    ['a missing Service', ingress('tool', [['gone', 80]])],
    ['a missing port', ingress('tool', [['tool', 81]])],
    ['a missing class', ingress('tool', [['tool', 80]], { ingressClassName: 'gone' })],
  ])('stops traffic of what nobody listed: %s', (_, object) => {
    const drafts = run([api], [...ready('tool'), object]).drafts;
    expect(drafts.map((d) => [d.root.service, d.root.facts.stopsTraffic])).toEqual([[null, true]]);
  });

  it.each([
    ['expired', 'stops traffic of what nobody listed', '2026-01-15T11:00:00Z', [true]],
    ['is valid for another day', 'does not', '2026-01-16T12:00:00Z', [false]],
  ])('a certificate that %s on all its hosts %s', (_, _does, notAfter, stops) => {
    const certificate = {
      kind: 'Certificate',
      metadata: { name: 'tls', namespace: 'tool', creationTimestamp: ago('90d') },
      spec: { secretName: 'tls' },
      status: {
        notAfter,
        renewalTime: ago('30d'),
        conditions: [{ type: 'Ready', status: 'False', reason: 'Expired' }],
      },
    };
    const way = ingress('tool', [['tool', 80]], { tls: [{ hosts: ['tool.example'], secretName: 'tls' }] });
    const drafts = run([], [...ready('tool'), way, certificate]).drafts;
    expect(drafts.map((d) => d.root.facts.stopsTraffic)).toEqual(stops);
  });
});
