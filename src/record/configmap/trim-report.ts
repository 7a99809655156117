import type { Report } from '../../domain/report.ts';
import { KIB } from './config-map.ts';
import { pack } from './packed.ts';

/** Of one record, packed. */
export const LARGEST_RECORD = 256 * KIB;
const FINDINGS = 200;
const FINDINGS_EACH = 3;
const INCIDENTS = 100;

interface Cut {
  readonly cut: (report: Report) => Report;
  /** What it leaves out of this report, for people; null when nothing. */
  readonly says: (report: Report) => string | null;
}

/** What a record that is too large loses, one after the other until it fits. The ledger has all incidents anyway. */
const CUTS: readonly Cut[] = [
  {
    cut: (report) => ({ ...report, logs: [] }),
    says: ({ logs }) => (logs.length === 0 ? null : `the logs of ${logs.length} containers`),
  },
  {
    cut: (report) => ({
      ...report,
      findings: report.findings.slice(0, FINDINGS),
      incidents: report.incidents.map((incident) => ({
        ...incident,
        findings: incident.findings.slice(0, FINDINGS_EACH),
        omittedFindings: incident.omittedFindings + Math.max(0, incident.findings.length - FINDINGS_EACH),
      })),
    }),
    says: ({ findings, incidents }) => {
      const each = incidents.reduce((sum, incident) => sum + Math.max(0, incident.findings.length - FINDINGS_EACH), 0);
      const told = [
        ...(findings.length > FINDINGS ? [`${findings.length - FINDINGS} of ${findings.length} findings`] : []),
        ...(each > 0 ? [`${each} findings in incidents`] : []),
      ];
      return told.length === 0 ? null : told.join(', ');
    },
  },
  {
    cut: (report) => ({ ...report, messages: report.messages.map((message) => ({ ...message, text: '' })) }),
    says: ({ messages }) => (messages.length === 0 ? null : `the texts of ${messages.length} messages`),
  },
  {
    cut: (report) => {
      const worstFirst = [...report.incidents].sort((a, b) => rank(a).localeCompare(rank(b)));
      const incidents = worstFirst.slice(0, INCIDENTS);
      const ids = new Set(incidents.map(({ id }) => id));
      return {
        ...report,
        incidents,
        decisions: report.decisions.filter(({ incidentId }) => ids.has(incidentId)),
        messages: report.messages.slice(0, INCIDENTS),
        gaps: report.gaps.slice(0, INCIDENTS),
        agents: report.agents.slice(0, INCIDENTS),
        warnings: report.warnings.slice(0, INCIDENTS),
      };
    },
    says: ({ incidents }) => `${Math.max(0, incidents.length - INCIDENTS)} of ${incidents.length} incidents`,
  },
];

function rank({ status, severity }: Report['incidents'][number]): string {
  return `${status} ${severity}`;
}

/** A report packed, without what doesn't fit; its warnings say what that was. Null when it is too large even so. */
export async function packReport(whole: Report): Promise<Buffer | null> {
  let report = whole;
  const lost: string[] = [];
  for (const cut of [null, ...CUTS]) {
    const says = cut?.says(report) ?? null;
    if (says !== null) lost.push(says);
    if (cut !== null) report = cut.cut(report);
    const packed = await pack(JSON.stringify(withWarning(report, lost)));
    if (packed.length <= LARGEST_RECORD) return packed;
  }
  return null;
}

function withWarning(report: Report, lost: readonly string[]): Report {
  if (lost.length === 0) return report;
  const warning = `too large for a ConfigMap; left out of this record: ${lost.join(', ')}`;
  return { ...report, warnings: [...report.warnings, warning] };
}
