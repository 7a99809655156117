import type { ClusterHistory, Sync } from '../../src/correlate/cluster-history.ts';
import type { ObjectRef } from '../../src/domain/object-ref.ts';
import type { RealCase } from './real-case.ts';
import { REPOSITORY } from './real-history.ts';

const ROOT = 'base-apps';
/** Applications of a chart alone; of these the version is in the file of the Application. */
const CHARTS: ReadonlySet<string> = new Set([
  ...['kagent', 'argo-workflows', 'cnpg-system', 'istio-istiod', 'falco', 'langflow-ide', 'atlantis'],
]);
/** Applications beside those, with what the chart does not bring: secrets and ingresses of the same namespace. */
const BESIDE: Readonly<Record<string, { readonly name: string; readonly folder: string }>> = {
  kagent: { name: 'kagent-secrets', folder: 'kagent' },
  atlantis: { name: 'atlantis-config', folder: 'atlantis' },
  'argo-workflows': { name: 'argo-workflows-config', folder: 'argo-workflows' },
  'langflow-ide': { name: 'langflow-ide-config', folder: 'langflow-ide' },
};

/** What the cluster says of one case: who syncs its object from where, and what is known of its rollouts. Null: it was not asked. */
export function clusterOf({ app, mutable }: RealCase, owner: ObjectRef): ClusterHistory | null {
  if (app === undefined && mutable === undefined) return null;
  return {
    syncs: async () => (app === undefined ? [] : syncsOf(app, owner)),
    changesOf: async () => ({
      changes: [],
      lastRollout: mutable === undefined ? null : new Date(mutable.lastRollout),
      mutableImages: mutable?.images ?? [],
      limits: [],
    }),
  };
}

/** One application manages all others, as their folder says. */
function syncsOf(app: string, owner: ObjectRef): readonly Sync[] {
  const beside = BESIDE[app];
  const store: ObjectRef = { kind: 'SecretStore', namespace: owner.namespace, name: 'vault-backend' };
  const apps = [
    sync(app, CHARTS.has(app) ? null : `${ROOT}/${app}`, owner, owner.namespace),
    ...(beside === undefined ? [] : [sync(beside.name, `${ROOT}/${beside.folder}`, store, owner.namespace)]),
  ];
  const root = sync('master-app', ROOT, null, 'argo-cd');
  return [{ ...root, objects: apps.map((one) => one.app) }, ...apps];
}

function sync(name: string, path: string | null, object: ObjectRef | null, namespace: string | null): Sync {
  const source =
    path === null
      ? { repository: `https://charts.example.org/${name}`, path, chart: name, revision: '1.0.0' }
      : { repository: `https://${REPOSITORY}`, path, chart: null, revision: 'main' };
  return {
    app: { kind: 'Application', namespace: 'argo-cd', name },
    sources: [source],
    namespace,
    objects: object === null ? [] : [object],
    history: [],
    inSync: true,
  };
}
