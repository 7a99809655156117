import type { Finding } from '../domain/finding.ts';
import { fingerprint } from '../domain/fingerprint.ts';
import type { FindingRow } from '../domain/report.ts';

/** Pods of one owner with the same fault are one story: this many of them are shown. */
const SAME_FAULT = 10;

/** The first few of each fault, so that ten thousand failing pods stay readable; the rest is counted. */
export function firstOfEach(findings: readonly Finding[]): readonly Finding[] {
  const counts = new Map<string, number>();
  return findings.filter((finding) => {
    const key = fingerprint(finding);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count <= SAME_FAULT;
  });
}

export function findingRow(finding: Finding): FindingRow {
  const { code, reason, container, message } = finding;
  return {
    code,
    reason,
    subject: { ...finding.subject },
    owner: { ...finding.owner },
    container,
    since: finding.since.toISOString(),
    message,
    evidence: finding.evidence.map((e) => ({ ...e, object: { ...e.object }, at: e.at?.toISOString() ?? null })),
  };
}
