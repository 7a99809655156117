import type { Evidence } from '../../domain/finding.ts';
import { type ObjectRef, refText } from '../../domain/object-ref.ts';
import { namespaceOf, refOf } from '../../kinds/refs.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { addressesIn, backendsIn, type Naming, serviceAt, USER_KINDS } from './lib/network-names.ts';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout'] as const;

/** A Service that is gone while its workload or its place in the inventory is still there, and somebody still names it. */
export const serviceMissing = defineDetector({
  name: 'service-missing',
  reads: ['Service', 'Ingress', ...USER_KINDS],
  emits: ['service-missing'],
  *detect(view) {
    const existing = new Set(view.list('Service').map((s) => `${namespaceOf(s)}/${s.metadata.name}`));
    const known = knownNames(view);
    const missing = new Map<string, { readonly service: ObjectRef; readonly users: Naming[] }>();
    for (const naming of [...addressesIn(view), ...backendsIn(view.list('Ingress'))]) {
      const target = serviceAt(naming);
      const key = target === null ? '' : `${target.namespace}/${target.name}`;
      if (target === null || existing.has(key) || !known.has(key) || isItself(naming, target)) continue;
      if (!view.complete('Service', target.namespace)) continue;
      const entry = missing.get(key);
      if (entry === undefined) missing.set(key, { service: { kind: 'Service', ...target }, users: [naming] });
      else entry.users.push(naming);
    }
    for (const [key, { service, users }] of missing) {
      const [first, ...others] = users.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
      if (first === undefined) continue;
      yield finding('service-missing', {
        subject: service,
        owner: known.get(key) ?? service,
        since: view.now,
        reason: 'ServiceMissing',
        params: { user: userText(first, service), field: first.words },
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
function isItself({ user }: Naming, target: { readonly namespace: string; readonly name: string }): boolean {
  return user.kind !== 'Ingress' && user.namespace === target.namespace && user.name === target.name;
}

function userText({ user }: Naming, service: ObjectRef): string {
  const place = user.namespace === service.namespace ? '' : ` in ${user.namespace ?? ''}`;
  return `${user.kind} ${user.name}${place}`;
}

function proof({ user, field, value }: Naming): Evidence {
  return evidence(user, field, value);
}

function sortKey(naming: Naming): string {
  return `${refText(naming.user)} ${naming.field}`;
}
