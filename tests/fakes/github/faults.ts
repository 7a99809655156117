import type { ServerResponse } from 'node:http';
import type { Fault } from './types.ts';

export function limitHeaders(quota: number, remaining: number, resetInSeconds = 3600): Record<string, string> {
  return {
    'x-ratelimit-limit': String(quota),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-used': String(quota - remaining),
    'x-ratelimit-resource': 'core',
    'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + resetInSeconds),
  };
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const DOCS = 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api';

/** Answers with the fault, or not at all. */
export function act(fault: Fault, response: ServerResponse): void {
  const refuse = (status: number, message: string, headers: Record<string, string> = {}): void => {
    const body = { message, documentation_url: DOCS, status: String(status) };
    response.writeHead(status, { ...JSON_TYPE, ...headers }).end(JSON.stringify(body));
  };
  switch (fault.kind) {
    case 'hang':
      break;
    case 'stall':
      response.writeHead(200, JSON_TYPE).write('[{"sha":"');
      break;
    case 'reset':
      response.socket?.destroy();
      break;
    case 'garbage':
      response.writeHead(200, JSON_TYPE).end('{"sha": "abc", "commit": {');
      break;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>proxy log-in</body></html>');
      break;
    case 'empty':
      response.writeHead(200, JSON_TYPE).end('{}');
      break;
    case 'huge':
      response.writeHead(200, JSON_TYPE).end(`["${'x'.repeat(fault.bytes)}"]`);
      break;
    case 'status':
      refuse(fault.status, fault.message);
      break;
    case 'secondary-limit':
      refuse(
        fault.status,
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
        {
          ...limitHeaders(5000, 4000),
          ...(fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }),
        },
      );
      break;
    case 'used-up':
      refuse(403, 'API rate limit exceeded for user ID 1000.', limitHeaders(5000, 0, fault.resetInSeconds));
      break;
    case 'redirect':
      response.writeHead(302, { location: fault.to }).end();
      break;
  }
}
