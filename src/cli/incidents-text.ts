import { destinationName } from '../domain/destination.ts';
import type { Ledger } from '../domain/ledger.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import { duration } from '../domain/words.ts';
import { columns } from './columns.ts';
import type { IncidentFacts } from './incident-facts.ts';
import { clean } from './report/clean.ts';
import { hang, type Pen, pen, shorten } from './report/layout.ts';
import { type TextStyle, TONES } from './report/text.ts';
import { type Lens, lens } from './report/time.ts';
import { count } from './report/words.ts';

export type Style = Pick<TextStyle, 'width' | 'color' | 'timeZone'>;

/** The incidents of one cluster that are listed. */
export interface IncidentGroup {
  readonly ledger: Ledger;
  readonly rows: readonly IncidentFacts[];
}

export interface ListOptions {
  readonly now: Date;
  /** The time between two cycles: a last cycle older than two of them is said to be late. Milliseconds. */
  readonly intervalMs: number;
  /** Some incidents are left out, because nobody asked for them. */
  readonly narrowed: boolean;
}

/** `incidents list`: what is open, cluster by cluster. */
export function incidentsText(groups: readonly IncidentGroup[], options: ListOptions, style: Style): string {
  const p = pen(style.width, style.color);
  const seen = lens(options.now, style.timeZone);
  return `${groups.map((group) => groupLines(p, group, options, seen).join('\n')).join('\n\n')}\n`;
}

const HEAD = ['TIER', 'SERVICE', 'INCIDENT'];
const LONGEST_NAME = 24;
/** What the other columns take: on a narrow screen the name gives way, never the id. */
const OTHERS = 52;
const BADGE = 'SEV-1'.length;
const MARGIN = ' '.repeat(BADGE + 2);

function groupLines(p: Pen, group: IncidentGroup, options: ListOptions, seen: Lens): readonly string[] {
  const { ledger, rows } = group;
  const cells = rows.map(({ incident: { severity, state, status, onset, tier, service, id } }) => [
    severity,
    status === 'open' ? state : 'over',
    seen.short(onset.toISOString()),
    tier ?? '-',
    shorten(service ?? '-', Math.min(LONGEST_NAME, p.width - OTHERS)),
    id,
  ]);
  const [head = '', ...lines] = columns([['SEV', 'STATE', `SINCE ${seen.zone}`, ...HEAD], ...cells], p.width);
  const table = rows.flatMap((facts, index) => {
    const line = lines[index] ?? '';
    const tone = facts.incident.status === 'open' ? TONES[facts.incident.severity] : 'dim';
    return [p.paint(tone, line.slice(0, BADGE)) + line.slice(BADGE), ...belowLines(p, facts, seen)];
  });
  return [
    ...hang(p, '', `${sumText(group, options)} ${cycleText(ledger, seen)}`, 'bold'),
    ...lateLines(p, ledger, options),
    ...(rows.length === 0 ? [] : ['', p.paint('bold', head), ...table]),
    ...outboxLines(p, ledger.outbox),
  ];
}

function sumText({ ledger, rows }: IncidentGroup, { narrowed }: ListOptions): string {
  const where = clean(ledger.cluster.name);
  const open = rows.filter(({ incident }) => incident.status === 'open').length;
  const over = rows.length - open;
  const ended = over === 0 ? '' : `, ${over} over`;
  if (open > 0) return `${count(open, 'incident')} open in ${where}${ended},`;
  return `${narrowed ? 'No open incident in' : 'Nothing is open in'} ${where}${narrowed ? ' matches' : ''}${ended},`;
}

/** How old what is said is. */
export function cycleText({ lastCycle }: Ledger, seen: Lens): string {
  if (lastCycle === null) return 'but no cycle has ended yet';
  const at = lastCycle.at.toISOString();
  return `as of the last cycle ${seen.ago(at)} ago (${seen.clock(at)})`;
}

function lateLines(p: Pen, { lastCycle }: Ledger, { now, intervalMs }: ListOptions): readonly string[] {
  if (lastCycle === null || now.getTime() - lastCycle.at.getTime() <= 2 * intervalMs) return [];
  const expected = `A cycle is expected every ${duration(intervalMs)} (MONITORING_INTERVAL_HOURS)`;
  return hang(p, '', `${expected}: what has broken since is not here. Is the monitor running?`, 'yellow');
}

function belowLines(p: Pen, facts: IncidentFacts, seen: Lens): readonly string[] {
  const flags = flagsOf(facts, seen).join(' · ');
  const isLost = facts.undelivered.length > 0;
  return [
    ...hang(p, MARGIN, facts.incident.title),
    ...(flags === '' ? [] : hang(p, MARGIN, flags, isLost ? 'yellow' : 'dim')),
  ];
}

function flagsOf({ incident, ack, silencedUntil, resolve, notes, undelivered }: IncidentFacts, seen: Lens): string[] {
  const { resolvedAt, onset, waiting } = incident;
  const lost = [...new Set(undelivered.map(({ to }) => destinationName(to)))];
  return [
    ...(resolvedAt === null
      ? []
      : [
          `over since ${seen.clock(resolvedAt.toISOString())}, after ${duration(resolvedAt.getTime() - onset.getTime())}`,
        ]),
    ...(silencedUntil === null ? [] : [`silenced until ${seen.clock(silencedUntil.toISOString())}`]),
    ...(ack === null ? [] : [`acknowledged by ${ack.by}`]),
    ...(resolve === null ? [] : [`${resolve.by} says it is over`]),
    ...(lost.length === 0 ? [] : [`NOT DELIVERED to ${lost.join(', ')}`]),
    ...(waiting ? ['waits for business hours'] : []),
    ...(notes.length === 0 ? [] : [count(notes.length, 'note')]),
  ];
}

function outboxLines(p: Pen, outbox: readonly OutboxEntry[]): readonly string[] {
  if (outbox.length === 0) return [];
  const waits = outbox.length === 1 ? '1 message has' : `${outbox.length} messages have`;
  return ['', ...hang(p, '', `${waits} not arrived yet: k8s-monitor outbox list`, 'yellow')];
}
