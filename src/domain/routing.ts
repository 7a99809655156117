import type { Destination } from './destination.ts';
import type { Tier } from './service.ts';
import type { Severity } from './severity.ts';

/** What a route asks for; an empty list asks for nothing. All of them must hold. */
export interface RouteMatch {
  readonly severities: readonly Severity[];
  /** `unlisted` matches what has no tier. */
  readonly tiers: readonly (Tier | 'unlisted')[];
  readonly services: readonly string[];
  readonly namespaces: readonly string[];
}

export interface Route {
  /** For people: `routes.yaml:12`, or `default`. */
  readonly source: string;
  readonly match: RouteMatch;
  /** Each of them gets every message. */
  readonly to: readonly Destination[];
  /** Tried one after the other when a destination is broken for good. Never where it is only slow. */
  readonly fallback: readonly Destination[];
}

/** The first route that matches counts; the defaults stand at the end and match everything but SEV-4. */
export type Routing = readonly Route[];

/** What is routed. */
export interface Routed {
  readonly severity: Severity;
  readonly tier: Tier | null;
  readonly services: readonly string[];
  readonly namespaces: readonly string[];
}
