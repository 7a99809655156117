import { ALL_KINDS, KINDS } from '../kinds/registry.ts';
import type { Resource } from './api-calls.ts';
import { type AccessKind, TOOL_ONLY_KINDS } from './cluster-access.ts';

/** Where the API keeps what the tools may show. */
export const ACCESS_RESOURCES: { readonly [K in AccessKind]: Resource } = {
  ...KINDS,
  ControllerRevision: {
    group: 'apps',
    versions: ['v1'],
    plural: 'controllerrevisions',
    namespaced: true,
    optional: false,
  },
};

export const ALL_ACCESS_KINDS: readonly AccessKind[] = [...ALL_KINDS, ...TOOL_ONLY_KINDS];

/** `pods`, `certificates.cert-manager.io`. */
export function accessName(kind: AccessKind): string {
  const { plural, group } = ACCESS_RESOURCES[kind];
  return group === '' ? plural : `${plural}.${group}`;
}
