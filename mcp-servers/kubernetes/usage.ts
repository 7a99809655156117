import { z } from 'zod';
import type { RawObject } from '../../src/collect/cluster-access.ts';
import { project } from '../../src/kinds/project.ts';
import { quantity } from './quantity.ts';

/** Cores and bytes; null where nothing is set or known. */
export interface Usage {
  readonly namespace: string | null;
  readonly pod: string;
  readonly container: string;
  readonly cpu: Amounts;
  readonly memory: Amounts;
}

export interface Amounts {
  readonly used: number | null;
  readonly request: number | null;
  readonly limit: number | null;
}

const Resources = z.object({
  requests: z.record(z.string(), z.union([z.string(), z.number()])).nullish(),
  limits: z.record(z.string(), z.union([z.string(), z.number()])).nullish(),
});
type Resources = z.infer<typeof Resources>;

/** Containers with what they use beside what they may; those nearest to their memory limit first. */
export function usagesOf(metrics: readonly RawObject[], pods: readonly RawObject[]): Usage[] {
  const allowed = allowances(pods);
  const usages = metrics.flatMap((object): Usage[] => {
    const projection = project('PodMetrics', object);
    if (!projection.ok) return [];
    const { metadata, containers } = projection.object;
    const { namespace = null, name } = metadata;
    return (containers ?? []).map(({ name: container, usage }) => {
      const resources = allowed.get(`${namespace}/${name}/${container}`);
      const amounts = (what: 'cpu' | 'memory'): Amounts => ({
        used: quantity(usage?.[what]),
        request: quantity(resources?.requests?.[what]),
        limit: quantity(resources?.limits?.[what]),
      });
      return { namespace, pod: name, container, cpu: amounts('cpu'), memory: amounts('memory') };
    });
  });
  return usages.sort((a, b) => share(b.memory) - share(a.memory) || (b.memory.used ?? 0) - (a.memory.used ?? 0));
}

/** Used part of the limit; 0 without one. */
export function share({ used, limit }: Amounts): number {
  return used === null || limit === null || limit === 0 ? 0 : used / limit;
}

function allowances(pods: readonly RawObject[]): ReadonlyMap<string, Resources> {
  const known = new Map<string, Resources>();
  for (const object of pods) {
    const projection = project('Pod', object);
    if (!projection.ok) continue;
    const { metadata, spec } = projection.object;
    for (const { name, resources } of [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])]) {
      const { data } = Resources.safeParse(resources);
      if (data !== undefined) known.set(`${metadata.namespace}/${metadata.name}/${name}`, data);
    }
  }
  return known;
}
