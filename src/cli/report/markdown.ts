import type { Report } from '../../domain/report.ts';
import { clean } from './clean.ts';
import type { IncidentView } from './incident-view.ts';
import { DELIVERIES, few, type ReportView, reportView } from './view.ts';

/** The report for an issue or a canvas. Text from the cluster can't mention anybody, link anywhere or add markup. */
export function markdownReport(report: Report, timeZone: string): string {
  const view = reportView(report, timeZone);
  const blocks = [
    `## ${plain(view.headline)}`,
    plain(view.where),
    ...view.incidents.map(incidentBlock),
    minorBlock(view),
    section('Over', view.resolved),
    ...DELIVERIES.map(({ status, title }) => {
      const heads = view.messages.filter((message) => message.status === status).map(({ head }) => head);
      return section(title, status === 'failed' ? heads : few(heads));
    }),
    serviceTable(view),
    section('Could not be read', view.gaps),
    section('Notes', view.warnings),
    plain(view.notChecked ?? ''),
    plain(view.footer),
    plain(view.byAgent ?? ''),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

const INVISIBLE = '\u200b';

/** Any text as words only. */
export function plain(text: string): string {
  return (
    clean(text)
      .replace(/[\\`*_[\]|~$]/g, '\\$&')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // A backslash doesn't stop these: GitHub looks for them in the finished text.
      .replace(/@|:(?=\/\/)|www\.|(?<=#)(?=\d)|(?<=GH-)(?=\d)/gi, (match) => match + INVISIBLE)
      .replace(/^\s*(\d+)([.)])/, '$1\\$2')
      .replace(/^\s*([-+#=])/, '\\$1')
  );
}

/** Any text as code; a longer fence than any inside it keeps it in. */
function code(text: string): string {
  const inner = clean(text).trim();
  const fence = '`'.repeat(longestRun(inner) + 1);
  return inner === '' ? '' : `${fence}${inner.includes('`') ? ` ${inner} ` : inner}${fence}`;
}

function fenced(language: string, lines: readonly string[]): string {
  const inner = lines.map(clean).join('\n');
  const fence = '`'.repeat(Math.max(3, longestRun(inner) + 1));
  return `${fence}${language}\n${inner}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

function incidentBlock(incident: IncidentView): string {
  const fields = incident.fields.flatMap(({ label, line, evidence }) => [
    label === '' ? `- ${plain(line)}` : `- **${label}:** ${plain(line)}`,
    ...evidence.map((quote) => `  - ${code(quote)}`),
  ]);
  return [
    `### ${incident.severity}: ${plain(incident.title)}`,
    plain(incident.facts),
    fields.join('\n'),
    ...(incident.commands.length === 0 ? [] : [fenced('sh', incident.commands)]),
    ...(incident.log === null ? [] : [`Log of ${code(incident.log.title)}:`, fenced('text', incident.log.lines)]),
  ].join('\n\n');
}

function minorBlock({ minor, omitted }: ReportView): string {
  const lines = minor.map(({ severity, text }) => `- **${severity}:** ${plain(text)}`);
  return [...lines, ...(omitted === null ? [] : [`- ${plain(omitted)}`])].join('\n');
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `### ${title}\n\n${lines.map((line) => `- ${plain(line)}`).join('\n')}`;
}

function serviceTable({ tiers }: ReportView): string {
  const rows = tiers.flatMap(({ tier, troubled, unknown, ok }) => [
    ...troubled.map(({ name, state, since }) => `| ${tier} | ${plain(name)} | **${state}** | ${since} |`),
    ...(unknown === '' ? [] : [`| ${tier} | ${plain(unknown)} | **unknown** | |`]),
    ...(ok === '' ? [] : [`| ${tier} | ${plain(ok)} | ok | |`]),
  ]);
  if (rows.length === 0) return '';
  return ['### Services', '', '| Tier | Service | State | For |', '|---|---|---|---|', ...rows].join('\n');
}
