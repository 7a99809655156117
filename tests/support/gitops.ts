import { ago } from './view.ts';

/** An Application `argocd/shop`, synced and healthy three days ago; say only what matters to the test. */
export function application(status: object = {}, spec: object = {}, metadata: object = {}): object {
  return {
    kind: 'Application',
    metadata: { name: 'shop', namespace: 'argocd', creationTimestamp: ago('90d'), ...metadata },
    spec: { source: { path: 'shop', targetRevision: 'main' }, ...spec },
    status: {
      sync: { status: 'Synced', revision: REVISION },
      health: { status: 'Healthy' },
      operationState: { phase: 'Succeeded', finishedAt: ago('3d'), syncResult: { revision: REVISION } },
      ...status,
    },
  };
}

/** What the Application was last synced to. */
export const REVISION = '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d';

/** An object of Flux in `flux-system`. */
export function flux(
  kind: string,
  name: string,
  conditions: readonly object[],
  spec: object = {},
  status: object = {},
): object {
  return {
    kind,
    metadata: { name, namespace: 'flux-system', creationTimestamp: ago('90d') },
    spec,
    status: { conditions, ...status },
  };
}
