import type { Right } from '../../domain/rights.ts';
import { type Check, fail, ok, skipped, warn } from '../check.ts';

const STATS: Right = { verb: 'get', group: '', resource: 'nodes/stats', namespace: null, name: null };
const COMPONENT = 'k8s/components/kubelet-volume-figures';

export const volumes: Check = {
  id: 'cluster.volumes',
  title: 'Volumes',
  why: 'only the kubelets know how full volumes are; without them a volume is seen when what writes to it fails',
  mend: 'look at KUBELET_FIGURES, KUBELET_CA_FILE and KUBELET_TLS',
  settings: ['KUBECONFIG', 'K3S_CONTEXT', 'KUBELET_FIGURES', 'KUBELET_CA_FILE', 'KUBELET_TLS'],
  outside: true,
  after: ['cluster.api'],
  run: async ({ cluster, values }, signal) => {
    if (values.KUBELET_FIGURES === 'off') {
      return skipped(`how full they are is not known: KUBELET_FIGURES is off; in a pod ${COMPONENT} turns it on`);
    }
    if (!(await cluster.isInside())) {
      return skipped(
        'how full they are is not known from here: kubelets are asked only from inside the cluster, as they get the token',
      );
    }
    if (!(await cluster.may(STATS, signal))) {
      return fail('the kubelets may not be asked: the right to get nodes/stats is missing', `add ${COMPONENT}`);
    }
    const asked = await cluster.askKubelet(signal);
    if (asked === null) return warn('no node that is ready says where its kubelet answers', null);
    const { node, refusal } = asked;
    if (refusal !== null) return fail(`the kubelet of ${node} does not answer: ${refusal.found}`, refusal.mend);
    return ok(
      `the kubelet of ${node} says how full they are`,
      values.KUBELET_TLS === 'skip'
        ? ['KUBELET_TLS=skip: its certificate is not looked at, and it gets the token']
        : [],
    );
  },
};
