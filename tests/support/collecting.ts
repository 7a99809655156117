import { type CollectOptions, collect, type Reading } from '../../src/collect/collect.ts';
import { findCredentials } from '../../src/collect/credentials.ts';
import { openLink } from '../../src/collect/http.ts';
import { kubernetesReader, type ReaderSettings } from '../../src/collect/kubernetes.ts';
import type { ClusterReader } from '../../src/collect/reader.ts';
import { ALL_KINDS } from '../../src/kinds/registry.ts';
import type { Snapshot } from '../../src/kinds/snapshot.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import { NOW } from './view.ts';

export const CLOCK = fixedClock(NOW);

/** A reader whose waits are short enough for a test. */
export function readerOf(kubeconfig: string, settings: Partial<ReaderSettings> = {}): ClusterReader {
  const credentials = findCredentials({ kubeconfig, context: null, home: null, serviceHost: null, servicePort: null });
  return kubernetesReader(openLink(credentials), {
    name: credentials.name,
    clock: CLOCK,
    callTimeoutMs: 2_000,
    retry: { retries: 2, firstWaitMs: 5, longestWaitMs: 20, timeoutRetries: 1 },
    ...settings,
  });
}

export async function collectFrom(
  kubeconfig: string,
  options: Partial<CollectOptions> = {},
  settings: Partial<ReaderSettings> = {},
): Promise<Reading> {
  const reader = readerOf(kubeconfig, settings);
  try {
    return await collect(reader, {
      kinds: ALL_KINDS,
      namespaces: [],
      firstNamespaces: [],
      knownNamespaces: [],
      readDeadlineMs: 10_000,
      logDeadlineMs: 5_000,
      clock: CLOCK,
      ...options,
    });
  } finally {
    reader.close();
  }
}

export function snapshotIn(reading: Reading): Snapshot {
  if (!reading.ok) throw new Error(`nothing was read: ${reading.gap.cause}: ${reading.gap.detail}`);
  return reading.snapshot;
}

/** `cause resource namespace`, for comparing. */
export function gapsIn(reading: Reading): readonly string[] {
  return snapshotIn(reading).gaps.map((gap) => `${gap.cause} ${gap.resource} ${gap.namespace ?? '*'}`);
}

export function rawPod(namespace: string, name: string, parts: object = {}): object {
  return { kind: 'Pod', metadata: { name, namespace, uid: `${namespace}-${name}` }, ...parts };
}

export function rawPods(count: number, namespaces: readonly string[]): object[] {
  return Array.from({ length: count }, (_, index) => {
    const namespace = namespaces[index % namespaces.length] ?? 'default';
    return rawPod(namespace, `pod-${String(index).padStart(5, '0')}`);
  });
}

export function rawNamespaces(...names: readonly string[]): object[] {
  return names.map((name) => ({ kind: 'Namespace', metadata: { name, uid: `uid-${name}` } }));
}
