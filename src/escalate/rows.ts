import { CATALOGUE, type FindingCode } from '../domain/catalogue.ts';
import type { RuleId } from '../domain/decision.ts';
import { MINUTE } from '../domain/duration.ts';
import { duration } from '../domain/words.ts';
import { type Case, fixed, type Outcome, outcome } from './case.ts';

export interface Row {
  readonly rule: RuleId;
  readonly match: (c: Case) => Outcome | null;
}

const P0_LASTING = 3;

/** The rows about one trouble, as docs/severity.md lists them. Of all that match, the most severe default wins. */
export const ROWS: readonly Row[] = [
  {
    rule: 'P0-DOWN',
    match: (c) =>
      when(c.tier === 'P0' && c.state === 'down', () =>
        fixed('SEV-1', `is business critical (P0) and down${sinceText(c)}`),
      ),
  },
  {
    rule: 'DATA-DOWN',
    match: (c) =>
      when(c.trouble.facts.dataLayerOfP0 && c.state === 'down', () =>
        fixed('SEV-1', 'is the data layer of a business-critical service and down'),
      ),
  },
  {
    rule: 'INGRESS-DOWN',
    match: (c) =>
      when(c.trouble.facts.ingressController && c.state === 'down', () =>
        fixed('SEV-1', 'is the ingress controller: no outside traffic gets in'),
      ),
  },
  {
    rule: 'P0-GONE',
    match: (c) =>
      when(c.tier === 'P0' && c.trouble.facts.gone, () =>
        fixed('SEV-1', 'is business critical (P0) and was deleted or scaled to zero'),
      ),
  },
  {
    rule: 'P0-DEGRADED',
    match: (c) =>
      when(c.tier === 'P0' && (c.state === 'degraded' || c.state === 'impaired'), () =>
        fixed('SEV-2', `is business critical (P0) and ${c.state}, still serving${replicas(c)}`),
      ),
  },
  {
    rule: 'P0-RISK',
    match: (c) =>
      when(c.tier === 'P0' && c.state === 'at-risk' && (c.trouble.facts.imminent || c.recentCycles >= P0_LASTING), () =>
        outcome('SEV-2', ['SEV-2', 'SEV-3'], 'is business critical (P0), works, and is about to fail'),
      ),
  },
  {
    rule: 'P0-WARN',
    match: (c) =>
      when(c.tier === 'P0' && c.state === 'at-risk' && !isBlocked(c) && !neverScaled(c), () =>
        outcome('SEV-3', ['SEV-3', 'SEV-4'], 'is business critical (P0) and works, with a warning'),
      ),
  },
  { rule: 'ROLLOUT-BLOCKED', match: rolloutBlocked },
  {
    rule: 'P1-DOWN',
    match: (c) =>
      when(c.tier === 'P1' && c.state === 'down' && c.downForMs > tolerance(c), () =>
        fixed(
          'SEV-2',
          `is infrastructure others need (P1) and down for ${duration(c.downForMs)}, longer than the ${duration(tolerance(c))} it may be`,
        ),
      ),
  },
  {
    rule: 'P1-WITHIN',
    match: (c) =>
      when(c.tier === 'P1' && !isBlocked(c) && !(c.state === 'down' && c.downForMs > tolerance(c)), () =>
        fixed(
          'SEV-3',
          c.state === 'down'
            ? `is infrastructure others need (P1) and down, still inside its tolerance${toleranceText(c)}`
            : `is infrastructure others need (P1) and ${c.state}`,
        ),
      ),
  },
  {
    rule: 'P2-DOWN',
    match: (c) =>
      when(c.tier === 'P2' && c.state === 'down' && c.downForMs > tolerance(c), () =>
        outcome(
          'SEV-3',
          ['SEV-3', 'SEV-4'],
          `is a support service (P2) and down for ${duration(c.downForMs)}, longer than the ${duration(tolerance(c))} it may be`,
        ),
      ),
  },
  {
    rule: 'LOW',
    match: (c) =>
      when(c.tier === 'P3' || (c.tier === 'P2' && !(c.state === 'down' && c.downForMs > tolerance(c))), () =>
        fixed('SEV-4', `is a support service (${c.tier ?? 'P3'})`),
      ),
  },
  {
    rule: 'DRIFT',
    match: (c) =>
      when(neverScaled(c), () =>
        fixed(
          c.tier === 'P0' || c.tier === 'P1' ? 'SEV-3' : 'SEV-4',
          'is in the inventory but scaled to zero, and was never seen running',
        ),
      ),
  },
  { rule: 'NODE', match: node },
  { rule: 'CLUSTER', match: cluster },
  {
    rule: 'UNLISTED',
    match: (c) =>
      when(unlisted(c) && !isBlocked(c) && (isRuntime(c) || c.trouble.facts.stopsTraffic), () =>
        outcome('SEV-3', ['SEV-2', 'SEV-4'], 'is not in the inventory'),
      ),
  },
  {
    rule: 'UNLISTED-MINOR',
    match: (c) =>
      when(unlisted(c) && !isRuntime(c) && !c.trouble.facts.stopsTraffic, () =>
        outcome('SEV-4', ['SEV-3', 'SEV-4'], 'is not in the inventory, and a wrong setting stops nothing'),
      ),
  },
];

function when(holds: boolean, then: () => Outcome): Outcome | null {
  return holds ? then() : null;
}

/** A new version that doesn't start while all that people use is there: it has a row of its own. */
function isBlocked(c: Case): boolean {
  return c.trouble.facts.blockedRollout && c.state !== 'down' && c.state !== 'degraded';
}

function rolloutBlocked(c: Case): Outcome | null {
  if (!isBlocked(c)) return null;
  const why = 'still serves in full, but its new version does not start';
  return c.tier === 'P2' || c.tier === 'P3' ? fixed('SEV-4', why) : outcome('SEV-3', ['SEV-2', 'SEV-3'], why);
}

/** A lost node by what it carries. What it takes down rates itself; see assess.ts. */
function node(c: Case): Outcome | null {
  const { hosts, onlyNode } = c.trouble.facts;
  if (c.trouble.root.kind !== 'Node') return null;
  if (c.findings.every((f) => f.code === 'node-cordoned')) return fixed('SEV-4', 'is a node that is closed on purpose');
  if (onlyNode) return fixed('SEV-2', 'is the only node');
  if (hosts === 'P0' || hosts === 'P1') return fixed('SEV-2', `is a node that carries ${hosts} services`);
  return fixed('SEV-3', 'is a node that carries no important service');
}

/** What the API server needs to do its work is rated by the fault, whoever answers for it; the rest by where it lies. */
function cluster(c: Case): Outcome | null {
  const has = (code: FindingCode): boolean => c.findings.some((f) => f.code === code);
  if (has('webhook-down'))
    return fixed('SEV-2', 'leaves an admission webhook unanswered: the API server refuses changes');
  if (has('api-service-down')) return fixed('SEV-3', 'is a part of the API that nobody answers for');
  const clusterWide = !c.listed && c.trouble.root.namespace === null && c.trouble.root.kind !== 'Node';
  return when(clusterWide, () => fixed('SEV-4', 'belongs to the cluster as a whole'));
}

function unlisted(c: Case): boolean {
  return c.tier === null && c.trouble.root.namespace !== null;
}

function isRuntime(c: Case): boolean {
  return c.findings.some((f) => CATALOGUE[f.code].class === 'runtime');
}

/** Scaled to zero and never seen otherwise: an inventory that is ahead of the cluster, not an outage. */
function neverScaled(c: Case): boolean {
  return c.state === 'at-risk' && c.findings.some((f) => f.code === 'workload-scaled-to-zero') && !c.trouble.facts.gone;
}

function tolerance(c: Case): number {
  return c.trouble.service?.toleranceMs ?? (c.tier === 'P1' ? 5 * MINUTE : 0);
}

function toleranceText(c: Case): string {
  return Number.isFinite(tolerance(c)) ? ` of ${duration(tolerance(c))}` : '';
}

function sinceText(c: Case): string {
  return c.downForMs > 0 ? ` for ${duration(c.downForMs)}` : '';
}

function replicas(c: Case): string {
  const { ready, wanted } = c.trouble.facts;
  return wanted > 0 ? ` (${ready} of ${wanted})` : '';
}
