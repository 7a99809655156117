import type { Destination } from '../../domain/destination.ts';
import type { Route, RouteMatch } from '../../domain/routing.ts';
import type { Service } from '../../domain/service.ts';
import type { ConfigFault } from '../fault.ts';
import { type Means, usualFallback } from './default.ts';
import { type Reachable, readDestination } from './destinations.ts';
import { WrittenRoute } from './file.ts';
import { covers, readMatch } from './matching.ts';
import { type Placed, type Step, valueAt } from './places.ts';

export interface RouteContext {
  readonly file: string;
  readonly placed: Placed;
  readonly reachable: Reachable;
  readonly means: Means;
  readonly services: readonly Service[];
}

export interface ReadRoute {
  /** Null where it can't be used. */
  readonly route: Route | null;
  readonly faults: readonly ConfigFault[];
  readonly warnings: readonly ConfigFault[];
}

/** One route. Its form is the schema's matter; here it is what its words mean. */
export function readRoute(path: readonly Step[], context: RouteContext): ReadRoute {
  const { placed, file, means } = context;
  const to = readDestinations([...path, 'to'], context);
  const fallback = readDestinations([...path, 'fallback'], context);
  const faults = [...to.faults, ...fallback.faults];
  const written = WrittenRoute.safeParse(valueAt(placed.value, path));
  if (!written.success) return { route: null, faults, warnings: [] };
  const { match, strangers } = readMatch(written.data.match, context.services);
  const route: Route = {
    source: `${file}:${placed.line(path)}`,
    match,
    to: to.found,
    fallback:
      written.data.fallback === undefined
        ? usualFallback(match.severities, to.found, means)
        : fallback.found.filter((destination) => !to.found.includes(destination)),
  };
  const warnings = strangers.map(({ index, why }) => placed.fault([...path, 'match', 'service', index], why));
  if (onlyUrgent(match)) return { route, faults, warnings };
  const pagers = means.sinks.filter(({ type }) => type === 'pagerduty').map(({ name }) => name);
  const deaf = to.found.length > 0 && to.found.every((destination) => pagers.includes(destination));
  const why = 'a pager takes SEV-1 only';
  const lost = `${why}, so SEV-2 and SEV-3 would reach nobody; add severity: SEV-1 to match, or another destination`;
  return {
    route,
    faults: deaf ? [...faults, placed.fault([...path, 'to'], lost)] : faults,
    warnings: fallback.found.some((destination) => pagers.includes(destination))
      ? [...warnings, placed.fault([...path, 'fallback'], `${why}; it stands in for nothing else`)]
      : warnings,
  };
}

function onlyUrgent({ severities }: RouteMatch): boolean {
  return severities.length > 0 && severities.every((severity) => severity === 'SEV-1');
}

function readDestinations(path: readonly Step[], { placed, reachable }: RouteContext) {
  const raw = valueAt(placed.value, path);
  const found = new Set<Destination>();
  const faults: ConfigFault[] = [];
  for (const [index, text] of [raw].flat().entries()) {
    if (typeof text !== 'string' || text === '') continue;
    const read = readDestination(text, reachable);
    if ('to' in read) found.add(read.to);
    else faults.push(placed.fault([...path, index], read.fault));
  }
  return { found: [...found], faults };
}

/** Routes that an earlier one leaves nothing for. */
export function neverReached(routes: readonly Route[]): readonly { readonly index: number; readonly by: string }[] {
  return routes.flatMap((route, index) => {
    const earlier = routes.slice(0, index).find(({ match }) => covers(match, route.match));
    return earlier === undefined ? [] : [{ index, by: earlier.source }];
  });
}
