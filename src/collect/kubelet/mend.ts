import type { ReadError } from '../../platform/errors.ts';

const COMPONENT = 'k8s/components/kubelet-volume-figures';

/** What to do about a kubelet that doesn't answer. */
export function mendOf({ fault, message }: ReadError): string {
  if (message.startsWith('no CA is known')) return 'name it in KUBELET_CA_FILE';
  if (/is not the (?:address|port) of/.test(message)) return 'look at the status of the Node, and at who writes it';
  if (message.includes('KUBELET_CA_FILE')) return 'name a file that is there, or none';
  if (message.includes(': TLS: ')) {
    return 'name the CA that signs your kubelets in KUBELET_CA_FILE; where they sign themselves (kubeadm without serverTLSBootstrap) KUBELET_TLS=skip asks them unverified';
  }
  switch (fault) {
    case 'forbidden':
      return `grant get on nodes/stats: add ${COMPONENT}`;
    case 'unauthorized':
      return 'the kubelet has to take tokens of ServiceAccounts (authentication.webhook), or set KUBELET_FIGURES=off';
    case 'unreachable':
    case 'timeout':
      return `TCP 10250 of the nodes has to be open from here: ${COMPONENT} opens it in the NetworkPolicy, a firewall may close it`;
    default:
      return 'set KUBELET_FIGURES=off to do without';
  }
}
