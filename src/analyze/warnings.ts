import type { FindingCode } from '../domain/catalogue.ts';
import type { Finding } from '../domain/finding.ts';

/** What stands for days beside everything else: it brings no outage about, and speaks against no cause of one. */
const WARNINGS: ReadonlySet<FindingCode> = new Set<FindingCode>(['memory-near-limit', 'misscheduled', 'hpa-at-max']);

/** The findings that tell what happened, without those that only say what may come. All of them where there are no others. */
export function withoutWarnings(findings: readonly Finding[]): readonly Finding[] {
  const rest = findings.filter((f) => !WARNINGS.has(f.code));
  return rest.length === 0 ? findings : rest;
}
