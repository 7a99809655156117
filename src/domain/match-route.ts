import type { Destination } from './destination.ts';
import type { Route, Routed, RouteMatch, Routing } from './routing.ts';
import { SEVERITIES, type Severity } from './severity.ts';

/** The first route that matches; null for SEV-4, which is never told, and where there are no routes at all. */
export function matchRoute(routed: Routed, routing: Routing): Route | null {
  if (routed.severity === 'SEV-4') return null;
  return routing.find(({ match }) => matches(match, routed)) ?? null;
}

/** A list asks for one of its words; all lists that ask for something must be content. */
function matches(match: RouteMatch, { severity, tier, services, namespaces }: Routed): boolean {
  return (
    asks(match.severities, [severity]) &&
    asks(match.tiers, [tier ?? 'unlisted']) &&
    asks(match.services, services) &&
    asks(match.namespaces, namespaces)
  );
}

function asks(wanted: readonly string[], found: readonly string[]): boolean {
  return (
    wanted.length === 0 || wanted.some((word) => found.some((other) => other.toLowerCase() === word.toLowerCase()))
  );
}

/**
 * Where what is told at `to` goes when that is broken for good: what the route says that sends it there. What followed a message there
 * after its severity had changed was sent by the route of another severity.
 */
export function fallbackFor(routed: Routed, to: Destination, routing: Routing): readonly Destination[] {
  const severities = [routed.severity, ...SEVERITIES];
  const routes = severities.flatMap((severity) => matchRoute({ ...routed, severity }, routing) ?? []);
  const route = routes.find((one) => one.to.includes(to));
  return without(to, route?.fallback ?? usual(routed.severity, routing));
}

/** A message that waits, as far as it matters where it goes. */
interface Stuck {
  readonly to: Destination;
  readonly severity: Severity;
  /** What its route said when it was decided; left out: an earlier version wrote it. */
  readonly fallback?: readonly Destination[] | undefined;
}

/**
 * Where a message goes when `to` is broken for good, in this order: what its own route said. What no route names any more (routes.yaml
 * has changed since) goes where everything of its severity goes that no route matches, too.
 */
export function fallbackOf({ to, severity, fallback }: Stuck, routing: Routing): readonly Destination[] {
  const naming = routing.filter((route) => route.to.includes(to));
  const [first] = naming;
  if (first === undefined) return without(to, [...(fallback ?? []), ...usual(severity, routing)]);
  return without(to, fallback ?? (naming.find(({ match }) => asks(match.severities, [severity])) ?? first).fallback);
}

/** Of the default routes, which stand at the end. */
function usual(severity: Severity, routing: Routing): readonly Destination[] {
  const route = routing.findLast(({ match }) => asks(match.severities, [severity])) ?? routing.at(-1);
  return route === undefined ? [] : [...route.to, ...route.fallback];
}

function without(to: Destination, others: readonly Destination[]): readonly Destination[] {
  return [...new Set(others)].filter((other) => other !== to);
}

/** Every destination that is named anywhere, each once. */
export function destinationsOf(routing: Routing): readonly Destination[] {
  return [...new Set(routing.flatMap(({ to, fallback }) => [...to, ...fallback]))];
}
