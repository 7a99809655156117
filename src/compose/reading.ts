import { kindsToRead } from '../analyze/reads.ts';
import { liveAccess } from '../collect/access-live.ts';
import { recordedAccess } from '../collect/access-recorded.ts';
import type { ClusterAccess } from '../collect/cluster-access.ts';
import { collect } from '../collect/collect.ts';
import { findCredentials } from '../collect/credentials.ts';
import { openLink } from '../collect/http.ts';
import { kubernetesReader } from '../collect/kubernetes.ts';
import { onlyNamespaces } from '../collect/only-namespaces.ts';
import { readSnapshot } from '../collect/snapshot-file.ts';
import { surroundings } from '../config/effective.ts';
import type { Values } from '../config/settings.ts';
import type { RunHooks, RunOptions } from '../cycle/options.ts';
import type { ReadResult } from '../cycle/parts.ts';
import type { Service } from '../domain/service.ts';
import type { Clock } from '../platform/clock.ts';
import { fixedClock } from '../platform/clock.ts';

/** Where the cluster is read from, ready to be read. */
export interface Source {
  readonly kind: 'live' | 'snapshot';
  readonly clock: Clock;
  readonly read: () => Promise<ReadResult>;
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
  const read = async (): Promise<ReadResult> => {
    const reader = kubernetesReader(link, {
      name: credentials.name,
      clock,
      callTimeoutMs: values.API_CALL_TIMEOUT_SECONDS,
    });
    const reading = await collect(reader, {
      kinds: kindsToRead(),
      namespaces: options.namespaces ?? [],
      firstNamespaces: firstNamespaces(services),
      knownNamespaces: [...new Set(services.flatMap((s) => s.namespaces))],
      readDeadlineMs: values.READ_DEADLINE_SECONDS,
      logDeadlineMs: values.LOG_DEADLINE_SECONDS,
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
  return { kind: 'live', clock, read, close: () => link.close(), access };
}

/** Namespaces of P0 services: read before the rest when time is short. */
function firstNamespaces(services: readonly Service[]): readonly string[] {
  return [...new Set(services.filter((s) => s.tier === 'P0').flatMap((s) => s.namespaces))];
}
