import type { Report } from '../../domain/report.ts';
import type { ServiceState } from '../../domain/service.ts';
import type { IncidentView } from './incident-view.ts';
import { command, type Format, hang, type Pen, pad, pen, shorten, wrap } from './layout.ts';
import type { Tone } from './overview.ts';
import { DELIVERIES, few, type MessageView, type ReportView, reportView, type TierView } from './view.ts';

export interface TextStyle {
  readonly width: number;
  readonly color: boolean;
  readonly timeZone: string;
  /** Also the messages themselves, word for word. */
  readonly messages?: boolean;
}

export const TONES: Readonly<Record<Tone, Format>> = {
  'SEV-1': ['bold', 'white', 'bgRed'],
  'SEV-2': ['bold', 'red'],
  'SEV-3': ['bold', 'yellow'],
  'SEV-4': ['bold', 'cyan'],
  good: ['bold', 'green'],
  blind: ['bold', 'magenta'],
};

const STATES: Readonly<Record<ServiceState, { readonly mark: string; readonly format: Format }>> = {
  down: { mark: '✗', format: 'red' },
  degraded: { mark: '◐', format: 'yellow' },
  impaired: { mark: '◐', format: 'yellow' },
  'at-risk': { mark: '!', format: 'yellow' },
  unknown: { mark: '?', format: 'magenta' },
  ok: { mark: '✓', format: 'green' },
};

const LABEL = 12;

/** The report for a terminal: the verdict first, the worst incident next, and never a line wider than the screen. */
export function textReport(report: Report, { width, color, timeZone, messages = false }: TextStyle): string {
  const view = reportView(report, timeZone);
  const p = pen(width, color);
  const blocks = [
    [...hang(p, '', view.headline, TONES[view.tone]), ...hang(p, '', view.where, 'dim')],
    ...view.incidents.map((incident) => incidentLines(p, incident)),
    minorLines(p, view),
    section(p, 'Over', view.resolved, '✓', 'green'),
    ...messageBlocks(p, view, messages),
    serviceLines(p, view.tiers),
    section(p, 'Could not be read', view.gaps, '?', 'magenta'),
    section(p, 'Notes', view.warnings, '!', 'yellow'),
    view.notChecked === null ? [] : hang(p, '', view.notChecked, 'dim'),
    [...hang(p, '', view.footer, 'dim'), ...(view.byAgent === null ? [] : hang(p, '', view.byAgent, 'dim'))],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function incidentLines(p: Pen, incident: IncidentView): string[] {
  const badge = ` ${incident.severity} `;
  const [first = '', ...more] = wrap(incident.title, p.width - badge.length - 1);
  const margin = ' '.repeat(badge.length + 1);
  return [
    `${p.paint(TONES[incident.severity], badge)} ${p.paint('bold', first)}`,
    ...more.map((line) => margin + p.paint('bold', line)),
    ...hang(p, '  ', incident.facts, 'dim'),
    ...incident.fields.flatMap(({ label, line, evidence }) => [
      ...hang(p, labelled(p, label), line),
      ...evidence.flatMap((quote) => hang(p, `${' '.repeat(LABEL)}└ `, quote, 'dim')),
    ]),
    ...commandLines(p, incident.commands),
    ...logLines(p, incident),
  ];
}

function labelled(p: Pen, label: string): string {
  return p.paint('dim', pad(`  ${label}`, LABEL));
}

function commandLines(p: Pen, commands: readonly string[]): string[] {
  const lines = commands.flatMap((text) => command(text, ' '.repeat(LABEL), p.width));
  return lines.map((line, index) => {
    const head = index === 0 ? labelled(p, 'check') : ' '.repeat(LABEL);
    return head + p.paint('cyan', line.slice(LABEL));
  });
}

function logLines(p: Pen, { log }: IncidentView): string[] {
  if (log === null) return [];
  const margin = `${' '.repeat(LABEL)}│ `;
  return [
    ...hang(p, labelled(p, 'log'), log.title, 'dim'),
    ...log.lines.map((line) => p.paint('dim', margin + shorten(line, p.width - margin.length))),
  ];
}

function minorLines(p: Pen, { minor, omitted }: ReportView): string[] {
  return [
    ...minor.flatMap(({ severity, text }) => hang(p, `${p.paint(TONES[severity], ` ${severity} `)} `, text)),
    ...(omitted === null ? [] : hang(p, '  ', omitted, 'dim')),
  ];
}

function section(p: Pen, title: string, lines: readonly string[], mark: string, format: Format): string[] {
  if (lines.length === 0) return [];
  return [p.paint('bold', title), ...lines.flatMap((line) => hang(p, `  ${p.paint(format, mark)} `, line))];
}

/** What nobody got is never cut short: each line of it is one somebody waits for. */
function messageBlocks(p: Pen, { messages }: ReportView, whole: boolean): string[][] {
  return DELIVERIES.map(({ status, title }) => {
    const own = messages.filter((message) => message.status === status);
    const isLost = status === 'failed';
    const format: Format = isLost ? ['bold', 'red'] : 'cyan';
    const mark = isLost ? '✗' : status === 'sent' ? '✓' : '→';
    if (whole) return wholeMessages(p, title, own, mark, format);
    const heads = own.map(({ head }) => head);
    return section(p, title, isLost ? heads : few(heads), mark, format);
  });
}

function wholeMessages(
  p: Pen,
  title: string,
  messages: readonly MessageView[],
  mark: string,
  format: Format,
): string[] {
  return messages.flatMap(({ head, text }, index) => [
    ...(index === 0 ? [p.paint('bold', title)] : ['']),
    ...hang(p, `  ${p.paint(format, mark)} `, head),
    ...text.split('\n').flatMap((line) => hang(p, `    ${/^ */.exec(line)?.[0] ?? ''}`, line)),
  ]);
}

function serviceLines(p: Pen, tiers: readonly TierView[]): string[] {
  if (tiers.length === 0) return [];
  const names = tiers.flatMap(({ troubled }) => troubled.map(({ name }) => name.length));
  const column = Math.min(Math.max(0, ...names), p.width - 32);
  const lines = tiers.flatMap(({ tier, troubled, unknown, ok }) => {
    const rows = troubled.map(({ name, state, since }) => {
      const { mark, format } = STATES[state];
      const what = `${pad(state, 9)} ${since}`.trimEnd();
      return `${p.paint(format, mark)} ${pad(shorten(name, column), column)}  ${p.paint(format, what)}`;
    });
    return [...rows, ...nameLines(p, 'unknown', unknown), ...nameLines(p, 'ok', ok)].map(
      (row, index) => `  ${index === 0 ? p.paint('bold', tier) : '  '}  ${row}`,
    );
  });
  return [p.paint('bold', 'Services'), ...lines];
}

/** Below the tier, which takes six columns. */
function nameLines(p: Pen, state: ServiceState, names: string): string[] {
  const { mark, format } = STATES[state];
  const text = state === 'ok' ? names : `${state}: ${names}`;
  return names === '' ? [] : hang({ ...p, width: p.width - 6 }, `${p.paint(format, mark)} `, text);
}
