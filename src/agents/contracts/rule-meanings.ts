import type { RuleId } from '../../domain/decision.ts';

/** What each rule says, in a few words: an agent gets the lines of those that matched. The policy itself is docs/severity.md. */
const MEANINGS: Readonly<Record<RuleId, string>> = {
  'P0-DOWN': 'a business-critical service is down',
  'DATA-DOWN': 'the data layer of a business-critical service is down',
  'INGRESS-DOWN': 'the ingress controller is down: no outside traffic',
  'P0-MANY': 'several business-critical services fail at once',
  'P0-GONE': 'a business-critical workload was deleted or scaled to zero',
  'P0-DEGRADED': 'a business-critical service is degraded or impaired, and still serves',
  'P0-RISK': 'a business-critical service works, and is about to fail',
  'P0-WARN': 'a business-critical service works, with a stable warning',
  'ROLLOUT-BLOCKED': 'the new version does not start, the old one serves in full',
  'P1-DOWN': 'infrastructure is down for longer than it may be',
  'P1-WITHIN': 'infrastructure is down inside its tolerance, degraded or at risk',
  'P2-DOWN': 'a support service is down for longer than it may be',
  LOW: 'a support service in lesser trouble',
  UNLISTED: 'something that is in no inventory does not run',
  'UNLISTED-MINOR': 'a wrong setting of something that is in no inventory',
  NODE: 'a node is not ready or under pressure; the more it carries, the worse',
  CLUSTER: 'something of the cluster as a whole',
  'BAD-ROLLOUT': 'a change that very likely broke an important service',
  BLIND: 'the cluster could not be read',
  GAP: 'part of the cluster could not be read',
  DRIFT: 'the inventory and the cluster disagree',
  SELF: 'the monitor has trouble itself',
  KNOWN: 'a known issue inside its bound',
  'KNOWN-OVERDUE': 'a known issue past its bound',
};

const BY_ID: ReadonlyMap<string, string> = new Map(Object.entries(MEANINGS));

export function meaningOf(rule: string): string | null {
  return BY_ID.get(rule) ?? null;
}
