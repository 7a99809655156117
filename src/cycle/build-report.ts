import type { Counsel } from '../agents/advisor.ts';
import { AGENT_NAMES, type AgentRun, type TokenUse } from '../domain/agent.ts';
import type { Gap } from '../domain/cluster.ts';
import { destinationName } from '../domain/destination.ts';
import { type Report, SCHEMA_VERSION } from '../domain/report.ts';
import { sumUse } from '../domain/spend.ts';
import { hiddenBy } from '../escalate/notices.ts';
import type { Delivered } from '../notify/flush.ts';
import type { Insight } from './alerts.ts';
import { findingRow, firstOfEach } from './finding-row.ts';
import { incidentRow } from './incident-row.ts';
import type { Judgement } from './judge.ts';
import { leftOutCount, leftOutText } from './left-out-text.ts';
import type { Parts } from './parts.ts';

export interface ReportInput {
  readonly parts: Parts;
  readonly judgement: Judgement;
  readonly insight: Insight;
  /** Null: no agent was asked. */
  readonly counsel: Counsel | null;
  readonly messages: readonly Delivered[];
  readonly cycleId: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly warnings: readonly string[];
  readonly timings: Readonly<Record<string, number>>;
}

/** The cycle as one document: what is printed, recorded, and read again by `cycles show`. */
export function buildReport(input: ReportInput): Report {
  const { parts, judgement, insight } = input;
  const runs = input.counsel?.runs ?? [];
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
    incidents: told.map((d) =>
      incidentRow(d, (read.status === 'read' ? read.snapshot.cluster : read.cluster).uid, insight),
    ),
    findings: firstOfEach(analysis?.findings ?? []).map(findingRow),
    decisions: told.map((d) => ({
      incidentId: d.incident.id,
      severity: d.incident.severity,
      verdict: d.verdict.verdict,
      reason: d.verdict.reason,
      channel: d.channel,
      until: d.until?.toISOString() ?? null,
    })),
    messages: lastTries(input.messages).map(({ entry, status, detail, via }) => ({
      channel: destinationName(via),
      kind: entry.kind,
      incidentIds: [...entry.incidentIds],
      text: entry.text,
      delivery: { status, detail },
    })),
    agents: [...runs],
    gaps: gaps.map((gap) => gapRow(gap, parts)),
    warnings: [...input.warnings, ...(input.counsel?.warnings ?? []), ...leftOutText(skipped)],
    notChecked: [...(snapshot?.notChecked ?? [])],
    leftOut: leftOutCount(skipped),
    logs: (snapshot?.logs ?? []).map((log) => ({ ...log, pod: { ...log.pod } })),
    usage: usageOf(runs),
    timings: { ...input.timings },
  };
}

/** What waited is tried at the beginning of a cycle and at its end: the last try at a place is what became of it. */
function lastTries(all: readonly Delivered[]): readonly Delivered[] {
  return [...new Map(all.map((one) => [`${one.entry.id} ${one.via}`, one])).values()];
}

function usageOf(runs: readonly AgentRun[]): Report['usage'] {
  const byAgent = AGENT_NAMES.flatMap((name): [string, TokenUse][] => {
    const own = runs.filter((run) => run.agent === name && run.requests > 0);
    return own.length === 0 ? [] : [[name, sumUse(own)]];
  });
  return { ...sumUse(runs), byAgent: Object.fromEntries(byAgent) };
}

function gapRow(gap: Gap, parts: Parts) {
  return { ...gap, hides: [...hiddenBy(gap, parts.services)] };
}
