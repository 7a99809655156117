import type { Kind } from '../../kinds/registry.ts';
import { messageOf } from '../../platform/errors.ts';
import { type Check, ok, warn } from '../check.ts';

/** What a cluster may have besides Kubernetes itself, under the name people know. */
const EXTRAS: readonly { readonly kind: Kind; readonly name: string }[] = [
  { kind: 'PodMetrics', name: 'metrics' },
  { kind: 'Application', name: 'Argo CD' },
  { kind: 'Rollout', name: 'Argo Rollouts' },
  { kind: 'Kustomization', name: 'Flux' },
  { kind: 'HelmRelease', name: 'Flux Helm' },
  { kind: 'Certificate', name: 'cert-manager' },
  { kind: 'ExternalSecret', name: 'External Secrets' },
  { kind: 'SealedSecret', name: 'Sealed Secrets' },
  { kind: 'HTTPRoute', name: 'Gateway API' },
];

export const kinds: Check = {
  id: 'cluster.kinds',
  title: 'Also served',
  why: 'what else is installed is read too: certificates, secrets that sync, releases, memory in use',
  mend: '`kubectl api-resources` shows the same',
  settings: ['KUBECONFIG', 'K3S_CONTEXT'],
  outside: true,
  after: ['cluster.api'],
  run: async ({ cluster }, signal) => {
    const asked = await Promise.all(
      EXTRAS.map(async ({ kind, name }) => ({ kind, name, served: await cluster.serves(kind, signal) })),
    );
    const [there, gone] = [asked.filter(({ served }) => served), asked.filter(({ served }) => !served)];
    const names = there.map(({ name }) => name).join(', ');
    const found = there.length === 0 ? 'nothing besides Kubernetes itself' : names;
    const details = gone.map(({ name }) => `${name} is not there`);
    if (!there.some(({ kind }) => kind === 'PodMetrics')) return ok(found, details);
    try {
      await cluster.sample('PodMetrics', signal);
      return ok(found, details);
    } catch (error) {
      signal.throwIfAborted();
      const mend =
        'look at the metrics server: `kubectl -n kube-system get pods -l k8s-app=metrics-server`, `kubectl get apiservice v1beta1.metrics.k8s.io`';
      return warn(`${found}; but metrics.k8s.io does not answer: ${messageOf(error)}`, mend);
    }
  },
};
