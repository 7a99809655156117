import { type Destination, destinationName } from '../domain/destination.ts';
import { matchRoute } from '../domain/match-route.ts';
import type { Routed, Routing } from '../domain/routing.ts';

/** Where it is told, by the first route that matches; empty: only in the cycle log. SEV-4 is never told. */
export function destinationsFor(routed: Routed, routing: Routing): readonly Destination[] {
  if (routed.severity === 'SEV-4') return [];
  return matchRoute(routed, routing)?.to ?? [];
}

/** The name of the first destination, which stands for all of them in reports; null: only in the cycle log. */
export function channelOf(to: readonly Destination[]): string | null {
  const [first] = to;
  return first === undefined ? null : destinationName(first);
}
