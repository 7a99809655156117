import { ago } from './view.ts';

/** What metrics-server measured of the container `api` of pod `shop/api-1` half a minute ago. */
export function metrics(usage: { readonly memory?: string; readonly cpu?: string }, parts: object = {}): object {
  return {
    kind: 'PodMetrics',
    metadata: { name: 'api-1', namespace: 'shop' },
    timestamp: ago('30s'),
    containers: [{ name: 'api', usage }],
    ...parts,
  };
}
