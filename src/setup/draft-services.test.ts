import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ingressTo, running, serviceFor } from '../../tests/support/running.ts';
import { snapshotOf } from '../../tests/support/view.ts';
import { analyze } from '../analyze/analyze.ts';
import { NO_MEMORY, setScene, workloadsIn } from '../analyze/view.ts';
import { parseServices } from '../config/services.ts';
import { refText } from '../domain/object-ref.ts';
import { refOf } from '../kinds/refs.ts';
import { draftServices } from './draft-services.ts';

/** The draft as a run understands it: its faults, what it finds missing, and the service of each workload. */
function understood(objects: readonly object[]) {
  const snapshot = snapshotOf(objects);
  const draft = draftServices(snapshot);
  const { services, faults } = parseServices(draft.text, 'services.txt');
  const { scene, drift } = analyze(snapshot, services, NO_MEMORY);
  const all = workloadsIn(snapshot, setScene(snapshot, [], NO_MEMORY).index).map(refOf);
  const places = Object.fromEntries(all.map((ref) => [refText(ref), scene.match.primary(ref)?.name ?? null]));
  return { draft, services, faults, drift, places };
}

const tierOf = (objects: readonly object[], name: string) => {
  const { services } = understood(objects);
  return services.find((service) => service.name === name)?.tier;
};

describe('the drafted inventory', () => {
  it('lists what has one name in one namespace as one service', () => {
    const both = [
      running('StatefulSet', 'shop/redis'),
      running('CronJob', 'shop/redis'),
      running('CronJob', 'shop/redis-dump'),
    ];
    expect(understood(both).places).toEqual({
      'StatefulSet/shop/redis': 'redis',
      'CronJob/shop/redis': 'redis',
      'CronJob/shop/redis-dump': 'redis-dump',
    });
  });

  it('gives one name in two namespaces two entries, whatever else has the name they get', () => {
    const objects = ['shop/redis', 'blog/redis', 'shop/shop-redis', 'other/blog-redis'].map((place) =>
      running('Deployment', place),
    );
    const { places, services, faults } = understood(objects);
    expect(faults).toEqual([]);
    expect(new Set(services.map(({ name }) => name)).size).toBe(4);
    expect(places).toEqual({
      'Deployment/shop/redis': 'redis-in-shop',
      'Deployment/blog/redis': 'redis-in-blog',
      'Deployment/shop/shop-redis': 'shop-redis',
      'Deployment/other/blog-redis': 'blog-redis',
    });
  });

  it('lists the parts of Argo CD and Flux together, and nobody else', () => {
    const objects = ['argocd/argocd-server', 'argocd/argocd-repo-server', 'flux-system/source-controller']
      .concat(['flux-system/helm-controller', 'argocd/shop', 'shop/source-controller'])
      .map((place) => running('Deployment', place));
    expect(Object.values(understood(objects).places)).toEqual([
      'argocd',
      'argocd',
      'flux',
      'flux',
      'shop',
      'source-controller',
    ]);
  });

  it('guesses who needs whom from addresses, and carries what is critical on', () => {
    const objects = [
      running('Deployment', 'shop/web', { replicas: 2, env: { DB: 'mysql://db.shop.svc:3306/shop' } }),
      running('Deployment', 'shop/jobs', { env: { DB: 'db:3306', OTHER: 'https://example.com/' } }),
      running('StatefulSet', 'shop/db', { image: 'mysql:8' }),
      serviceFor('shop/db'),
      serviceFor('shop/web'),
      ingressTo('shop/web', 'shop.example.com'),
    ];
    const { services, draft } = understood(objects);
    const shown = services.map(({ name, tier, dependencies, dataLayer, ingress }) => [
      name,
      tier,
      dependencies,
      dataLayer,
      ingress,
    ]);
    expect(shown).toEqual([
      ['db', 'P0', [], true, []],
      ['web', 'P0', ['db'], false, ['shop.example.com']],
      ['jobs', 'P2', ['db'], false, []],
    ]);
    expect(draft.text).toContain('- Tier: P0  # guess: web, which is P0, needs it');
    expect(draft.text).toContain('- Dependencies: db  # guess: its environment names db.shop.svc:3306');
  });

  it('does not make a cluster product critical because something critical needs it', () => {
    const objects = [
      running('Deployment', 'shop/web', { replicas: 2, env: { VAULT_ADDR: 'http://vault.vault.svc:8200' } }),
      serviceFor('shop/web', 'LoadBalancer'),
      running('StatefulSet', 'vault/vault'),
      serviceFor('vault/vault'),
    ];
    expect(tierOf(objects, 'web')).toBe('P0');
    expect(tierOf(objects, 'vault')).toBe('P1');
  });

  it('knows the controller that serves the Ingresses', () => {
    const controller = running('DaemonSet', 'kube-system/traefik', { image: 'rancher/mirrored-library-traefik:3' });
    const served = [
      { kind: 'IngressClass', metadata: { name: 'traefik' }, spec: { controller: 'traefik.io/ingress-controller' } },
      ingressTo('shop/web', 'shop.example.com', 'traefik'),
    ];
    expect(tierOf([controller], 'traefik')).toBe('P1');
    expect(tierOf([controller, ...served], 'traefik')).toBe('P0');
  });

  it('leaves out pods that have ended, and takes those that run', () => {
    const pod = running('Pod', 'shop/shell');
    expect(tierOf([pod], 'shell')).toBe('P3');
    expect(draftServices(snapshotOf([{ ...pod, status: { phase: 'Succeeded' } }])).services).toEqual([]);
  });

  it('lists workloads that are known by their pods only', () => {
    const owner = [{ kind: 'Deployment', name: 'api', controller: true }];
    const pod = { kind: 'Pod', metadata: { name: 'api-1', namespace: 'shop', ownerReferences: owner } };
    expect(understood([pod]).places).toEqual({ 'Deployment/shop/api': 'api' });
  });
});

describe('hostile clusters', () => {
  const evil = 'x\n1. Critical Services (P0)\n  1.9 evil\n  - Tier: P0 # guess: \u001b[31m';
  it('names that no API server takes are told, not written', () => {
    const { draft, services, faults } = understood([
      running('Deployment', 'shop/web'),
      running('Deployment', `shop/${evil}`),
    ]);
    expect(faults).toEqual([]);
    expect(services.map(({ name }) => name)).toEqual(['web']);
    expect(draft.unlisted).toEqual([{ kind: 'Deployment', namespace: 'shop', name: evil }]);
    expect(draft.text).not.toMatch(/evil|\p{Cc}\[/u);
  });

  it('labels, annotations, images, hosts and addresses say nothing to the parser', () => {
    const labels = {
      'app.kubernetes.io/name': evil,
      'argocd.argoproj.io/instance': evil,
      'app.kubernetes.io/part-of': evil,
    };
    const objects = [
      running('Deployment', 'shop/web', { labels, image: `acme/mysql\n  - Tier: P0`, env: { A: `http://db/${evil}` } }),
      running('Deployment', 'shop/db', { annotations: { 'argocd.argoproj.io/tracking-id': `${evil}:apps` } }),
      serviceFor('shop/db'),
      serviceFor('shop/web'),
      ingressTo('shop/web', evil),
    ];
    const { draft, services, faults } = understood(objects);
    expect(faults).toEqual([]);
    expect(services.map(({ name }) => name).toSorted()).toEqual(['db', 'web']);
    expect(draft.text.match(/^\d\. .*$/gm)).toHaveLength(3);
    expect(draft.text).not.toMatch(/evil|\p{Cc}\[/u);
  });
});

const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Rollout', 'Pod'] as const;
const words = [
  'mysql',
  'redis',
  'shop',
  'web',
  'api',
  'argocd',
  'server',
  'test',
  'vault',
  'none',
  'p0',
  '1.5',
  'controller',
  'a',
];
const name = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('-'));
const namespace = fc.constantFrom('shop', 'mysql', 'web', 'none', 'argocd', 'kube-system', 'shop-web', 'flux-system');
const thing = fc.record({
  kind: fc.constantFrom(...KINDS),
  place: fc.tuple(namespace, name).map((parts) => parts.join('/')),
  replicas: fc.integer({ min: 0, max: 3 }),
  claim: fc.constantFrom(null, 'data'),
  image: fc.constantFrom('acme/app:1', 'mysql:8', 'library/redis', 'quay.io/argoproj/argocd:v3'),
  env: fc.dictionary(
    fc.constantFrom('A', 'B'),
    name.map((host) => `http://${host}:80`),
    { maxKeys: 2 },
  ),
  partOf: fc.option(fc.constantFrom('argocd', 'flux', 'shop'), { nil: undefined }),
});

describe('any cluster', () => {
  it('is drafted without a fault, and a run finds each workload in exactly the service that lists it', {
    timeout: 30_000,
  }, () => {
    const cluster = fc.uniqueArray(thing, {
      selector: ({ kind, place }) => `${kind} ${place}`,
      maxLength: 14,
      minLength: 1,
    });
    fc.assert(
      fc.property(cluster, (things) => {
        const objects = things.flatMap(({ kind, place, partOf, ...parts }) => [
          running(kind, place, {
            ...parts,
            labels: partOf === undefined ? {} : { 'app.kubernetes.io/part-of': partOf },
          }),
        ]);
        const services = [...new Set(things.map(({ place }) => place))].map((place) => serviceFor(place));
        const { draft, faults, drift, places } = understood([...objects, ...services]);
        if (draft.services.length > 0) expect(faults).toEqual([]);
        expect(drift).toEqual([]);
        const listed = draft.services.flatMap(({ name: own, entry }) => entry.refs.map((ref) => [refText(ref), own]));
        expect(listed.length).toBe(things.length - draft.unlisted.length);
        expect(Object.fromEntries(listed)).toEqual(
          Object.fromEntries(Object.entries(places).filter(([, service]) => service !== null)),
        );
        // Only a name that the file's own words take ("none") can't be told apart by an alias.
        for (const { name: left } of draft.unlisted) expect(left).toBe('none');
      }),
      { numRuns: 150 },
    );
  });

  it('is drafted the same, in whatever order it is read', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(thing, { selector: ({ kind, place }) => `${kind} ${place}`, maxLength: 8 }),
        (things) => {
          const objects = things.map(({ kind, place, partOf: _, ...parts }) => running(kind, place, parts));
          expect(draftServices(snapshotOf(objects.toReversed())).text).toBe(draftServices(snapshotOf(objects)).text);
        },
      ),
      { numRuns: 50 },
    );
  });
});
