import { type ObjectRef, refText } from '../../../domain/object-ref.ts';
import type { View } from '../../detector.ts';
import { addressesIn, backendsIn, type Naming, routeBackendsIn, serviceAt, USER_KINDS } from './network-names.ts';

export const CLIENT_KINDS = [...USER_KINDS, 'Ingress', 'HTTPRoute'] as const;

/** Who names which Service, by `namespace/name` of the Service; always in the same order. */
export function clientsOf(view: View<(typeof CLIENT_KINDS)[number]>): ReadonlyMap<string, readonly Naming[]> {
  const clients = new Map<string, Naming[]>();
  const names = [...addressesIn(view), ...backendsIn(view.list('Ingress')), ...routeBackendsIn(view.list('HTTPRoute'))];
  for (const naming of names) {
    const target = serviceAt(naming);
    if (target === null) continue;
    const key = `${target.namespace}/${target.name}`;
    const known = clients.get(key);
    if (known === undefined) clients.set(key, [naming]);
    else known.push(naming);
  }
  for (const list of clients.values()) list.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  return clients;
}

/** `Deployment web`, with its namespace when that is another one than the Service's. */
export function clientText({ user }: Naming, namespace: string | null): string {
  const place = user.namespace === namespace ? '' : ` in ${user.namespace ?? ''}`;
  return `${user.kind} ${user.name}${place}`;
}

/** What only leads others to the Service is never the Service's own workload. */
export function leadsOthers({ kind }: ObjectRef): boolean {
  return kind === 'Ingress' || kind === 'HTTPRoute';
}

function sortKey(naming: Naming): string {
  return `${refText(naming.user)} ${naming.field}`;
}
