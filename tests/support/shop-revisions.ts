// The outage of outage.ts with revisions of its Deployment, for what the cluster itself tells of changes.
import type { FakeApiOptions } from './fake-api.ts';
import { outage } from './outage.ts';
import { CUT_AT } from './shop-manifests.ts';

const LABELS = { app: 'shop-api' };

/** The revision before the newest, with what it had instead. */
function before(parts: { readonly memory?: string; readonly image?: string }): object {
  const { memory = '64Mi', image = 'shop-api:5.8.0' } = parts;
  const resources = { limits: { memory }, requests: { memory: '64Mi' } };
  const spec = {
    initContainers: [{ name: 'migrate', image: 'shop-api:5.8.0' }],
    containers: [{ name: 'api', image, resources }],
  };
  return {
    kind: 'ReplicaSet',
    metadata: {
      name: 'shop-api-1a1a1a',
      namespace: 'shop-api',
      creationTimestamp: '2026-11-01T00:00:00Z',
      annotations: { 'deployment.kubernetes.io/revision': '1' },
      ownerReferences: [{ kind: 'Deployment', name: 'shop-api', controller: true, apiVersion: 'apps/v1', uid: 'd' }],
    },
    spec: { replicas: 0, selector: { matchLabels: LABELS }, template: { metadata: { labels: LABELS }, spec } },
    status: { replicas: 0 },
  };
}

/** As the API serves them: ReplicaSets carry the labels of their pods. */
function labelled(object: object): object {
  const one = structuredClone(object);
  if ('metadata' in one && Reflect.get(one, 'kind') === 'ReplicaSet')
    Object.assign(one.metadata ?? {}, { labels: LABELS });
  return one;
}

/** The outage, with the revision before the one that broke it. */
export function withBefore(parts: Parameters<typeof before>[0]): Pick<FakeApiOptions, 'objects' | 'logs'> {
  const { objects = [], logs = {} } = outage();
  return { objects: [...objects, before(parts)].map(labelled), logs };
}

/** The outage, though nothing was rolled out for weeks. */
export function unchanged(): Pick<FakeApiOptions, 'objects' | 'logs'> {
  const { objects = [], logs = {} } = outage();
  const aged = (object: unknown): object =>
    JSON.parse(JSON.stringify(object).replaceAll(CUT_AT, '2026-11-01T00:00:00Z'));
  return { objects: objects.map(aged).map(labelled), logs };
}
