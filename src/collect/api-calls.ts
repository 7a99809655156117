import pLimit, { type LimitFunction } from 'p-limit';
import { z } from 'zod';
import type { KindEntry } from '../kinds/registry.ts';
import type { Clock } from '../platform/clock.ts';
import { type Deadline, within } from '../platform/deadline.ts';
import { ReadError } from '../platform/errors.ts';
import { DEFAULT_RETRY, type RetryPolicy, retrying } from '../platform/retry.ts';
import { DISCOVERY_TYPES, type Served, servedIn } from './discovery.ts';
import type { Answer, Link, Wanted } from './http.ts';
import { statusError } from './http-errors.ts';

export interface CallSettings {
  readonly clock: Clock;
  readonly callTimeoutMs: number;
  readonly maxBytes: number;
  readonly retry?: RetryPolicy | undefined;
  /** Shared by those who ask the same server; without one its own. */
  readonly limit?: LimitFunction;
}

/** Where the API keeps the objects of a kind. */
export type Resource = Pick<KindEntry, 'group' | 'versions' | 'plural' | 'namespaced' | 'optional' | 'within'>;

/** GETs of an API server: each with its own time, tried again when it failed for a passing reason. Rejects with a ReadError. */
export interface ApiCalls {
  /** Answers a 200. `start` is called before each try and may take the body as it arrives. */
  get(path: string, deadline: Deadline, accept?: string, start?: () => Wanted['sink']): Promise<Answer>;
  /** The beginning of a 200, `most` bytes at most: whatever the server goes on to send is not read. */
  getBeginning(path: string, deadline: Deadline, most: number): Promise<Uint8Array>;
  getJson<T>(path: string, schema: z.ZodType<T>, deadline: Deadline, accept?: string): Promise<T>;
  /** The version to read a kind in: the newest one that the cluster serves; null when it serves none. */
  versionOf(resource: Resource, deadline: Deadline): Promise<string | null>;
  /** Path of the list of a kind, without a query. */
  pathOf(resource: Resource, namespace: string | null, deadline: Deadline): Promise<string>;
}

export const JSON_TYPE = 'application/json';
/** A list of metadata. Nothing else will do: a server that can't serve it answers 406, and sends no data. */
export const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
/** Without discovery every kind is simply tried: what waits for it shall not lose its own time to it. */
const DISCOVERY_RETRIES = 2;
/** The API server's own fairness gives a client few places: more than 4 at once only earns 429s. */
export const fewAtOnce = (): LimitFunction => pLimit(4);

export function apiCalls(link: Link, settings: CallSettings): ApiCalls {
  const { clock, callTimeoutMs, maxBytes, retry = DEFAULT_RETRY, limit = fewAtOnce() } = settings;
  let discovery: Promise<Served | null> | null = null;

  const call = (path: string, deadline: Deadline, more: () => Partial<Wanted>, policy = retry): Promise<Answer> =>
    limit(() =>
      retrying(policy, deadline, clock, () =>
        within(callTimeoutMs, `the answer to ${withoutQuery(path)}`, clock, deadline.signal, async (signal) => {
          const answer = await link.get({ path, accept: JSON_TYPE, maxBytes, signal, ...more() });
          if (answer.status !== 200) throw statusError(answer, withoutQuery(path));
          return answer;
        }),
      ),
    );

  const get: ApiCalls['get'] = (path, deadline, accept = JSON_TYPE, start) =>
    call(path, deadline, () => {
      const sink = start?.();
      return { accept, ...(sink && { sink }) };
    });

  const getBeginning: ApiCalls['getBeginning'] = async (path, deadline, most) =>
    (await call(path, deadline, () => ({ accept: '*/*', enoughBytes: most }))).body.subarray(0, most);

  const getJson: ApiCalls['getJson'] = async (path, schema, deadline, accept) =>
    parsed((await get(path, deadline, accept)).body.toString('utf8'), path, schema);

  const served = (deadline: Deadline): Promise<Served | null> => {
    const few = { ...retry, retries: Math.min(retry.retries, DISCOVERY_RETRIES) };
    discovery ??= call('apis', deadline, () => ({ accept: DISCOVERY_TYPES }), few)
      .then(({ body }) => servedIn(parsed(body.toString('utf8'), 'apis', z.unknown())))
      .catch(() => null);
    return discovery;
  };

  const versionOf: ApiCalls['versionOf'] = async ({ group, versions, plural, optional }, deadline) => {
    const newest = versions[0] ?? null;
    if (!optional) return newest;
    const known = await served(deadline);
    if (known === null) return newest;
    return versions.find((version) => known.has(group, version, plural)) ?? null;
  };

  const pathOf: ApiCalls['pathOf'] = async (resource, namespace, deadline) => {
    const { group, versions, plural } = resource;
    const version = (await versionOf(resource, deadline)) ?? versions[0];
    const root = group === '' ? `api/${version}` : `apis/${group}/${version}`;
    return `${root}/${namespace === null ? '' : `namespaces/${encodeURIComponent(namespace)}/`}${plural}`;
  };

  return { get, getBeginning, getJson, versionOf, pathOf };
}

export function parsed<T>(text: string, path: string, schema: z.ZodType<T>): T {
  const result = schema.safeParse(parsedJson(text, path));
  if (result.success) return result.data;
  const why = z.prettifyError(result.error).replaceAll('\n', ' ');
  throw new ReadError('invalid', `the answer to ${withoutQuery(path)} is not what a Kubernetes API says: ${why}`);
}

export function parsedJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const told = `the answer to ${withoutQuery(path)} is not complete JSON; it starts with ${JSON.stringify(text.slice(0, 40))}`;
    throw new ReadError('invalid', told, { status: 200, cause: error });
  }
}

/** For people: a continue token is long and says nothing. */
function withoutQuery(path: string): string {
  return path.replace(/\?.*/, '');
}
