import { MINUTE } from '../../../domain/duration.ts';
import type { Evidence } from '../../../domain/finding.ts';
import type { ObjectRef } from '../../../domain/object-ref.ts';
import type { Pod } from '../../../kinds/pod.ts';
import { refOf } from '../../../kinds/refs.ts';
import { latest } from '../../../kinds/time.ts';
import type { View } from '../../detector.ts';
import { ageOf, isYoung } from './ages.ts';
import { isJobPod } from './containers.ts';
import type { Picker } from './network-picks.ts';
import { isFinished, isReady, isStarting, unreadyEvidence, unreadySince } from './pod-readiness.ts';

export const SILENCE_KINDS = ['Service', 'EndpointSlice', 'Pod'] as const;
type Sees = View<(typeof SILENCE_KINDS)[number]>;

/** Why nobody answers for a Service the API server itself asks. */
export interface Silence {
  readonly service: string;
  readonly reason: string;
  readonly cause: string;
  readonly owner: ObjectRef;
  readonly since: Date | null;
  readonly proof: readonly Evidence[];
}

interface Asked {
  readonly namespace?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly port?: number | null | undefined;
}

/** Null while somebody answers, is about to, or nobody can tell. */
export function silenceOf(
  view: Sees,
  picker: Picker,
  answered: ReadonlySet<string>,
  { namespace, name, port }: Asked,
): Silence | null {
  if (!namespace || !name || !view.complete('Service', namespace)) return null;
  const owner = { kind: 'Service', namespace, name };
  const told = { service: name, owner, since: null, proof: [] };
  const service = view.get('Service', namespace, name);
  if (service === undefined)
    return { ...told, reason: 'ServiceNotFound', cause: `service ${name} in ${namespace} does not exist` };
  if (service.spec?.type === 'ExternalName' || isYoung(view.now, service, 2 * MINUTE)) return null;
  const ports = service.spec?.ports ?? [];
  if (ports.length > 0 && !ports.some((p) => p.port === (port ?? 443))) {
    const cause = `service ${name} in ${namespace} has no port ${port ?? 443}`;
    return { ...told, reason: 'ServicePortNotFound', cause };
  }
  if (answered.has(`${namespace}/${name}`)) return null;
  if (!view.complete('EndpointSlice', namespace) || !view.complete('Pod', namespace)) return null;
  const selector = Object.entries(service.spec?.selector ?? {});
  const pods =
    selector.length === 0 ? [] : picker.pods(namespace, selector).filter((p) => !isFinished(p) && !isJobPod(p));
  const live = pods.filter((pod) => !pod.metadata.deletionTimestamp);
  if (live.some((pod) => isReady(pod) || isStarting(view, pod))) return null;
  const [first, ...others] = [...live].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  if (first !== undefined) return { ...told, ...notReady(view, first, others) };
  // The last one ends in good order, or its workload was just made: somebody is on the way.
  if (pods.some((pod) => ageOf(view.now, pod.metadata.deletionTimestamp) <= MINUTE)) return null;
  const makers = selector.length === 0 ? [] : picker.makers(namespace, selector);
  if (makers.some((m) => isYoung(view.now, m.object, MINUTE))) return null;
  const [maker] = makers;
  return {
    ...told,
    owner: maker === undefined ? owner : refOf(maker.object),
    reason: 'NoEndpoints',
    cause: `nothing runs behind service ${name} in ${namespace}`,
  };
}

type Unready = Pick<Silence, 'reason' | 'cause' | 'owner' | 'since' | 'proof'>;

function notReady(view: Sees, first: Pod, others: readonly Pod[]): Unready {
  return {
    owner: view.ownerOf(first),
    reason: 'EndpointsNotReady',
    cause: others.length === 0 ? 'its only pod is not ready' : `none of its ${others.length + 1} pods is ready`,
    // Somebody answered until the last of them went.
    since: latest(unreadySince(first), ...others.map(unreadySince)),
    proof: unreadyEvidence([first, ...others]),
  };
}
