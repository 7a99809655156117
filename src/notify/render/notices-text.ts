import type { Alert } from '../../domain/alert.ts';
import { mostSevere } from '../../domain/severity.ts';
import { alertText, MAX_DETAIL, PREFIX } from './alert-text.ts';
import { firstThatFits, moreLine } from './fitted.ts';
import type { Alerts } from './many-text.ts';
import { plain } from './plain.ts';

const SORTS = {
  BLIND: 'clusters could not be read',
  GAP: 'parts of the cluster could not be read',
  DRIFT: 'services of the inventory are not in the cluster',
  SELF: 'troubles of the monitoring itself',
} as const;
type NoticeSort = keyof typeof SORTS;

/** What a notice is about; null: it is an incident of the cluster. Known from its rule also when it is over. */
export function sortOf({ incident }: Alert): NoticeSort | null {
  const [rule] = incident.rules;
  return rule === 'BLIND' || rule === 'GAP' || rule === 'DRIFT' || rule === 'SELF' ? rule : null;
}

/** Notices of one cycle as one message: alone in full, else a line each. */
export function noticesText(alerts: Alerts): string {
  const [first, ...others] = alerts;
  if (others.length === 0) return alertText(first);
  const groups = [...Map.groupBy(alerts, (a) => `${sortOf(a) ?? ''} ${a.reason}`).values()].flatMap(asAlerts);
  const isOneSort = groups.length === 1;
  const { cycleId } = first;
  const text = (most: number): string => {
    const lines = groups.flatMap((group) => [...(isOneSort ? [] : [caption(group)]), ...linesOf(group, most)]);
    return [isOneSort ? headline(first, alerts) : mixedHeadline(alerts), ...lines, `cycle ${cycleId}`].join('\n');
  };
  return firstThatFits([text(alerts.length), text(15), text(5), text(2)], cycleId);
}

function headline(first: Alert, alerts: Alerts): string {
  const words = `${alerts.length} ${SORTS[sortOf(first) ?? 'SELF']}`;
  return first.reason === 'resolved' ? `[RESOLVED] ${words}` : `[${worst(alerts)}] ${PREFIX[first.reason]}${words}`;
}

function mixedHeadline(alerts: Alerts): string {
  const open = alerts.filter(({ reason }) => reason !== 'resolved');
  return `[${open.length === 0 ? 'RESOLVED' : worst(open)}] ${alerts.length} notices about the monitoring itself`;
}

const CAPTION = { new: '', worse: 'Worse: ', reminder: 'Still so: ', scope: 'Wider: ', resolved: 'Over: ' } as const;

function caption(group: Alerts): string {
  const [first] = group;
  return `${CAPTION[first.reason]}${group.length} × ${SORTS[sortOf(first) ?? 'SELF']}`;
}

function linesOf(group: Alerts, most: number): readonly string[] {
  const [first] = group;
  const rest = group.length - most;
  const isOver = first.reason === 'resolved';
  // Gaps are alike, and one stands for all; its own troubles each have a mend of their own.
  const each = !isOver && sortOf(first) === 'SELF';
  return [
    ...group.slice(0, most).flatMap((alert) => [titleLine(alert), ...(each ? detailLines('    ', alert) : [])]),
    ...(rest > 0 ? [moreLine(rest, 'more', first.cycleId)] : []),
    ...(isOver || each ? [] : detailLines('For example: ', first)),
  ];
}

function titleLine({ incident }: Alert): string {
  return `  - ${plain(incident.title)} (${incident.id})`;
}

function detailLines(before: string, { notice }: Alert): readonly string[] {
  return notice === null ? [] : [`${before}${plain(notice.detail, MAX_DETAIL)}`];
}

function worst(alerts: readonly Alert[]) {
  return mostSevere(alerts.map(({ incident }) => incident.severity));
}

function asAlerts([first, ...others]: readonly Alert[]): readonly Alerts[] {
  return first === undefined ? [] : [[first, ...others]];
}
