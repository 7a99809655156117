import { kindsToRead } from '../analyze/reads.ts';
import { liveAccess } from '../collect/access-live.ts';
import { recordedAccess } from '../collect/access-recorded.ts';
import type { ClusterAccess } from '../collect/cluster-access.ts';
import { collect } from '../collect/collect.ts';
import { findCredentials, serverMark } from '../collect/credentials.ts';
import { openLink } from '../collect/http.ts';
import { kubelets, ONLY_INSIDE } from '../collect/kubelet/kubelets.ts';
import { kubernetesReader } from '../collect/kubernetes.ts';
import { onlyNamespaces } from '../collect/only-namespaces.ts';
import { readSnapshot } from '../collect/snapshot-file.ts';
import { surroundings } from '../config/effective.ts';
import type { Values } from '../config/settings.ts';
import type { RunHooks, RunOptions } from '../cycle/options.ts';
import type { ReadResult } from '../cycle/parts.ts';
import type { ClusterInfo } from '../domain/cluster.ts';
import type { Service } from '../domain/service.ts';
import type { Clock } from '../platform/clock.ts';
import { fixedClock } from '../platform/clock.ts';
import { deadlineIn } from '../platform/deadline.ts';
import { ReadError } from '../platform/errors.ts';
import type { RetryPolicy } from '../platform/retry.ts';

/** Where the cluster is read from, ready to be read. */
export interface Source {
  readonly kind: 'live' | 'snapshot';
  readonly clock: Clock;
  /** Which cluster it is; never rejects. */
  readonly identify: () => Promise<ClusterInfo>;
  /** As far as it is known by now. */
  readonly cluster: () => ClusterInfo;
  /** `pageSize`: objects per page; null: as usual. */
  readonly read: (pageSize: number | null) => Promise<ReadResult>;
  readonly close: () => void;
  /** For whoever looks closer, one question at a time. */
  readonly access: ClusterAccess;
}

type Where = Pick<RunOptions, 'namespaces' | 'now'>;

/** A recording, judged at `--now` or at the time it was taken. */
export async function snapshotSource(
  path: string,
  options: Where,
  services: readonly Service[],
  clock: Clock,
): Promise<Source> {
  const whole = await readSnapshot(path, { now: clock.now(), firstNamespaces: firstNamespaces(services) });
  const snapshot = onlyNamespaces(whole, options.namespaces ?? []);
  const takenAt = options.now ?? snapshot.takenAt;
  return {
    kind: 'snapshot',
    clock: fixedClock(takenAt),
    identify: async () => snapshot.cluster,
    cluster: () => snapshot.cluster,
    read: async () => ({ status: 'read', snapshot: { ...snapshot, takenAt } }),
    close: () => {},
    access: recordedAccess(snapshot),
  };
}

/** The cluster of the kubeconfig, or the one we run in. Throws a ConfigError when there are no usable credentials. */
export function liveSource(
  values: Values,
  options: Where,
  services: readonly Service[],
  clock: Clock,
  hooks: RunHooks,
): Source {
  const { home, serviceHost, servicePort, proxy } = surroundings();
  const credentials = findCredentials({
    kubeconfig: values.KUBECONFIG,
    context: values.K3S_CONTEXT,
    home,
    serviceHost,
    servicePort,
  });
  const link = openLink(credentials, proxy);
  const { name } = credentials;
  const callTimeoutMs = values.API_CALL_TIMEOUT_SECONDS;
  let known: ClusterInfo | null = null;
  const server = serverMark(credentials);
  const identify = async (): Promise<ClusterInfo> => {
    const deadline = deadlineIn(callTimeoutMs, 'asking which cluster it is', clock, hooks.signal);
    try {
      known = await kubernetesReader(link, { name, clock, callTimeoutMs, retry: ONCE_MORE }).info(deadline);
      return { ...known, server };
    } catch (error) {
      // What is wrong with the credentials is found by whoever reads.
      if (error instanceof ReadError) return { uid: 'unknown', name, version: null, server };
      throw error;
    } finally {
      deadline.end();
    }
  };
  const { KUBELET_FIGURES: figures, KUBELET_CA_FILE: caFile, KUBELET_TLS: tls } = values;
  const askable = kubelets(credentials, { caFile, verify: tls === 'verify' }) ?? ONLY_INSIDE;
  const asked = figures === 'off' ? 'KUBELET_FIGURES is off' : askable;
  const read = async (pageSize: number | null): Promise<ReadResult> => {
    const live = kubernetesReader(link, { name, clock, callTimeoutMs, ...(pageSize === null ? {} : { pageSize }) });
    const before = known;
    const reader = before === null ? live : { ...live, info: async () => before };
    const reading = await collect(reader, {
      kinds: kindsToRead(),
      namespaces: options.namespaces ?? [],
      firstNamespaces: firstNamespaces(services),
      knownNamespaces: [...new Set(services.flatMap((s) => s.namespaces))],
      readDeadlineMs: values.READ_DEADLINE_SECONDS,
      logDeadlineMs: values.LOG_DEADLINE_SECONDS,
      kubelets: asked,
      clock,
      signal: hooks.signal,
      onProgress: ({ kind, objects }) => hooks.onProgress(`reading ${credentials.name}: ${kind} ${objects}`),
    });
    if (reading.ok) return { status: 'read', snapshot: reading.snapshot };
    return {
      status: 'blind',
      cluster: { uid: 'unknown', name: credentials.name, version: null },
      why: `${reading.gap.cause}: ${reading.gap.detail}`,
    };
  };
  const access = liveAccess(link, { clock, callTimeoutMs: values.API_CALL_TIMEOUT_SECONDS });
  const cluster = () => known ?? { uid: 'unknown', name, version: null };
  return { kind: 'live', clock, identify, cluster, read, close: () => link.close(), access };
}

/** Whoever reads tries as often as it takes. */
const ONCE_MORE: RetryPolicy = { retries: 1, firstWaitMs: 200, longestWaitMs: 500, timeoutRetries: 0 };

/** Namespaces of P0 services: read before the rest when time is short. */
function firstNamespaces(services: readonly Service[]): readonly string[] {
  return [...new Set(services.filter((s) => s.tier === 'P0').flatMap((s) => s.namespaces))];
}
