// Manifests of fake nodes.
export type NodeOptions = {
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  capacity?: Record<string, string>;
};

/** A node that kwok will bring up: 8 CPUs, 32 GiB and 110 pods unless told. */
export function nodeManifest(name: string, { labels, annotations, capacity }: NodeOptions = {}): string {
  const metadata = {
    name,
    labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', ...labels },
    annotations: { ...annotations },
  };
  const status = capacity === undefined ? {} : { capacity, allocatable: capacity };
  return JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata, status });
}

/** `count` nodes named node-1, node-2, … as one manifest. */
export const nodeManifests = (count: number, prefix = 'node-'): string =>
  `${Array.from({ length: count }, (_, index) => nodeManifest(`${prefix}${index + 1}`)).join('\n---\n')}\n`;
