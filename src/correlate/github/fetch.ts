import { ReadError } from '../../platform/errors.ts';

/** A commit of 300 files with patches stays far below it. */
const MOST_BYTES = 10 * 1024 * 1024;
const MOST_HOPS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 307, 308]);
const NO_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * `fetch` for one API and nothing else: GET only, never another host, redirects (a renamed repository) only inside the API, and no
 * answer larger than `mostBytes` once unpacked. The body has arrived when this resolves. Rejects with a ReadError of its own, or as
 * fetch does.
 */
export function guardedFetch(apiUrl: string, mostBytes = MOST_BYTES): typeof fetch {
  const api = new URL(apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`);
  return async (input, init = {}) => {
    const method = init.method ?? 'GET';
    if (method !== 'GET') throw new ReadError('error', `GitHub: ${method} is not sent; k8s-monitor only reads`);
    let url = new URL(input instanceof Request ? input.url : input);
    if (!isInside(url, api)) {
      throw new ReadError('error', `GitHub: ${url.host} is not ${api.host}, so nothing is sent there`);
    }
    for (let hops = 0; hops <= MOST_HOPS; hops += 1) {
      const answer = await fetch(url, { ...init, redirect: 'manual' });
      const location = REDIRECTS.has(answer.status) ? answer.headers.get('location') : null;
      if (location === null) return whole(answer, mostBytes);
      await answer.body?.cancel();
      url = redirected(location, url, api);
    }
    throw new ReadError('error', `GitHub: more than ${MOST_HOPS} redirects, one after another`);
  };
}

function isInside(url: URL, api: URL): boolean {
  return url.origin === api.origin && url.pathname.startsWith(api.pathname) && url.username === '';
}

function redirected(location: string, from: URL, api: URL): URL {
  const next = URL.canParse(location, from.href) ? new URL(location, from) : null;
  if (next !== null && isInside(next, api)) return next;
  const where = next?.host ?? 'no address';
  throw new ReadError('error', `GitHub: redirected to ${where}, which is not followed: only ${api.host} is asked`);
}

async function whole(answer: Response, mostBytes: number): Promise<Response> {
  const { status, headers } = answer;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > mostBytes) throw new ReadError('invalid', `GitHub: the answer is larger than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return new Response(NO_BODY.has(status) ? null : await new Blob(chunks).arrayBuffer(), { status, headers });
}
