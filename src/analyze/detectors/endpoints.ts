import { MINUTE } from '../../domain/duration.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Pod } from '../../kinds/pod.ts';
import { namespaceOf, refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { latest } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { finding } from '../finding.ts';
import { ageOf, isYoung } from './lib/ages.ts';
import { isJobPod } from './lib/containers.ts';
import { held } from './lib/held.ts';
import { answeredServices, emptyServices, LEADER } from './lib/network-answers.ts';
import { MAKER_KINDS, type Maker, type Pairs, type Picker, pickerOf } from './lib/network-picks.ts';
import { isFinished, isGated, isReady, isStarting, unreadyEvidence, unreadySince } from './lib/pod-readiness.ts';

type Service = ObjectOf<'Service'>;
type Sees = View<'Service' | 'EndpointSlice' | 'Pod' | (typeof MAKER_KINDS)[number]>;

/** Somebody else sets these labels as roles and colours change: no pod may have one for good reasons. */
const MOVING_LABEL = /role$|^rollouts-pod-template-hash$|pod-name$|pod-index$/i;

/** A Service nobody answers for: its pods are not ready, or its selector finds none. */
export const endpoints = defineDetector({
  name: 'endpoints',
  reads: ['Service', 'EndpointSlice', 'Pod', ...MAKER_KINDS],
  emits: ['endpoints-missing', 'endpoints-unmatched'],
  *detect(view) {
    const answered = answeredServices(view.list('EndpointSlice'));
    const empty = emptyServices(view.now, view.list('EndpointSlice'));
    let picker: Picker | null = null;
    for (const service of view.list('Service')) {
      const namespace = namespaceOf(service);
      const selector = Object.entries(service.spec?.selector ?? {});
      if (selector.length === 0 || service.spec?.type === 'ExternalName' || service.metadata.deletionTimestamp)
        continue;
      if (answered.has(`${namespace}/${service.metadata.name}`) || service.metadata.annotations?.[LEADER] != null)
        continue;
      const isEmpty = empty.has(`${namespace}/${service.metadata.name}`);
      if (!view.complete('EndpointSlice', namespace) || (!isEmpty && !view.complete('Pod', namespace))) continue;
      picker ??= pickerOf(view);
      const found = judge(view, service, isEmpty, picker);
      if (found !== null) yield found;
    }
  },
});

function judge(view: Sees, service: Service, isEmpty: boolean, picker: Picker): Finding | null {
  const namespace = namespaceOf(service);
  const selector = Object.entries(service.spec?.selector ?? {});
  const picked = picker.pods(namespace, selector).filter((pod) => !isFinished(pod) && !isJobPod(pod));
  const live = picked.filter((pod) => !pod.metadata.deletionTimestamp);
  if (live.some(isReady)) return null;
  if (live.length > 0)
    return live.every((pod) => isGated(pod) || isStarting(view, pod)) ? null : notReady(view, service, live);
  // The last one ends in good order: its successor is on the way.
  if (picked.some((pod) => ageOf(view.now, pod.metadata.deletionTimestamp) <= MINUTE)) return null;
  const makers = picker.makers(namespace, selector);
  if (makers.length > 0) return withoutPods(view, service, selector, makers);
  const isRead = MAKER_KINDS.every((kind) => view.complete(kind, namespace));
  if ((!isRead && !isEmpty) || isYoung(view.now, service, 2 * MINUTE)) return null;
  return selector.some(([key]) => MOVING_LABEL.test(key)) ? null : unmatched(view, service, selector, isRead);
}

function notReady(view: Sees, service: Service, pods: readonly Pod[]): Finding | null {
  const [first, ...others] = [...pods].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  if (first === undefined) return null;
  return finding('endpoints-missing', {
    subject: refOf(service),
    owner: view.ownerOf(first),
    // Somebody answered until the last of them went.
    since: latest(...pods.map(unreadySince)) ?? view.now,
    reason: 'EndpointsNotReady',
    params: { cause: others.length === 0 ? 'its only pod is not ready' : `none of its ${pods.length} pods is ready` },
    evidence: held(refOf(first), {}, unreadyEvidence([first, ...others])),
  });
}

function withoutPods(view: Sees, service: Service, selector: Pairs, makers: readonly Maker[]): Finding | null {
  if (makers.some((m) => m.wanted === null || (m.wanted > 0 && isYoung(view.now, m.object, MINUTE)))) return null;
  const maker = makers.find((m) => (m.wanted ?? 0) > 0) ?? makers.find((m) => view.serviceOf(refOf(m.object)) !== null);
  if (maker === undefined) return null;
  const owner = refOf(maker.object);
  const name = `${owner.kind} ${owner.name}`;
  return finding('endpoints-missing', {
    subject: refOf(service),
    owner,
    since: view.now,
    reason: 'NoEndpoints',
    params: { cause: maker.wanted === 0 ? `${name} is scaled to zero` : `${name} has no pods` },
    evidence: selectorEvidence(service, selector),
  });
}

function unmatched(view: Sees, service: Service, selector: Pairs, isRead: boolean): Finding {
  const subject = refOf(service);
  const labels = selector.map(([key, value]) => `${key}=${value}`).join(',');
  return finding('endpoints-unmatched', {
    subject,
    owner: subject,
    since: view.now,
    reason: 'NoEndpoints',
    params: {
      // What makes pods could not all be read: then the endpoint controller's word counts, that it finds none.
      cause: isRead ? `nothing in its namespace makes pods with ${labels}` : `its namespace has no pod with ${labels}`,
    },
    evidence: selectorEvidence(service, selector),
  });
}

/** What is not there can't be shown: the selector names it. A key with dots in it has no path. */
function selectorEvidence(service: Service, selector: Pairs) {
  const plain = selector.filter(([key]) => !key.includes('.'));
  return held(refOf(service), Object.fromEntries(plain.map(([key, value]) => [`spec.selector.${key}`, value])));
}
