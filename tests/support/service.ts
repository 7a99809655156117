import { HOUR, MINUTE } from '../../src/domain/duration.ts';
import type { Service } from '../../src/domain/service.ts';

const TOLERANCE = { P0: 0, P1: 5 * MINUTE, P2: 4 * HOUR, P3: Number.POSITIVE_INFINITY } as const;

/** A listed service with the tier's tolerance; say only what matters to the test. */
export function service(name: string, parts: Partial<Service> = {}): Service {
  const tier = parts.tier ?? 'P0';
  return {
    id: '1.1',
    name,
    aliases: [],
    tier,
    namespaces: [name],
    dataLayer: false,
    maxDowntime: null,
    toleranceMs: TOLERANCE[tier],
    dependencies: [],
    dependents: [],
    knownIssues: [],
    quirks: [],
    purpose: null,
    healthCheck: null,
    ingress: [],
    gitops: { app: null, path: null, repo: null },
    image: null,
    replicas: null,
    extra: {},
    line: 1,
    unreadable: false,
    ...parts,
  };
}
