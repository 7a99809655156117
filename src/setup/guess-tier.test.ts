import { describe, expect, it } from 'vitest';
import { guessTier, type Traits } from './guess-tier.ts';

function guess(name: string, more: Partial<Traits> = {}): string {
  const { tier, why, dataLayer } = guessTier({
    namespace: 'shop',
    names: [name],
    kinds: new Set(['Deployment']),
    images: ['acme/app:1'],
    replicas: 1,
    keepsData: false,
    reachedBy: null,
    ingressController: false,
    ...more,
  });
  return `${tier}${dataLayer === null ? '' : ' data'}: ${why}`;
}

const image = (name: string): Partial<Traits> => ({ images: [name] });
const kind = (name: string, more: Partial<Traits> = {}): Partial<Traits> => ({ kinds: new Set([name]), ...more });
const reached = (more: Partial<Traits> = {}): Partial<Traits> => ({ reachedBy: 'Ingress shop/web', ...more });

describe('how much a service seems to matter', () => {
  const cases: readonly (readonly [name: string, wanted: string, more?: Partial<Traits>])[] = [
    ['web', 'P0: Ingress shop/web leads to it from outside, and it runs 2 replicas', reached({ replicas: 2 })],
    ['web', 'P1: Ingress shop/web leads to it from outside', reached()],
    ['worker', 'P1: it runs 3 replicas: somebody wants it to stay up', { replicas: 3 }],
    ['wiki', 'P1: it keeps data on a volume', { keepsData: true }],
    ['worker', 'P2: nothing leads to it from outside, and it runs once and keeps nothing'],
    ['agent', 'P2: it runs on every node, and nothing leads to it from outside', kind('DaemonSet', { replicas: null })],
    ['report', 'P2: it is a job on a schedule', kind('CronJob', { replicas: null })],
    ['report', 'P3: it is switched off: no replicas are wanted, or it is suspended', kind('CronJob', { replicas: 0 })],
    ['web', 'P3: it is switched off: no replicas are wanted, or it is suspended', reached({ replicas: 0 })],
    ['shell', 'P3: it is a pod that nothing would start again', kind('Pod', { replicas: null })],
    ['anything', 'P0: the Ingresses of this cluster are served by it', { ingressController: true }],
    ['anything', 'P1: it is part of the cluster itself', { namespace: 'kube-system' }],
  ];
  for (const [name, wanted, more] of cases) {
    it(`${name} is ${wanted}`, () => {
      expect(guess(name, more)).toBe(wanted);
    });
  }
});

describe('databases', () => {
  it.each([
    ['mysql', {}, 'has the name of a database'],
    ['shop-postgres-primary', {}, 'has the name of a database'],
    ['store', image('docker.io/library/postgres:16'), 'runs the image postgres'],
    ['cache', kind('StatefulSet', image('bitnami/redis:7@sha256:00')), 'runs the image redis'],
  ])('%s keeps what others need', (name, more, why) => {
    expect(guess(name, more)).toBe(`P1 data: it ${why}: others need what it keeps`);
  });

  it.each([
    ['mysql-exporter', image('prom/mysqld-exporter:1')],
    ['mysql-backup', image('mysql:8')],
    ['postgres-operator', {}],
    ['redis-cache-warmer', {}],
    ['pgadmin', image('dpage/pgadmin4:8')],
    ['dump', kind('CronJob', image('mysql:8'))],
    ['mongoose', {}],
  ])('%s only stands beside one', (name, more) => {
    expect(guess(name, more)).not.toContain('data:');
  });
});

describe('products', () => {
  it.each([
    ['coredns', { namespace: 'kube-system' }, 'P1: it resolves names in the cluster'],
    ['cert-manager-webhook', {}, 'P1: it renews certificates'],
    ['release-17', { names: ['release-17', 'cert-manager'] }, 'P1: it renews certificates'],
    ['controller', image('quay.io/metallb/controller:v0.14'), 'P1: it lets traffic in'],
    ['vault', kind('StatefulSet', { keepsData: true }), 'P1: it gives others their secrets'],
    ['vault-agent-injector', {}, 'P1: it gives others their secrets'],
    ['metrics-server', { namespace: 'kube-system' }, 'P2: it watches the cluster'],
    ['grafana', reached({ replicas: 2 }), 'P2: it watches the cluster'],
    ['kubernetes-dashboard', reached(), 'P3: it is a page for those who run the cluster'],
  ])('%s is known', (name, more, why) => {
    expect(guess(name, more)).toBe(`${why}, by its name or image`);
  });

  it.each([
    ['vault-client', {}],
    ['my-grafana-proxy-fork', {}],
    ['prometheus-report', kind('CronJob', { replicas: null })],
    ['coredns-metrics-page', {}],
    ['app', image('acme/vault-tools:1')],
  ])('%s is not', (name, more) => {
    expect(guess(name, more)).not.toContain('by its name');
  });
});

describe('trials', () => {
  it.each([
    ['whoami-test', reached({ replicas: 2 })],
    ['podinfo', reached()],
    ['demo-mysql', image('mysql:8')],
  ])('%s is one', (name, more) => {
    expect(guess(name, more)).toMatch(/^P3.*in its name$/);
  });

  it('by its namespace', () => {
    expect(guess('web', reached({ namespace: 'shop-staging' }))).toBe('P3: it stands in the namespace shop-staging');
  });

  it.each(['contest', 'attest-api', 'demographics', 'latest', 'samples3'])('%s is none', (name) => {
    expect(guess(name)).toMatch(/^P2/);
  });
});
