import type { Evidence } from '../../domain/finding.ts';
import type { ObjectRef } from '../../domain/object-ref.ts';
import { namespaceOf, refOf } from '../../kinds/refs.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { CLIENT_KINDS, clientsOf, clientText, leadsOthers } from './lib/network-clients.ts';
import type { Naming } from './lib/network-names.ts';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout'] as const;

/** A Service that is gone while its workload or its place in the inventory is still there, and somebody still names it. */
export const serviceMissing = defineDetector({
  name: 'service-missing',
  reads: ['Service', ...CLIENT_KINDS],
  emits: ['service-missing'],
  *detect(view) {
    const existing = new Set(view.list('Service').map((s) => `${namespaceOf(s)}/${s.metadata.name}`));
    const known = knownNames(view);
    for (const [key, clients] of clientsOf(view)) {
      if (existing.has(key) || !known.has(key)) continue;
      const [namespace = '', name = ''] = key.split('/');
      if (!view.complete('Service', namespace)) continue;
      const service: ObjectRef = { kind: 'Service', namespace, name };
      const [first, ...others] = clients.filter((naming) => !isItself(naming, service));
      if (first === undefined) continue;
      yield finding('service-missing', {
        subject: service,
        owner: known.get(key) ?? service,
        since: view.now,
        reason: 'ServiceMissing',
        params: { user: clientText(first, namespace), field: first.words },
        evidence: [proof(first), ...others.slice(0, 2).map(proof)],
      });
    }
  },
});

/** What should have a Service, by `namespace/name`: a workload of that name, or (with no object of its own) a listed service. */
function knownNames(view: View<(typeof WORKLOADS)[number]>): ReadonlyMap<string, ObjectRef | null> {
  const known = new Map<string, ObjectRef | null>();
  for (const service of view.services) {
    for (const namespace of service.namespaces) {
      for (const name of [service.name, ...service.aliases]) known.set(`${namespace}/${name}`, null);
    }
  }
  for (const kind of WORKLOADS) {
    for (const workload of view.list(kind))
      known.set(`${namespaceOf(workload)}/${workload.metadata.name}`, refOf(workload));
  }
  return known;
}

/** A workload that names itself proves nothing. */
function isItself({ user }: Naming, service: ObjectRef): boolean {
  return !leadsOthers(user) && user.namespace === service.namespace && user.name === service.name;
}

function proof({ user, field, value }: Naming): Evidence {
  return evidence(user, field, value);
}
