import { CATALOGUE, type FindingCode } from '../domain/catalogue.ts';
import { MINUTE } from '../domain/duration.ts';
import type { Finding } from '../domain/finding.ts';
import type { Trouble } from '../domain/incident.ts';
import { sameRef } from '../domain/object-ref.ts';
import type { KnownIssue, ServiceState } from '../domain/service.ts';

/** One known issue that explains faults of a trouble, with how long it has lasted. */
export interface Known {
  readonly issue: KnownIssue;
  readonly overdue: boolean;
  readonly forMs: number;
  readonly upToMs: number;
}

/** What is left of a trouble once its known issues are taken out. */
export interface Rest {
  readonly known: readonly Known[];
  /** Faults no known issue covers: another fault of the same service stays a fault. */
  readonly findings: readonly Finding[];
  /** State of what remains; null when nothing does. */
  readonly state: ServiceState | null;
}

interface Bounded {
  readonly issue: KnownIssue;
  readonly upToMs: number;
  readonly covers: (finding: Finding) => boolean;
  /** From when it is measured: the fault's own beginning, or the last start of the container. */
  readonly from: 'fault' | 'start';
}

/** Takes out what the service's known issues cover, and what only follows from it. */
export function takeOutKnown(trouble: Trouble, now: Date): Rest {
  const known: Known[] = [];
  const covered = new Set<Finding>();
  for (const bounded of (trouble.service?.knownIssues ?? []).flatMap((issue) => boundedBy(issue, trouble))) {
    const expected = trouble.findings.filter(
      (f) => bounded.covers(f) && !covered.has(f) && !beganTooLate(f, bounded, trouble),
    );
    if (expected.length === 0) continue;
    for (const finding of expected) covered.add(finding);
    const start = bounded.from === 'start' ? (trouble.facts.startedAt?.getTime() ?? null) : null;
    const forMs = now.getTime() - (start ?? Math.min(...expected.map((f) => f.since.getTime())));
    known.push({ issue: bounded.issue, upToMs: bounded.upToMs, forMs, overdue: forMs > bounded.upToMs });
  }
  const findings = trouble.findings.filter((f) => !covered.has(f) && !follows(f, [...covered]));
  if (known.length === 0) return { known, findings: trouble.findings, state: trouble.state };
  if (findings.length === 0) return { known, findings, state: null };
  const worse = findings.some((f) => sameRef(f.owner, trouble.root) && !runsAgain(f, covered));
  return { known, findings, state: worse ? trouble.state : 'at-risk' };
}

/** A container that was killed and runs again waits for no other reason than the known one. */
function runsAgain(finding: Finding, covered: ReadonlySet<Finding>): boolean {
  return RUNS_AGAIN.has(finding.code) && [...covered].some((f) => f.code === 'not-ready' && sameContainer(f, finding));
}

const RUNS_AGAIN: ReadonlySet<FindingCode> = new Set<FindingCode>(['oom-killed', 'restarts-growing']);
/** A container stops being ready when it ends; the API writes both within moments. */
const SAME_RESTART = MINUTE;

/** Slow starts are inside the startup allowance and make no finding; replicas are never counted as too few. */
function boundedBy(issue: KnownIssue, trouble: Trouble): readonly Bounded[] {
  switch (issue.kind) {
    case 'manual-unseal':
      // The vault's own pods: its neighbours have nothing to unseal.
      return [
        {
          issue,
          upToMs: issue.upToMs,
          covers: (f) => f.code === 'not-ready' && sameRef(f.owner, trouble.root),
          from: 'fault',
        },
      ];
    case 'expected':
      return [
        {
          issue,
          upToMs: issue.upToMs,
          covers: (f) => f.code === issue.code,
          from: issue.afterStart ? 'start' : 'fault',
        },
      ];
    case 'slow-start':
    case 'single-replica':
      return [];
  }
}

/** What is expected after a start does not excuse a fault that begins long after it. */
function beganTooLate(finding: Finding, bounded: Bounded, trouble: Trouble): boolean {
  const start = trouble.facts.startedAt;
  return bounded.from === 'start' && start !== null && finding.since.getTime() > start.getTime() + bounded.upToMs;
}

/** Symptoms of a covered fault on the same workload, Services without endpoints, secrets that a sealed vault can't give. */
function follows(finding: Finding, covered: readonly Finding[]): boolean {
  if (covered.length === 0) return false;
  const alwaysFollows: readonly FindingCode[] = ['endpoints-missing', 'secret-not-syncing', 'store-not-ready'];
  if (alwaysFollows.includes(finding.code)) return true;
  if (finding.code === 'restarts-growing') return covered.some((f) => sealedBy(finding, f));
  return CATALOGUE[finding.code].symptom && covered.some((f) => sameRef(f.owner, finding.owner));
}

/** The one restart that made the container wait for people; one that ends again while it waits is another fault. */
function sealedBy(restart: Finding, waiting: Finding): boolean {
  const apart = Math.abs(restart.since.getTime() - waiting.since.getTime());
  return waiting.code === 'not-ready' && sameContainer(restart, waiting) && apart <= SAME_RESTART;
}

function sameContainer(a: Finding, b: Finding): boolean {
  return sameRef(a.subject, b.subject) && a.container === b.container;
}
