import type { Alert } from '../../domain/alert.ts';
import { SEVERITIES } from '../../domain/severity.ts';
import { isAgain, lasted, prefixOf } from './alert-text.ts';
import { firstThatFits, moreLine } from './fitted.ts';
import { plain } from './plain.ts';
import { when } from './when.ts';

export type Alerts = readonly [Alert, ...Alert[]];

/** How many lines are tried, until the message fits. */
const LENGTHS = [40, 25, 15, 8, 4] as const;

/** Many incidents, a line each and the worst first, as many as fit into one message. The others are counted. */
export function listText(head: readonly string[], alerts: Alerts, tail: readonly string[]): string {
  const { cycleId } = alerts[0];
  const text = (most: number): string => {
    const rest = alerts.length - most;
    const more = rest > 0 ? [moreLine(rest, 'more', cycleId)] : [];
    return [...head, ...alerts.slice(0, most).map(listLine), ...more, ...tail].join('\n');
  };
  const [longest, ...shorter] = LENGTHS;
  return firstThatFits([text(longest), ...shorter.map(text)], cycleId);
}

function listLine({ incident, reason, timeZone, now }: Alert): string {
  const what = plain(incident.title, 200);
  return reason === 'resolved'
    ? `  - [RESOLVED] ${what}, it lasted ${lasted(incident, now)} (${incident.id})`
    : `  - [${incident.severity}] ${what}, since ${when(incident.onset, timeZone)} (${incident.id})`;
}

/** `2 SEV-1, 5 SEV-2, 30 SEV-3`. */
export function bySeverity(alerts: readonly Alert[]): string {
  const counts = SEVERITIES.map((severity) => [
    alerts.filter(({ incident }) => incident.severity === severity).length,
    severity,
  ]);
  return counts
    .filter(([count]) => count !== 0)
    .map((pair) => pair.join(' '))
    .join(', ');
}

/** News of one sort about incidents that share their first message. */
export function groupText(alerts: Alerts): string {
  const [first] = alerts;
  const over = first.reason === 'resolved';
  const severity = SEVERITIES.find((s) => alerts.some(({ incident }) => incident.severity === s)) ?? 'SEV-4';
  const calls = severity === 'SEV-1' && isAgain(first);
  const head = over
    ? `[RESOLVED] ${alerts.length} incidents`
    : `${calls ? '@here ' : ''}[${severity}] ${prefixOf(first)}${alerts.length} incidents: ${bySeverity(alerts)}`;
  return listText([head], alerts, [`cycle ${first.cycleId}`]);
}
