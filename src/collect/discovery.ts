import { z } from 'zod';

/**
 * One request for everything the cluster serves. Servers before 1.27 don't know the form that lists the resources too
 * and answer with the groups alone.
 */
export const DISCOVERY_TYPES = ['v2', 'v2beta1']
  .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .concat('application/json')
  .join(',');

const Aggregated = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      versions: z.array(
        z.object({
          version: z.string(),
          resources: z.array(z.object({ resource: z.string() })).nullish(),
          freshness: z.string().nullish(),
        }),
      ),
    }),
  ),
});
const Groups = z.object({
  groups: z.array(z.object({ name: z.string(), versions: z.array(z.object({ version: z.string() })) })),
});

export interface Served {
  has(group: string, version: string, plural: string): boolean;
}

/** Null when the answer is neither form: then every kind is simply tried. */
export function servedIn(raw: unknown): Served | null {
  const aggregated = Aggregated.safeParse(raw);
  if (aggregated.success) return fromAggregated(aggregated.data);
  const groups = Groups.safeParse(raw);
  if (!groups.success) return null;
  const known = new Set(groups.data.groups.flatMap((group) => group.versions.map((v) => `${group.name}/${v.version}`)));
  return { has: (group, version) => known.has(`${group}/${version}`) };
}

function fromAggregated({ items }: z.infer<typeof Aggregated>): Served {
  const known = new Map<string, ReadonlySet<string> | null>();
  for (const { metadata, versions } of items) {
    for (const { version, resources, freshness } of versions) {
      const names = new Set(resources?.map((entry) => entry.resource));
      // An aggregated API that is down (metrics) is listed without its resources: served, but not answering.
      known.set(`${metadata.name}/${version}`, freshness === 'Stale' || names.size === 0 ? null : names);
    }
  }
  return {
    has: (group, version, plural) => {
      const names = known.get(`${group}/${version}`);
      return names !== undefined && (names === null || names.has(plural));
    },
  };
}
