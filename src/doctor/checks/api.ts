import { ConfigError, ReadError } from '../../platform/errors.ts';
import { redact } from '../../platform/redact/redact.ts';
import { type Check, fail, type Outcome, ok, warn } from '../check.ts';
import { APPLY_OVERLAY } from '../overlay.ts';

export const api: Check = {
  id: 'cluster.api',
  title: 'API server',
  why: 'what is broken is read from the Kubernetes API, and from nowhere else',
  mend: '`kubectl get --raw /version` shows whether you get there; look at the address in the kubeconfig',
  settings: ['KUBECONFIG', 'K3S_CONTEXT'],
  outside: true,
  after: [],
  run: async ({ cluster }, signal) => {
    try {
      const [{ name, server, version }, user] = await Promise.all([cluster.greet(signal), cluster.whoAmI(signal)]);
      const as = user === null ? '' : `, as ${redact(user, 120)}`;
      const found = `${name}, ${server}${as}`;
      if (version === null) return ok(`${found}; it does not tell its version`);
      const said = redact(version, 40);
      const old = `the oldest that has all that is read is ${OLDEST.join('.')}`;
      return isOld(version)
        ? warn(`Kubernetes ${said}: ${old}; ${found}`, 'update Kubernetes')
        : ok(`Kubernetes ${said}, ${found}`);
    } catch (error) {
      signal.throwIfAborted();
      return unread(error);
    }
  },
};

/** CronJobs, EndpointSlices, budgets and autoscalers in the versions that are read. */
const OLDEST = [1, 23] as const;

function isOld(version: string): boolean {
  const [, major = '', minor = ''] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return major !== '' && (Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1]));
}

const MENDS: Readonly<Record<string, string>> = {
  unauthorized:
    'make new credentials: from outside a new kubeconfig (k3s: /etc/rancher/k3s/k3s.yaml), in a pod a ServiceAccount whose token is mounted (k8s/base)',
  unreachable:
    '`kubectl get --raw /version` shows whether you get there; look at the address in the kubeconfig, at VPN and firewall, in a pod at the NetworkPolicy (TCP 443 and 6443 out)',
  forbidden: `the credentials are known and may nothing: ${APPLY_OVERLAY}, which makes a ServiceAccount that may read`,
};

function unread(error: unknown): Outcome {
  if (error instanceof ConfigError) {
    return fail(
      error.message.replace(/; set KUBECONFIG.*$/, ''),
      'set KUBECONFIG to a kubeconfig (k3s: a copy of /etc/rancher/k3s/k3s.yaml) and, if it has several, K3S_CONTEXT to the context; in a pod use the ServiceAccount of k8s/base',
    );
  }
  if (error instanceof ReadError) return fail(error.message, MENDS[error.fault] ?? MENDS['unreachable'] ?? null);
  throw error;
}
