import { MINUTE } from '../../domain/duration.ts';
import type { Pod } from '../../kinds/pod.ts';
import { namespaceOf, refOf } from '../../kinds/refs.ts';
import type { ObjectOf } from '../../kinds/registry.ts';
import { latest, timeOf } from '../../kinds/time.ts';
import { defineDetector, type View } from '../detector.ts';
import { evidence, finding } from '../finding.ts';
import { isYoung } from './lib/ages.ts';
import { isJobPod, isLive } from './lib/containers.ts';
import { held } from './lib/held.ts';
import { CLIENT_KINDS, clientsOf, clientText, leadsOthers } from './lib/network-clients.ts';
import { MAKER_KINDS, pickerOf } from './lib/network-picks.ts';
import { selects } from './lib/selectors.ts';

type Policy = ObjectOf<'NetworkPolicy'>;

/** Networks with policies of their own kinds, which may let somebody in and are not read; and one that knows no policies at all. */
const OTHER_POLICIES = /^(cilium|calico-node|canal|antrea-agent|kube-flannel(-ds)?)$/;

/** Policies that let nobody in to the pods of a Service that somebody uses. One that lets anybody in is never judged further. */
export const policyBlocks = defineDetector({
  name: 'policy-blocks',
  reads: ['NetworkPolicy', 'Service', ...CLIENT_KINDS, ...MAKER_KINDS],
  emits: ['policy-blocks'],
  *detect(view) {
    const policies = Map.groupBy(view.list('NetworkPolicy').filter(isolates), namespaceOf);
    if (policies.size === 0) return;
    const picker = pickerOf(view);
    const sure = !view.list('DaemonSet').some((set) => OTHER_POLICIES.test(set.metadata.name));
    for (const [key, clients] of clientsOf(view)) {
      const [namespace = '', name = ''] = key.split('/');
      const here = policies.get(namespace) ?? [];
      const service = here.length === 0 ? undefined : view.get('Service', namespace, name);
      const selector = Object.entries(service?.spec?.selector ?? {});
      if (service === undefined || selector.length === 0 || !isRead(view, namespace)) continue;
      const pods = picker.pods(namespace, selector).filter((pod) => isLive(pod) && !isJobPod(pod));
      const blocking = blockingAll(here, pods);
      const [first] = blocking;
      const [pod] = pods;
      if (first === undefined || pod === undefined || blocking.some((p) => isYoung(view.now, p, 2 * MINUTE))) continue;
      const owner = view.ownerOf(pod);
      const client = clients.find(
        ({ user }) => leadsOthers(user) || user.name !== owner.name || user.namespace !== namespace,
      );
      if (client === undefined) continue;
      const more = blocking.length === 1 ? '' : ` (with ${blocking.length - 1} more)`;
      yield finding('policy-blocks', {
        subject: refOf(service),
        owner,
        since: madeAt(blocking) ?? view.now,
        reason: sure ? 'DenyAll' : 'DenyAllUnlessOthersAllow',
        params: { policy: `network policy ${first.metadata.name}${more}`, client: clientText(client, namespace) },
        evidence: [
          evidence(client.user, client.field, client.value),
          ...blocking.slice(0, 3).flatMap((p) => held(refOf(p), { 'spec.policyTypes.0': p.spec?.policyTypes?.[0] })),
        ],
      });
    }
  },
});

function isRead(view: View<'NetworkPolicy' | 'Pod'>, namespace: string): boolean {
  return view.complete('NetworkPolicy', namespace) && view.complete('Pod', namespace);
}

/** It is about who may come in; without types that is what it is about. */
function isolates({ spec, metadata }: Policy): boolean {
  return !metadata.deletionTimestamp && (!spec?.policyTypes?.length || spec.policyTypes.includes('Ingress'));
}

/** The policies that together let nobody in to any of the pods; none when one pod can be reached by somebody. */
function blockingAll(policies: readonly Policy[], pods: readonly Pod[]): readonly Policy[] {
  const blocking = new Set<Policy>();
  for (const pod of pods) {
    // What shares the network of its node is out of the reach of policies.
    if (pod.spec?.hostNetwork === true) return [];
    const about = policies.filter((p) => selects(p.spec?.podSelector, pod.metadata.labels));
    if (about.length === 0 || about.some((p) => (p.spec?.ingress ?? []).length > 0)) return [];
    for (const policy of about) blocking.add(policy);
  }
  return [...blocking].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** A policy that was changed since says nothing about when it began to block. */
function madeAt(policies: readonly Policy[]): Date | null {
  if (policies.some((p) => (p.metadata.generation ?? 1) > 1)) return null;
  return latest(...policies.map((p) => timeOf(p.metadata.creationTimestamp)));
}
