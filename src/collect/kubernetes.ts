import { z } from 'zod';
import type { ClusterInfo } from '../domain/cluster.ts';
import { KINDS, type Kind, type KindEntry, resourceName } from '../kinds/registry.ts';
import type { Clock } from '../platform/clock.ts';
import type { Deadline } from '../platform/deadline.ts';
import { ReadError } from '../platform/errors.ts';
import type { RetryPolicy } from '../platform/retry.ts';
import { apiCalls, JSON_TYPE, METADATA_ONLY } from './api-calls.ts';
import type { Link } from './http.ts';
import { readPage } from './list-page.ts';
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

const Version = z.object({ gitVersion: z.string() });
const Named = z.object({ metadata: z.object({ uid: z.string() }) });

/** Reads a live cluster; make one per cycle. Lists are plain JSON: the client's serialisers take longer than the API server. */
export function kubernetesReader(link: Link, settings: ReaderSettings): ClusterReader {
  const { clock, callTimeoutMs, pageSize = 500, maxPageBytes = 64 << 20, retry } = settings;
  const calls = apiCalls(link, { clock, callTimeoutMs, maxBytes: maxPageBytes, retry });

  const info = async (deadline: Deadline): Promise<ClusterInfo> => {
    const version = await calls.getJson('version', Version, deadline).catch((error: unknown) => {
      // Who can't be reached, or doesn't know us, won't answer anything else either.
      if (!(error instanceof ReadError) || /^(unreachable|unauthorized|timeout)$/.test(error.fault)) throw error;
      return null;
    });
    const system = await calls.getJson('api/v1/namespaces/kube-system', Named, deadline).catch(() => null);
    return { uid: system?.metadata.uid ?? 'unknown', name: settings.name, version: version?.gitVersion ?? null };
  };

  async function* pages(
    kind: Kind,
    namespace: string | null,
    intake: Intake,
    deadline: Deadline,
  ): AsyncGenerator<Page> {
    const entry: KindEntry = KINDS[kind];
    const path = await calls.pathOf(entry, namespace, deadline);
    const accept = entry.metadataOnly === true ? METADATA_ONLY : JSON_TYPE;
    yield* followPages(resourceName(kind), async (token) => {
      const query = new URLSearchParams({ limit: String(pageSize) });
      // Normal events say nothing about a fault, and they are most of them.
      if (kind === 'Event') query.set('fieldSelector', 'type=Warning');
      if (token !== '') query.set('continue', token);
      return (await readPage(calls, `${path}?${query}`, intake, deadline, undefined, accept)).next;
    });
  }

  return {
    info,
    serves: async (kind, deadline) => (await calls.versionOf(KINDS[kind], deadline)) !== null,
    pages,
    log: (request, deadline) => readTail(request, (path, most) => calls.getBeginning(path, deadline, most)),
    close: () => link.close(),
  };
}
