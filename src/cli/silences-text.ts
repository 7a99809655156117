import type { Silence } from '../domain/orders.ts';
import { columns } from './columns.ts';
import type { Style } from './incidents-text.ts';
import { clean } from './report/clean.ts';
import { hang, pen } from './report/layout.ts';
import { lens } from './report/time.ts';
import { listed } from './report/words.ts';

/** What was silenced together, under one id. */
export interface SilenceRow {
  readonly id: string;
  readonly what: readonly string[];
  readonly until: Date;
  readonly over: boolean;
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
  readonly cluster: string;
}

/** The silences of a cluster, the next to end first; those that have ended only when asked for. */
export function silenceRows(cluster: string, silences: readonly Silence[], all: boolean, now: Date): SilenceRow[] {
  const byId = Map.groupBy(silences, ({ id }) => id);
  const rows = [...byId].flatMap(([id, parts]): SilenceRow[] => {
    const [first] = parts;
    if (first === undefined) return [];
    const { until, reason, by, at } = first;
    const what = parts.map(({ match }) => matchText(match));
    return [{ id, what, until, over: until <= now, reason, by, at, cluster }];
  });
  return rows
    .filter(({ over }) => all || !over)
    .sort((a, b) => Number(a.over) - Number(b.over) || a.until.getTime() - b.until.getTime());
}

/** `service mysql`, `severity SEV-3`, `object:Node//worker-1`. */
export function matchText(match: Silence['match']): string {
  if ('service' in match) return `service ${match.service}`;
  return 'severity' in match ? `severity ${match.severity}` : match.fingerprint;
}

const MOST_PARTS = 3;

/** `incidents list --silences`. `clusters`: how many there are to tell apart. */
export function silencesText(rows: readonly SilenceRow[], clusters: number, now: Date, style: Style): string {
  if (rows.length === 0) return 'Nothing is silenced.\n';
  const p = pen(style.width, style.color);
  const seen = lens(now, style.timeZone);
  const cells = rows.map(({ id, until, what, cluster }) => [
    clean(id),
    seen.short(until.toISOString()),
    clean(`${listed(what, MOST_PARTS)}${clusters > 1 ? ` in ${cluster}` : ''}`),
  ]);
  const [head = '', ...lines] = columns([['SILENCE', `UNTIL ${seen.zone}`, 'WHAT'], ...cells], p.width);
  const margin = ' '.repeat(Math.max('SILENCE'.length, ...rows.map(({ id }) => id.length)) + 2);
  const told = rows.flatMap(({ over, reason, by, at }, index) => [
    lines[index] ?? '',
    ...hang(p, margin, `${reason} (${by}, ${seen.clock(at.toISOString())})${over ? ' · over' : ''}`, 'dim'),
  ]);
  return `${[p.paint('bold', head), ...told].join('\n')}\n`;
}
