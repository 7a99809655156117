import { z } from 'zod';
import { apiCalls } from '../collect/api-calls.ts';
import { findCredentials } from '../collect/credentials.ts';
import { asReadError } from '../collect/gap.ts';
import { greet } from '../collect/greeting.ts';
import { openLink } from '../collect/http.ts';
import { kubeletOf } from '../collect/kubelet/addresses.ts';
import { kubelets } from '../collect/kubelet/kubelets.ts';
import { mendOf } from '../collect/kubelet/mend.ts';
import { volumesIn } from '../collect/kubelet/summary.ts';
import { reviews } from '../collect/reviews.ts';
import { surroundings } from '../config/effective.ts';
import type { Values } from '../config/settings.ts';
import type { ClusterBench } from '../doctor/cluster-bench.ts';
import { SECOND } from '../domain/duration.ts';
import { project } from '../kinds/project.ts';
import { KINDS } from '../kinds/registry.ts';
import { systemClock } from '../platform/clock.ts';
import { type Deadline, deadlineIn, within } from '../platform/deadline.ts';
import { ReadError } from '../platform/errors.ts';
import type { RetryPolicy } from '../platform/retry.ts';
import { type Opened, once } from './opened.ts';

/** Somebody waits for the whole of it. */
const CALL_TIMEOUT = 6 * SECOND;
const ONCE_MORE: RetryPolicy = { retries: 1, firstWaitMs: 200, longestWaitMs: 500, timeoutRetries: 0 };
const MAX_BYTES = 16 << 20;
/** As long as a cycle waits for one. */
const KUBELET_TIMEOUT = 3 * SECOND;
/** Whoever wants to know it can do without. */
const UID_TIMEOUT = 4 * SECOND;
const Named = z.object({ metadata: z.object({ uid: z.string() }) });
const Namespaces = z.object({
  metadata: z.object({ continue: z.string().nullish(), remainingItemCount: z.number().nullish() }),
  items: z.array(z.object({ metadata: z.object({ name: z.string() }) })),
});

const Nodes = z.object({ items: z.array(z.looseObject({})) });
/** One of them may be asleep. */
const MOST_NODES = 20;

/** The API server of the settings, as far as checks ask it. Opened at the first question. */
export function clusterBench(values: Values, offline: boolean): Opened<ClusterBench> {
  const callTimeoutMs = Math.min(CALL_TIMEOUT, values.API_CALL_TIMEOUT_SECONDS);
  const { get, opened } = once(async () => {
    const { home, serviceHost, servicePort, proxy } = surroundings();
    const { KUBECONFIG: kubeconfig, K3S_CONTEXT: context } = values;
    const credentials = findCredentials({ kubeconfig, context, home, serviceHost, servicePort });
    const link = openLink(credentials, proxy);
    const settings = { clock: systemClock, callTimeoutMs };
    return {
      credentials,
      link,
      asked: reviews(link, settings),
      calls: apiCalls(link, { ...settings, maxBytes: MAX_BYTES, retry: ONCE_MORE }),
    };
  });
  const timed = async <T>(
    signal: AbortSignal,
    work: (deadline: Deadline) => Promise<T>,
    ms = 2 * callTimeoutMs,
  ): Promise<T> => {
    const deadline = deadlineIn(ms, 'the answer of the API server', systemClock, signal);
    try {
      return await work(deadline);
    } finally {
      deadline.end();
    }
  };
  let who: Promise<string | null> | null = null;
  return {
    value: {
      greet: async (signal) => {
        const { credentials, link } = await get();
        const { name, server } = credentials;
        return timed(signal, async (deadline) => ({
          name,
          server: server.origin,
          ...(await greet(link, systemClock, deadline.signal)),
        }));
      },
      uid: async (signal) => {
        if (offline) return null;
        const asked = async (deadline: Deadline) =>
          (await get()).calls.getJson('api/v1/namespaces/kube-system', Named, deadline);
        return timed(signal, asked, UID_TIMEOUT).then(
          ({ metadata }) => metadata.uid,
          () => null,
        );
      },
      namespaces: async (most, signal) => {
        const { calls } = await get();
        const path = `api/v1/namespaces?limit=${most}`;
        const { metadata, items } = await timed(signal, (deadline) => calls.getJson(path, Namespaces, deadline));
        const isAll = (metadata.continue ?? '') === '';
        const more = isAll ? 0 : (metadata.remainingItemCount ?? null);
        return { names: items.map((item) => item.metadata.name), total: more === null ? null : items.length + more };
      },
      whoAmI: (signal) => {
        who ??= get().then(({ asked }) => asked.whoAmI(signal));
        return who;
      },
      may: async (right, signal) => (await get()).asked.may(right, signal),
      rights: async (namespace, signal) => (await get()).asked.rights(namespace, signal),
      serves: async (kind, signal) => {
        const { calls } = await get();
        return timed(signal, async (deadline) => (await calls.versionOf(KINDS[kind], deadline)) !== null);
      },
      sample: async (kind, signal) => {
        const { calls } = await get();
        await timed(signal, async (deadline) => {
          const path = await calls.pathOf(KINDS[kind], null, deadline);
          await calls.get(`${path}?limit=1`, deadline).catch((error: unknown) => {
            // Whether it may be read is a question of its own.
            if (!(error instanceof ReadError) || error.fault !== 'forbidden') throw error;
          });
        });
      },
      isInside: async () => (await get()).credentials.podTokenFile !== undefined,
      askKubelet: async (signal) => {
        const { calls, credentials } = await get();
        return timed(signal, async (deadline) => {
          const { items } = await calls.getJson(`api/v1/nodes?limit=${MOST_NODES}`, Nodes, deadline);
          const nodes = items.map((item) => project('Node', { ...item, kind: 'Node' }));
          const [address] = nodes.flatMap((node) => (node.ok ? (kubeletOf(node.object) ?? []) : []));
          const { KUBELET_CA_FILE: caFile, KUBELET_TLS: tls } = values;
          const asked = kubelets(credentials, { caFile, verify: tls === 'verify' });
          if (address === undefined || asked === null) return null;
          const read = async (inTime: AbortSignal) => volumesIn(await asked.summary(address, inTime));
          const refusal = await within(KUBELET_TIMEOUT, 'the answer', systemClock, deadline.signal, read).then(
            () => null,
            (error: unknown) => {
              signal.throwIfAborted();
              const why = asReadError(error);
              return { found: why.message, mend: mendOf(why) };
            },
          );
          return { node: address.node, refusal };
        });
      },
    },
    close: async () => {
      if (!opened()) return;
      const opening = await get().catch(() => null);
      opening?.link.close();
    },
  };
}
