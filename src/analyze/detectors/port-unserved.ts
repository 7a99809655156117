import { MINUTE } from '../../domain/duration.ts';
import type { Evidence } from '../../domain/finding.ts';
import type { Container } from '../../kinds/container.ts';
import type { Pod } from '../../kinds/pod.ts';
import { namespaceOf, refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { defineDetector } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { isYoung } from './lib/ages.ts';
import { isJobPod, isLive } from './lib/containers.ts';
import { CLIENT_KINDS, clientsOf } from './lib/network-clients.ts';
import type { Naming } from './lib/network-names.ts';
import { MAKER_KINDS, pickerOf } from './lib/network-picks.ts';
import { type Targets, targetsIn } from './lib/network-targets.ts';
import { namesText } from './lib/phrases.ts';

type Service = ObjectOf<'Service'>;
type Port = NonNullable<NonNullable<Service['spec']>['ports']>[number];

/**
 * Found: a name no container has, so that the port has no endpoint, and somebody uses it. Unused: nobody is seen to use it.
 * Undeclared: a number, which a container may serve without saying so: somebody uses it, or no Service sends to any port that the
 * pods do declare.
 */
const REASONS = ['TargetPortNotFound', 'TargetPortUndeclared', 'TargetPortUnused'] as const;

interface Fault {
  readonly reason: (typeof REASONS)[number];
  readonly target: string | number;
  readonly proof: readonly [Evidence, ...Evidence[]];
}

/** A Service whose target port no container of its pods has. */
export const portUnserved = defineDetector({
  name: 'port-unserved',
  reads: ['Service', ...CLIENT_KINDS, ...MAKER_KINDS],
  emits: ['port-unserved'],
  *detect(view) {
    const picker = pickerOf(view);
    const clients = clientsOf(view);
    const targets = targetsIn(view.list('Service'), picker);
    for (const service of view.list('Service')) {
      const namespace = namespaceOf(service);
      if (!isJudged(service) || isYoung(view.now, service, 2 * MINUTE) || !view.complete('Pod', namespace)) continue;
      const pods = picker
        .pods(namespace, Object.entries(service.spec?.selector ?? {}))
        .filter((pod) => isLive(pod) && !isJobPod(pod));
      const [pod] = pods;
      if (pod === undefined) continue;
      const users = clients.get(`${namespace}/${service.metadata.name}`) ?? [];
      const astray = view.complete('Service', namespace) && pods.every((one) => isPassedBy(one, targets));
      const faults = (service.spec?.ports ?? []).flatMap((_, i) => faultOf(service, i, pods, users, astray) ?? []);
      const [worst, ...others] = faults.sort((a, b) => REASONS.indexOf(a.reason) - REASONS.indexOf(b.reason));
      if (worst === undefined) continue;
      yield finding('port-unserved', {
        subject: refOf(service),
        owner: view.ownerOf(pod),
        since: view.now,
        reason: isClosed(service, faults) ? 'NoTargetPortFound' : worst.reason,
        params: { port: namesText([...new Set(faults.map((f) => String(f.target)))]), declared: declaredText(pods) },
        evidence: [...worst.proof, ...others.flatMap((f) => f.proof)],
      });
    }
  },
});

/** Who asks a headless Service gets the addresses of the pods and goes to the port it likes. */
function isJudged({ spec, metadata }: Service): boolean {
  return (
    Object.keys(spec?.selector ?? {}).length > 0 &&
    spec?.type !== 'ExternalName' &&
    spec?.clusterIP !== 'None' &&
    !metadata.deletionTimestamp
  );
}

function faultOf(
  service: Service,
  index: number,
  pods: readonly Pod[],
  clients: readonly Naming[],
  astray: boolean,
): Fault | null {
  const port = service.spec?.ports?.[index];
  if (port === undefined) return null;
  const target = port.targetPort ?? port.port;
  const user = clients.find((client) => isMeant(client, port));
  const field = `spec.ports.${index}.${port.targetPort == null ? 'port' : 'targetPort'}`;
  const used = user === undefined ? [] : [evidence(user.user, user.field, user.value)];
  const proof = [evidence(refOf(service), field, target), ...used] as const;
  if (typeof target === 'string' && !/^\d+$/.test(target)) {
    if (pods.some((pod) => hasNamed(pod, target, port.protocol ?? 'TCP'))) return null;
    return { reason: user === undefined ? 'TargetPortUnused' : 'TargetPortNotFound', target, proof };
  }
  // Declaring a port is optional: of a container that declares none, or of one more port that nobody uses, silence proves nothing.
  if ((user === undefined && !astray) || !pods.every((pod) => isDeclaredWithout(pod, Number(target)))) return null;
  return { reason: 'TargetPortUndeclared', target, proof };
}

/** It declares ports, and no Service sends to any of them. */
function isPassedBy(pod: Pod, targets: Targets): boolean {
  const sent = targets.get(pod);
  const declared = serving(pod).flatMap((c) => c.ports ?? []);
  return declared.length > 0 && !declared.some((p) => sent?.has(String(p.containerPort)) || sent?.has(p.name ?? ''));
}

/** None of its ports has an endpoint, and somebody uses one of them. */
function isClosed({ spec }: Service, faults: readonly Fault[]): boolean {
  const open = faults.length < (spec?.ports ?? []).length || faults.some((f) => f.reason === 'TargetPortUndeclared');
  return !open && faults.some((f) => f.reason === 'TargetPortNotFound');
}

function isMeant(client: Naming, port: Port): boolean {
  return client.port === null || client.port === port.port || (port.name ?? '') === client.port;
}

function hasNamed(pod: Pod, name: string, protocol: string): boolean {
  return serving(pod).some((c) => (c.ports ?? []).some((p) => p.name === name && (p.protocol ?? 'TCP') === protocol));
}

/** Each of its containers says which ports it has, and this is none of them; nor does a probe ask it. */
function isDeclaredWithout(pod: Pod, number: number): boolean {
  return (
    (pod.spec?.containers ?? []).every((c) => (c.ports ?? []).length > 0) && !serving(pod).some((c) => asks(c, number))
  );
}

function asks(container: Container, number: number): boolean {
  const probes = [container.startupProbe, container.readinessProbe, container.livenessProbe];
  return (
    (container.ports ?? []).some((p) => p.containerPort === number) ||
    probes.some((p) => [p?.httpGet?.port, p?.tcpSocket?.port, p?.grpc?.port].includes(number))
  );
}

/** Containers that run beside each other: the init containers that never end count as well. */
function serving({ spec }: Pod): readonly Container[] {
  return [...(spec?.containers ?? []), ...(spec?.initContainers ?? []).filter((c) => c.restartPolicy === 'Always')];
}

/** `they have http (8080) and 9090`. */
function declaredText(pods: readonly Pod[]): string {
  const ports = pods.flatMap(serving).flatMap((c) => c.ports ?? []);
  const texts = new Set(ports.map((p) => (p.name ? `${p.name} (${p.containerPort})` : String(p.containerPort))));
  return texts.size === 0 ? 'they declare none' : `they have ${namesText([...texts])}`;
}
