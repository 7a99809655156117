// Refusals in the words of an API server.
import type { Reply } from './fake-api.ts';

/** The answer of a server that knows who asks and says no. */
export function forbidden(what: string): Reply {
  return { status: 403, body: status(403, 'Forbidden', `${what} is forbidden: User "tester" cannot list resource`) };
}

export function status(code: number, reason: string, message: string): string {
  return JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message, code });
}
