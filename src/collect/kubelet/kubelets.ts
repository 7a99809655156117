import { messageOf, ReadError } from '../../platform/errors.ts';
import { redact } from '../../platform/redact/redact.ts';
import { JSON_TYPE } from '../api-calls.ts';
import type { Credentials, TlsOptions } from '../credentials.ts';
import { readOrSay } from '../grant.ts';
import { type Answer, openLink } from '../http.ts';
import { type KubeletAddress, kubeletUrl } from './addresses.ts';

export interface KubeletSettings {
  /** Another CA than the cluster's. */
  readonly caFile: string | null;
  /** False: whoever answers at the address of a node is believed, and gets the token. */
  readonly verify: boolean;
  /** Only tests say something else: their kubelets are on this machine. */
  readonly urlOf?: (address: KubeletAddress) => URL;
}

/** Kubelets, each asked one question. Rejects with a ReadError, or with the signal's reason. */
export interface Kubelets {
  /** `/stats/summary` of one of them, as text. */
  summary(address: KubeletAddress, signal: AbortSignal): Promise<string>;
}

export type Account = Pick<Credentials, 'name' | 'tls' | 'podTokenFile'>;

/** Why nobody asks them outside the cluster, in a few words. */
export const ONLY_INSIDE = 'kubelets are asked only from inside the cluster';

/** About a hundred pods are half a megabyte. */
const MAX_BYTES = 4 << 20;

/**
 * Asks kubelets with the token of the pod we run in, and never through a proxy. Null outside the cluster: what a kubeconfig holds is an
 * operator's, may do far more than read figures, and is none of the nodes' business.
 */
export function kubelets({ name, tls, podTokenFile }: Account, settings: KubeletSettings): Kubelets | null {
  if (podTokenFile === undefined) return null;
  const grant = async () => {
    const token = orReadError(() => readOrSay(podTokenFile, 'the token of the service account'));
    return { headers: { authorization: `Bearer ${token.toString('utf8').trim()}` } };
  };
  return {
    summary: async (address, signal) => {
      const server = (settings.urlOf ?? kubeletUrl)(address);
      // A kubelet that doesn't know us says nothing about the API server: nothing is renewed for it.
      const link = openLink({ name, server, tls: tlsFor(tls, settings), grant, renew: () => false });
      try {
        const answer = await link.get({ path: 'stats/summary', accept: JSON_TYPE, maxBytes: MAX_BYTES, signal });
        if (answer.status !== 200) throw refusal(answer);
        return answer.body.toString('utf8');
      } finally {
        link.close();
      }
    },
  };
}

/** The name the API server's certificate is for is not that of a kubelet's. Without a CA Node would believe every public one. */
function tlsFor({ ca }: TlsOptions, { caFile, verify }: KubeletSettings): TlsOptions {
  const trusted = caFile === null ? ca : orReadError(() => readOrSay(caFile, 'KUBELET_CA_FILE'));
  if (!verify) return { rejectUnauthorized: false };
  if (!trusted?.length) throw new ReadError('error', 'no CA is known that signs the kubelets');
  return { ca: trusted, rejectUnauthorized: true };
}

function orReadError(read: () => Buffer): Buffer {
  try {
    return read();
  } catch (error) {
    throw new ReadError('error', messageOf(error));
  }
}

function refusal({ status, body }: Answer): ReadError {
  const said = redact(body.subarray(0, 2000).toString('utf8').replace(/\s+/g, ' ').trim(), 200);
  const told = said === '' ? `HTTP ${status}` : said;
  if (status === 401)
    return new ReadError('unauthorized', `the kubelet does not know our account: ${told}`, { status });
  if (status === 403) return new ReadError('forbidden', told, { status });
  return new ReadError('error', `HTTP ${status} of a kubelet: ${told}`, { status });
}
