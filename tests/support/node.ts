import { ago } from './view.ts';

/** A node `node-a` with these conditions. */
export function node(
  conditions: readonly object[],
  parts: { metadata?: object; spec?: object; status?: object } = {},
): object {
  return {
    kind: 'Node',
    metadata: { name: 'node-a', creationTimestamp: ago('90d'), ...parts.metadata },
    spec: parts.spec ?? {},
    status: { allocatable: { pods: '110' }, conditions, ...parts.status },
  };
}
