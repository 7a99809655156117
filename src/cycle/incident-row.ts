import { type Changes, isCommit, madeAt, type Suspect } from '../domain/change.ts';
import type { IncidentRow } from '../domain/report.ts';
import type { Decided } from '../escalate/escalate.ts';
import type { Insight } from './alerts.ts';
import { findingRow, firstOfEach } from './finding-row.ts';

/** One incident as the report has it. `cluster` is its uid. */
export function incidentRow(d: Decided, cluster: string, insight: Insight): IncidentRow {
  const { incident } = d;
  const findings = d.draft?.members.flatMap((m) => m.findings) ?? [];
  const shown = firstOfEach(findings);
  return {
    id: incident.id,
    key: `${cluster}/${incident.key}`,
    status: incident.status,
    severity: incident.severity,
    band: [incident.band[0], incident.band[1]],
    agentSeverity: incident.choice?.severity ?? null,
    rules: [...incident.rules],
    service: incident.service,
    tier: incident.tier,
    state: incident.state,
    title: incident.title,
    rationale: incident.rationale,
    trends: d.trends.map((trend) => ({ ...trend })),
    link: d.draft?.link ?? null,
    onset: incident.onset.toISOString(),
    resolvedAt: incident.resolvedAt?.toISOString() ?? null,
    findings: shown.map(findingRow),
    omittedFindings: findings.length - shown.length,
    affected: [...incident.affected],
    ...changesOf(insight.changes.get(incident.id)),
    advice: insight.advice.get(incident.id) ?? null,
  };
}

function changesOf(changes: Changes | undefined): Pick<IncidentRow, 'changes' | 'suspects'> {
  switch (changes?.status) {
    case undefined:
      return { changes: { status: 'not-asked', text: '' }, suspects: [] };
    case 'unread':
      return { changes: { status: 'unread', text: changes.why }, suspects: [] };
    case 'none':
      return { changes: { status: 'none', text: [changes.looked, ...changes.limits].join('; ') }, suspects: [] };
    case 'found':
      return {
        changes: { status: 'found', text: changes.limits.join('; ') },
        suspects: changes.suspects.map(suspectRow),
      };
  }
}

function suspectRow({ change, ...suspect }: Suspect): IncidentRow['suspects'][number] {
  const { minutesBeforeOnset, confidence, rollback, caution, revertedBy, reasons, fields } = suspect;
  const said = {
    minutesBeforeOnset,
    confidence,
    rollback,
    caution,
    revertedBy,
    reasons: [...reasons],
    fields: [...fields],
  };
  const committedAt = madeAt(change).toISOString();
  if (!isCommit(change)) {
    const { kind, object, text, commit } = change;
    const what = `${object.kind} ${object.name}: ${text}`;
    return { ...said, kind, sha: commit, what, url: null, author: null, committedAt, files: [] };
  }
  const { sha, url, author, subject, files } = change;
  return {
    ...said,
    kind: 'commit',
    sha,
    what: subject,
    url,
    author,
    committedAt,
    files: files.map(({ path }) => path),
  };
}
