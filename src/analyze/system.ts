import type { ObjectRef } from '../domain/object-ref.ts';

/** The cluster's own network, in the words its parts are called by: nobody lists it, everybody needs it. */
const SYSTEM =
  /^(coredns|kube-dns|kube-proxy|kube-flannel|canal|cilium|calico-node|weave-net|antrea-agent|kube-router)/;
const SYSTEM_NAMESPACES = new Set(['kube-system', 'kube-flannel', 'calico-system', 'cilium']);

export function isSystem(root: ObjectRef): boolean {
  return SYSTEM_NAMESPACES.has(root.namespace ?? '') && SYSTEM.test(root.name);
}
