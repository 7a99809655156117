import { describe, expect, it } from 'vitest';
import { service } from '../../tests/support/service.ts';
import { sceneOf } from '../../tests/support/view.ts';
import type { Service } from '../domain/service.ts';

interface Workload {
  readonly name: string;
  readonly namespace?: string;
  readonly kind?: string;
  readonly labels?: Record<string, string>;
}

const object = ({ name, namespace = 'shop', kind = 'Deployment', labels = {} }: Workload) => ({
  kind,
  metadata: { name, namespace, labels },
  spec: {},
  status: {},
});
function matched(services: readonly Service[], workloads: readonly Workload[]): Record<string, string> {
  const { match } = sceneOf(workloads.map(object), { services });
  return Object.fromEntries(
    services.map((s) => [
      s.name,
      match
        .workloadsOf(s)
        .map((w) => w.name)
        .join(' '),
    ]),
  );
}
const shop = (name: string, parts: Partial<Service> = {}) => service(name, { namespaces: ['shop'], ...parts });

describe('which workloads a service is made of', () => {
  it('by name before alias before app: the first that finds anything decides', () => {
    const api = shop('api', { aliases: ['api-v2'], gitops: { app: 'shop-app', path: null, repo: null } });
    const tracked = { name: 'web', labels: { 'app.kubernetes.io/instance': 'shop-app' } };
    expect(matched([api], [{ name: 'api' }, { name: 'api-v2' }, tracked])).toEqual({ api: 'api' });
    expect(matched([api], [{ name: 'api-v2' }, tracked])).toEqual({ api: 'api-v2' });
    expect(matched([api], [tracked, { name: 'other' }])).toEqual({ api: 'web' });
  });

  it('by app label, and by the same words in another order', () => {
    expect(matched([shop('api')], [{ name: 'x', labels: { app: 'api' } }, { name: 'y' }])).toEqual({ api: 'x' });
    const nginx = service('nginx-ingress', { namespaces: ['ingress-nginx'] });
    const workloads = [
      { name: 'ingress-nginx-controller', namespace: 'ingress-nginx', kind: 'DaemonSet' },
      { name: 'other', namespace: 'ingress-nginx' },
    ];
    expect(matched([nginx], workloads)).toEqual({ 'nginx-ingress': 'ingress-nginx-controller' });
  });

  it('never from another namespace, nor by a part of the name', () => {
    expect(matched([shop('mysql')], [{ name: 'mysql', namespace: 'other' }])).toEqual({ mysql: '' });
    expect(matched([shop('mysql')], [{ name: 'mysql-exporter' }, { name: 'mysql-backup', kind: 'CronJob' }])).toEqual({
      mysql: 'mysql-exporter',
    });
    expect(matched([shop('mysql')], [{ name: 'mysql-exporter' }, { name: 'other' }])).toEqual({ mysql: '' });
  });

  it('the only lasting workload of its own namespace, whatever its name; never a backup job', () => {
    expect(matched([shop('api')], [{ name: 'whatever', kind: 'StatefulSet' }])).toEqual({ api: 'whatever' });
    expect(matched([shop('api')], [{ name: 'whatever' }, { name: 'debug', kind: 'Pod' }])).toEqual({ api: 'whatever' });
    expect(matched([shop('api')], [{ name: 'backup', kind: 'CronJob' }])).toEqual({ api: '' });
    expect(matched([shop('sync')], [{ name: 'sync', kind: 'CronJob' }])).toEqual({ sync: 'sync' });
  });

  it('in a namespace that several share, an exact name is never taken by a likeness, whoever is listed first', () => {
    const crossplane = ['crossplane', 'crossplane-aws-provider', 'loki-aws-infrastructure'].map((n) => shop(n));
    const provider = { name: 'crossplane-aws-provider', labels: { app: 'crossplane' } };
    const want = {
      crossplane: 'crossplane',
      'crossplane-aws-provider': 'crossplane-aws-provider',
      'loki-aws-infrastructure': '',
    };
    const workloads = [{ name: 'crossplane' }, provider, { name: 'crossplane-rbac-manager' }];
    expect(matched(crossplane, workloads)).toEqual(want);
    expect(matched([...crossplane].reverse(), workloads)).toEqual(want);
    // Without its own name there, the label would do: but it is somebody else's by name.
    expect(matched(crossplane, [provider])).toEqual({ ...want, crossplane: '' });
  });

  it('a neighbour belongs to the namespace’s only service, to none where several are', () => {
    const { match } = sceneOf([], { services: [shop('a'), service('b'), service('c', { namespaces: ['b'] })] });
    expect([
      match.neighbour('shop')?.name,
      match.neighbour('b'),
      match.neighbour('none'),
      match.neighbour(null),
    ]).toEqual(['a', null, null, null]);
  });
});
