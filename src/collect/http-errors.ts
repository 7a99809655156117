import { z } from 'zod';
import { codeOf, messageOf, ReadError } from '../platform/errors.ts';
import { proxyRefusal } from '../platform/proxy-refusal.ts';
import { redact } from '../platform/redact/redact.ts';
import type { Answer } from './http.ts';

const Status = z.object({
  kind: z.literal('Status'),
  message: z.string().nullish(),
  details: z.object({ retryAfterSeconds: z.number().nullish() }).nullish(),
});

/** Why there was no answer, in words that name what to look at. */
export function networkError(error: unknown, server: URL): unknown {
  if (error instanceof ReadError) return error;
  const code = codeOf(error);
  const told = (why: string) => `${server.origin}: ${why}`;
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME|^ERR_SSL|^ERR_TLS|^EPROTO/.test(code)) {
    return new ReadError('unreachable', told(`TLS: ${messageOf(error)} (${code})`), { cause: error });
  }
  const dns = /^(ENOTFOUND|EAI_)/.test(code) ? `DNS: no address for ${server.hostname} (${code})` : null;
  const why = proxyRefusal(error) ?? dns ?? NETWORK[code];
  return new ReadError('unreachable', told(why ?? (code || messageOf(error))), { cause: error, transient: true });
}

const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection closed before the answer was complete',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'connection timed out',
  EPIPE: 'connection closed',
};

/** What an answer other than 200 means. */
export function statusError({ status, headers, body }: Answer, path: string): ReadError {
  const parsed = statusIn(body);
  const said = parsed?.message ? redact(parsed.message, 300) : `HTTP ${status} to ${path}`;
  switch (status) {
    case 401:
      return new ReadError('unauthorized', `the API server refuses our credentials: ${said}`, { status });
    case 403:
      return new ReadError('forbidden', said, { status });
    // Only a proxy answers this.
    case 407:
      return new ReadError('unreachable', 'the proxy on the way refuses (407); look at HTTP_PROXY and NO_PROXY', {
        status,
      });
    case 429:
    case 500:
    case 502:
    case 503:
    case 504: {
      const seconds = Number(headers['retry-after'] ?? parsed?.details?.retryAfterSeconds ?? Number.NaN);
      const retryAfterMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
      return new ReadError('error', `HTTP ${status}: ${said}`, { status, transient: true, retryAfterMs });
    }
    default:
      if (parsed === null)
        return new ReadError('invalid', `${said}, and the answer is not from a Kubernetes API`, { status });
      return new ReadError('error', `HTTP ${status}: ${said}`, { status });
  }
}

function statusIn(body: Buffer): z.infer<typeof Status> | null {
  try {
    return Status.parse(JSON.parse(body.subarray(0, 65_536).toString('utf8')));
  } catch {
    return null;
  }
}
