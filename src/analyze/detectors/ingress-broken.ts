import { MINUTE } from '../../domain/duration.ts';
import type { Evidence, Finding } from '../../domain/finding.ts';
import { namespaceOf, refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { isYoung } from './lib/ages.ts';
import { type IngressBackend, ingressBackends } from './lib/network-names.ts';
import { namesText } from './lib/phrases.ts';

/** Something in the ingress that names nothing. */
interface Fault {
  readonly reason: string;
  readonly cause: string;
  readonly hosts: readonly string[];
  readonly proof: Evidence;
}

/** An Ingress that names a class, a Service or a port that is not there. */
export const ingressBroken = defineDetector({
  name: 'ingress-broken',
  reads: ['Ingress', 'IngressClass', 'Service'],
  emits: ['ingress-broken'],
  *detect(view) {
    const services = new Map(view.list('Service').map((s) => [`${namespaceOf(s)}/${s.metadata.name}`, s]));
    for (const ingress of view.list('Ingress')) {
      if (ingress.metadata.deletionTimestamp || isYoung(view.now, ingress, 2 * MINUTE)) continue;
      const classFault = classOf(view, ingress);
      const faults =
        classFault === null
          ? ingressBackends(ingress).flatMap((b) => backendFault(view, ingress, services, b))
          : [classFault];
      const found = tell(view, ingress, faults);
      if (found !== null) yield found;
    }
  },
});

/** Only a class in the field needs an object of that name: controllers may serve the old annotation without one. */
function classOf(view: View<'IngressClass'>, ingress: ObjectOf<'Ingress'>): Fault | null {
  const name = ingress.spec?.ingressClassName;
  if (!name || !view.complete('IngressClass', null) || view.get('IngressClass', null, name) !== undefined) return null;
  const hosts = (ingress.spec?.rules ?? []).map((rule) => rule.host || 'every host');
  const proof = evidence(refOf(ingress), 'spec.ingressClassName', name);
  return {
    reason: 'IngressClassNotFound',
    cause: `ingress class ${name} does not exist`,
    hosts: hosts.length > 0 ? hosts : ['every host'],
    proof,
  };
}

function backendFault(
  view: View<'Service'>,
  ingress: ObjectOf<'Ingress'>,
  services: ReadonlyMap<string, ObjectOf<'Service'>>,
  { host, path, service }: IngressBackend,
): readonly Fault[] {
  const namespace = namespaceOf(ingress);
  // An "action" of the AWS controller: no Service is meant.
  if (service.port?.name === 'use-annotation' || !view.complete('Service', namespace)) return [];
  const subject = refOf(ingress);
  const target = services.get(`${namespace}/${service.name}`);
  if (target === undefined) {
    const proof = evidence(subject, `${path}.service.name`, service.name);
    return [{ reason: 'ServiceNotFound', cause: `service ${service.name} does not exist`, hosts: [host], proof }];
  }
  const { name, number } = service.port ?? {};
  const wanted = name || number;
  const ports = target.spec?.ports ?? [];
  if (
    !wanted ||
    target.spec?.type === 'ExternalName' ||
    ports.some((p) => (name ? p.name === name : p.port === number))
  )
    return [];
  const proof = evidence(subject, `${path}.service.port.${name ? 'name' : 'number'}`, wanted);
  return [
    { reason: 'ServicePortNotFound', cause: `service ${service.name} has no port ${wanted}`, hosts: [host], proof },
  ];
}

/** One finding per ingress, or the same fault of several hosts would count several times. */
function tell(view: View<'Ingress'>, ingress: ObjectOf<'Ingress'>, faults: readonly Fault[]): Finding | null {
  const [first, ...others] = faults;
  if (first === undefined) return null;
  const hosts = [...new Set(faults.flatMap((f) => f.hosts))];
  const causes = [...new Set(faults.map((f) => f.cause))];
  return finding('ingress-broken', {
    subject: refOf(ingress),
    owner: view.ownerOf(ingress),
    since: view.now,
    reason: first.reason,
    params: { host: namesText(hosts), cause: namesText(causes) },
    evidence: [first.proof, ...others.map((f) => f.proof)],
  });
}
