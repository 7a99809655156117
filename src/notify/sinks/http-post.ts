import { within } from '../../platform/deadline.ts';
import { codeOf, messageOf } from '../../platform/errors.ts';
import { proxyRefusal } from '../../platform/proxy-refusal.ts';
import { type Failed, failed, type SinkDeps } from './deps.ts';

export interface HttpRequest {
  /** Without user and password, which fetch refuses. */
  readonly url: URL;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  /** At most 64 KiB of it; '' where it broke off. */
  readonly text: string;
}

const LARGEST_ANSWER = 64 * 1024;

/**
 * POSTs JSON to one address and to no other: a redirect is an answer like any. Never rejects: without an answer it says whether the
 * request may have left.
 */
export async function httpPost(
  { url, body, headers }: HttpRequest,
  { clock, timeoutMs }: SinkDeps,
  parent: AbortSignal,
): Promise<HttpAnswer | Failed> {
  try {
    return await within(timeoutMs, `sending to ${url.host}`, clock, parent, async (signal) => {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          'user-agent': 'k8s-monitor',
          ...headers,
        },
        body,
        signal,
      });
      const text = await beginning(response).catch(() => '');
      return { status: response.status, retryAfter: response.headers.get('retry-after'), text };
    });
  } catch (error) {
    return noAnswer(error, url.host);
  }
}

/** Stops reading where it is enough: whatever follows decides nothing. */
async function beginning({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= LARGEST_ANSWER) break;
  }
  return new TextDecoder().decode(Buffer.concat(chunks).subarray(0, LARGEST_ANSWER));
}

const NEVER_LEFT =
  /^(?:ECONNREFUSED|EAI_AGAIN|ENOTFOUND|ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT)$/;
const TLS = /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME|^ERR_SSL|^ERR_TLS|^EPROTO/;

function noAnswer(error: unknown, host: string): Failed {
  const proxy = proxyRefusal(error);
  if (proxy !== null) return failed('transient', `${host}: ${proxy}`);
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  // Both addresses of a name refused: the codes are those of the tries.
  const first: unknown = inner instanceof AggregateError ? inner.errors[0] : inner;
  const code = codeOf(first) || codeOf(inner);
  if (TLS.test(code)) {
    return failed(
      'permanent',
      `${host}: the certificate is not trusted (${code}); look at it, and at NODE_EXTRA_CA_CERTS`,
    );
  }
  if (NEVER_LEFT.test(code)) {
    const dns = /^(?:EAI_AGAIN|ENOTFOUND)$/.test(code) ? 'no address for its name' : 'it cannot be reached';
    return failed('transient', `${host}: ${dns} (${code}); look at the network, DNS and proxies`);
  }
  return failed('unknown', `${host}: no answer (${code || messageOf(first)}); it may have arrived`);
}
