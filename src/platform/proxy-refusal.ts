import { codeOf } from './errors.ts';

const DEEPEST = 8;

/**
 * That a proxy on the way let nobody through, for people; null: it is something else. Nothing has arrived anywhere then. Its address is
 * not said: a password may stand in it.
 */
export function proxyRefusal(error: unknown): string | null {
  let one = error;
  for (let depth = 0; one instanceof Error && depth < DEEPEST; depth += 1) {
    // The words of fetch, and of Node's own agents.
    const status = /^Proxy response \((\d{3})\)/.exec(one.message)?.[1] ?? tunnelStatus(one);
    if (status !== undefined)
      return `the proxy on the way refuses (${status}); look at HTTP_PROXY, HTTPS_PROXY and NO_PROXY`;
    one = one.cause;
  }
  return null;
}

function tunnelStatus(error: Error): string | undefined {
  if (codeOf(error) !== 'ERR_PROXY_TUNNEL') return undefined;
  return /HTTP\/\d\.\d (\d{3})/.exec(error.message)?.[1] ?? 'no tunnel';
}
