import { type Agent, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { ConfigError, ReadError } from '../platform/errors.ts';
import type { Credentials } from './credentials.ts';
import type { Grant } from './grant.ts';
import { networkError } from './http-errors.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface Wanted {
  readonly path: string;
  readonly accept: string;
  readonly maxBytes: number;
  /** Only the beginning is wanted: once so much of the body is there the connection is closed. Needs no `maxBytes` to end. */
  readonly enoughBytes?: number;
  readonly signal: AbortSignal;
  /** Takes the body of a 200 as it arrives; the answer's own body is empty then. */
  readonly sink?: (chunk: Buffer) => void;
}

export interface Link {
  get(wanted: Wanted): Promise<Answer>;
  close(): void;
}

/** Only who keeps the state in the cluster is given this one: whoever reads gets a Link, which can't write. */
export interface WritableLink extends Link {
  /** Puts a JSON text in the place of what is at the path. */
  put(wanted: Wanted, json: string): Promise<Answer>;
}

/** For whoever wants to know what the credentials may do: questions are POSTed, answered and forgotten. */
export interface AskingLink extends Link {
  /** `question`: a JSON text. Only to paths of SelfSubject…Reviews. */
  ask(wanted: Wanted, question: string): Promise<Answer>;
}

const QUESTIONS = /^apis\/(?:authorization|authentication)\.k8s\.io\/v1\/selfsubject[a-z]*reviews$/;

/** HTTP_PROXY, HTTPS_PROXY and NO_PROXY, under those names. */
export type ProxyEnv = Readonly<Record<string, string | undefined>>;

type Method = 'GET' | 'PUT' | 'POST';

const SOCKETS = 8;

/**
 * Requests over kept-alive connections, sent once more only after a 401. Rejects with a ReadError (or a ConfigError of the credentials),
 * always before the signal is long past.
 */
export function openLink(credentials: Credentials, proxyEnv: ProxyEnv = {}): WritableLink & AskingLink {
  const { server } = credentials;
  const secure = server.protocol === 'https:';
  let agent: Agent | null = null;
  let madeFor: Grant | null = null;

  /** A credential plugin may hand out a new client certificate, which needs new connections. */
  const agentFor = (grant: Grant): Agent => {
    if (grant.agent !== undefined) return grant.agent;
    if (agent !== null && madeFor?.cert === grant.cert && madeFor?.key === grant.key) return agent;
    agent?.destroy();
    madeFor = grant;
    const { cert, key } = grant;
    const options = { keepAlive: true, maxSockets: SOCKETS, proxyEnv };
    agent = secure
      ? new HttpsAgent({ ...options, ...credentials.tls, ...(cert && { cert }), ...(key && { key }) })
      : new HttpAgent(options);
    return agent;
  };

  const call = async (wanted: Wanted, method: Method, json: Buffer | null): Promise<Answer> => {
    const grant = await unlessAborted(credentials.grant(), wanted.signal);
    const request = (secure ? httpsRequest : httpRequest)(new URL(wanted.path, server), {
      method,
      agent: agentFor(grant),
      headers: {
        accept: wanted.accept,
        // Compressing costs the API server more than a cluster's own network.
        'accept-encoding': 'identity',
        'user-agent': 'k8s-monitor',
        ...(json && { 'content-type': 'application/json', 'content-length': String(json.length) }),
        ...grant.headers,
      },
      signal: wanted.signal,
    });
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        request
          .on('response', resolve)
          .on('error', reject)
          .end(json ?? undefined);
      });
      return { status: response.statusCode ?? 0, headers: response.headers, body: await bodyOf(response, wanted) };
    } catch (error) {
      request.destroy();
      throw wanted.signal.aborted ? wanted.signal.reason : networkError(error, server);
    }
  };

  // Nothing has been done for whom the server doesn't know: asking again with new credentials is safe, whatever it was.
  const send = async (wanted: Wanted, method: Method, json: Buffer | null): Promise<Answer> => {
    const answer = await call(wanted, method, json);
    return answer.status === 401 && credentials.renew() ? call(wanted, method, json) : answer;
  };

  return {
    get: (wanted) => send(wanted, 'GET', null),
    put: (wanted, json) => send(wanted, 'PUT', Buffer.from(json)),
    ask: async (wanted, question) => {
      if (!QUESTIONS.test(wanted.path)) throw new Error(`${wanted.path}: only questions about oneself are POSTed`);
      return send(wanted, 'POST', Buffer.from(question));
    },
    close: () => agent?.destroy(),
  };
}

function bodyOf(response: IncomingMessage, { maxBytes, enoughBytes, path, sink }: Wanted): Promise<Buffer> {
  const encoding = response.headers['content-encoding'];
  const chunks: Buffer[] = [];
  const take = sink !== undefined && response.statusCode === 200 ? sink : (chunk: Buffer) => void chunks.push(chunk);
  let size = 0;
  return new Promise((resolve, reject) => {
    const refuse = (error: unknown) => {
      reject(error);
      response.destroy();
    };
    response.on('error', reject);
    // Whatever else may happen to a connection: nobody waits for an end that doesn't come.
    response.on('close', () =>
      reject(new ReadError('unreachable', `the answer to ${path} broke off`, { transient: true })),
    );
    response.on('end', () => resolve(Buffer.concat(chunks)));
    if (encoding !== undefined && encoding !== 'identity') {
      refuse(new ReadError('invalid', `the answer to ${path} is packed as '${encoding}', which was not asked for`));
      return;
    }
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        refuse(new ReadError('invalid', `the answer to ${path} is larger than ${maxBytes} bytes`));
        return;
      }
      try {
        take(chunk);
      } catch (error) {
        refuse(error);
        return;
      }
      if (enoughBytes === undefined || size < enoughBytes) return;
      resolve(Buffer.concat(chunks));
      response.destroy();
    });
  });
}

/** A credential plugin that never ends must not hold up the cycle. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } catch (error) {
    if (error instanceof ConfigError || error instanceof ReadError) throw error;
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
