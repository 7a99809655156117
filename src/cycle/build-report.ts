import type { Gap } from '../domain/cluster.ts';
import type { Finding } from '../domain/finding.ts';
import { fingerprint } from '../domain/fingerprint.ts';
import { type FindingRow, type IncidentRow, type Report, SCHEMA_VERSION } from '../domain/report.ts';
import type { Decided } from '../escalate/escalate.ts';
import { hiddenBy } from '../escalate/notices.ts';
import type { Message } from '../notify/compose-messages.ts';
import type { Judgement } from './judge.ts';
import { leftOutCount, leftOutText } from './left-out-text.ts';
import type { Parts } from './parts.ts';

/** Pods of one owner with the same fault are one story: this many of them are shown. */
const SAME_FAULT = 10;
const NO_USAGE = { inputTokens: 0, outputTokens: 0, usd: 0 };

export interface ReportInput {
  readonly parts: Parts;
  readonly judgement: Judgement;
  readonly messages: readonly Message[];
  readonly cycleId: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly warnings: readonly string[];
  readonly timings: Readonly<Record<string, number>>;
}

/** The cycle as one document: what is printed, recorded, and read again by `cycles show`. */
export function buildReport(input: ReportInput): Report {
  const { parts, judgement } = input;
  const { read, analysis, decided } = judgement;
  const snapshot = read.status === 'read' ? read.snapshot : null;
  const told = decided.filter(
    (d) => d.incident.status === 'open' || d.verdict.reason === 'resolved' || d.recovery !== null,
  );
  const gaps = snapshot?.gaps ?? [];
  const skipped = snapshot?.skipped ?? [];
  return {
    schemaVersion: SCHEMA_VERSION,
    cycle: {
      id: input.cycleId,
      runId: parts.runId ?? input.cycleId,
      startedAt: input.startedAt.toISOString(),
      finishedAt: input.finishedAt.toISOString(),
      outcome: snapshot === null ? 'failed' : gaps.length > 0 || parts.troubles.length > 0 ? 'degraded' : 'ok',
      cluster: { ...(read.status === 'read' ? read.snapshot.cluster : read.cluster) },
      source: parts.source,
      dryRun: parts.dryRun,
    },
    services: (
      analysis?.services ??
      parts.services.map(({ name, tier }) => ({ name, tier, state: 'unknown' as const, since: null }))
    ).map((s) => ({
      ...s,
      since: s.since?.toISOString() ?? null,
    })),
    incidents: told.map((d) => incidentRow(d, (read.status === 'read' ? read.snapshot.cluster : read.cluster).uid)),
    findings: first(analysis?.findings ?? []).map(findingRow),
    decisions: told.map((d) => ({
      incidentId: d.incident.id,
      severity: d.incident.severity,
      verdict: d.verdict.verdict,
      reason: d.verdict.reason,
      channel: d.channel,
      until: d.until?.toISOString() ?? null,
    })),
    messages: input.messages.map((m) => ({
      ...m,
      incidentIds: [...m.incidentIds],
      delivery: { status: 'not-sent', detail: '' },
    })),
    agents: [],
    gaps: gaps.map((gap) => gapRow(gap, parts)),
    warnings: [...input.warnings, ...leftOutText(skipped)],
    leftOut: leftOutCount(skipped),
    logs: (snapshot?.logs ?? []).map((log) => ({ ...log, pod: { ...log.pod } })),
    usage: { ...NO_USAGE, byAgent: {} },
    timings: { ...input.timings },
  };
}

function incidentRow(d: Decided, cluster: string): IncidentRow {
  const { incident } = d;
  const findings = d.draft?.members.flatMap((m) => m.findings) ?? [];
  const shown = first(findings);
  return {
    id: incident.id,
    key: `${cluster}/${incident.key}`,
    status: incident.status,
    severity: incident.severity,
    band: [incident.band[0], incident.band[1]],
    agentSeverity: null,
    rules: [...incident.rules],
    service: incident.service,
    tier: incident.tier,
    state: incident.state,
    title: incident.title,
    rationale: incident.rationale,
    onset: incident.onset.toISOString(),
    resolvedAt: incident.resolvedAt?.toISOString() ?? null,
    findings: shown.map(findingRow),
    omittedFindings: findings.length - shown.length,
    affected: [...incident.affected],
    suspects: [],
    changes: { status: 'not-asked', text: '' },
    advice: null,
  };
}

/** The first few of each fault, so that ten thousand failing pods stay readable; the rest is counted. */
function first(findings: readonly Finding[]): readonly Finding[] {
  const counts = new Map<string, number>();
  return findings.filter((finding) => {
    const key = fingerprint(finding);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count <= SAME_FAULT;
  });
}

function findingRow(finding: Finding): FindingRow {
  return {
    ...finding,
    subject: { ...finding.subject },
    owner: { ...finding.owner },
    since: finding.since.toISOString(),
    evidence: finding.evidence.map((e) => ({ ...e, object: { ...e.object }, at: e.at?.toISOString() ?? null })),
  };
}

function gapRow(gap: Gap, parts: Parts) {
  return { ...gap, hides: [...hiddenBy(gap, parts.services)] };
}
