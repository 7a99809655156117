import pLimit from 'p-limit';
import { z } from 'zod';
import type { ClusterInfo } from '../domain/cluster.ts';
import { KINDS, type Kind, resourceName } from '../kinds/registry.ts';
import type { Clock } from '../platform/clock.ts';
import { type Deadline, within } from '../platform/deadline.ts';
import { ReadError } from '../platform/errors.ts';
import { DEFAULT_RETRY, type RetryPolicy, retrying } from '../platform/retry.ts';
import { DISCOVERY_TYPES, type Served, servedIn } from './discovery.ts';
import type { Answer, Link, Wanted } from './http.ts';
import { statusError } from './http-errors.ts';
import { scanItems } from './item-scanner.ts';
import { readTail } from './log-tail.ts';
import { followPages } from './paging.ts';
import type { ClusterReader, Intake, Page } from './reader.ts';

export interface ReaderSettings {
  /** How people call the cluster. */
  readonly name: string;
  readonly clock: Clock;
  readonly callTimeoutMs: number;
  readonly pageSize?: number;
  readonly maxPageBytes?: number;
  readonly retry?: RetryPolicy;
}

const IN_FLIGHT = 4;
const JSON_TYPE = 'application/json';

const List = z.object({
  metadata: z.object({ continue: z.string().nullish() }).nullish(),
  items: z.array(z.unknown()).nullable(),
});
const Version = z.object({ gitVersion: z.string() });
const Named = z.object({ metadata: z.object({ uid: z.string() }) });

/** Reads a live cluster; make one per cycle. Lists are plain JSON: the client's serialisers take longer than the API server. */
export function kubernetesReader(link: Link, settings: ReaderSettings): ClusterReader {
  const { clock, callTimeoutMs, pageSize = 500, maxPageBytes = 64 << 20, retry = DEFAULT_RETRY } = settings;
  // The API server's own fairness gives a client few places: more than 4 at once only earns 429s.
  const limit = pLimit(IN_FLIGHT);
  let discovery: Promise<Served | null> | null = null;

  /** `start` is called before each try and may take the body as it arrives. */
  const get = (path: string, deadline: Deadline, accept = JSON_TYPE, start?: () => Wanted['sink']): Promise<Answer> =>
    limit(() =>
      retrying(retry, deadline, clock, () =>
        within(callTimeoutMs, `the answer to ${withoutQuery(path)}`, clock, deadline.signal, async (signal) => {
          const sink = start?.();
          const answer = await link.get({ path, accept, maxBytes: maxPageBytes, signal, ...(sink && { sink }) });
          if (answer.status !== 200) throw statusError(answer, withoutQuery(path));
          return answer;
        }),
      ),
    );

  const getJson = async <T>(path: string, schema: z.ZodType<T>, deadline: Deadline, accept?: string): Promise<T> =>
    parsed((await get(path, deadline, accept)).body.toString('utf8'), path, schema);

  const info = async (deadline: Deadline): Promise<ClusterInfo> => {
    const version = await getJson('version', Version, deadline).catch((error: unknown) => {
      // Who can't be reached, or doesn't know us, won't answer anything else either.
      if (!(error instanceof ReadError) || /^(unreachable|unauthorized|timeout)$/.test(error.fault)) throw error;
      return null;
    });
    const system = await getJson('api/v1/namespaces/kube-system', Named, deadline).catch(() => null);
    return { uid: system?.metadata.uid ?? 'unknown', name: settings.name, version: version?.gitVersion ?? null };
  };

  const served = (deadline: Deadline): Promise<Served | null> => {
    discovery ??= getJson('apis', z.unknown(), deadline, DISCOVERY_TYPES).then(servedIn, () => null);
    return discovery;
  };

  /** The version to read a kind in: the newest one that the cluster serves. */
  const versionOf = async (kind: Kind, deadline: Deadline): Promise<string | null> => {
    const { group, versions, plural, optional } = KINDS[kind];
    if (!optional) return versions[0];
    const known = await served(deadline);
    if (known === null) return versions[0];
    return versions.find((version) => known.has(group, version, plural)) ?? null;
  };

  const pathOf = async (kind: Kind, namespace: string | null, deadline: Deadline): Promise<string> => {
    const { group, versions, plural } = KINDS[kind];
    const version = (await versionOf(kind, deadline)) ?? versions[0];
    const root = group === '' ? `api/${version}` : `apis/${group}/${version}`;
    return `${root}/${namespace === null ? '' : `namespaces/${encodeURIComponent(namespace)}/`}${plural}`;
  };

  /** Reads one page into the intake; returns the token of the next one. */
  const readPage = async (path: string, intake: Intake, deadline: Deadline): Promise<string> => {
    let head = () => '';
    await get(path, deadline, JSON_TYPE, () => {
      intake.restart();
      const scanner = scanItems((json) => intake.take(parsed(json, path, z.unknown())));
      head = scanner.head;
      return scanner.push;
    });
    return parsed(head(), path, List).metadata?.continue ?? '';
  };

  async function* pages(
    kind: Kind,
    namespace: string | null,
    intake: Intake,
    deadline: Deadline,
  ): AsyncGenerator<Page> {
    const path = await pathOf(kind, namespace, deadline);
    yield* followPages(resourceName(kind), (token) => {
      const query = new URLSearchParams({ limit: String(pageSize) });
      // Normal events say nothing about a fault, and they are most of them.
      if (kind === 'Event') query.set('fieldSelector', 'type=Warning');
      if (token !== '') query.set('continue', token);
      return readPage(`${path}?${query}`, intake, deadline);
    });
  }

  return {
    info,
    serves: async (kind, deadline) => (await versionOf(kind, deadline)) !== null,
    pages,
    log: (request, deadline) => readTail(request, async (path) => (await get(path, deadline, '*/*')).body),
    close: () => link.close(),
  };
}

function parsed<T>(text: string, path: string, schema: z.ZodType<T>): T {
  const where = `the answer to ${withoutQuery(path)}`;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    const told = `${where} is not complete JSON; it starts with ${JSON.stringify(text.slice(0, 40))}`;
    throw new ReadError('invalid', told, { status: 200, cause: error });
  }
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const why = z.prettifyError(result.error).replaceAll('\n', ' ');
  throw new ReadError('invalid', `${where} is not what a Kubernetes API says: ${why}`);
}

/** For people: a continue token is long and says nothing. */
function withoutQuery(path: string): string {
  return path.replace(/\?.*/, '');
}
