import type { Alert } from '../../domain/alert.ts';
import type { LedgerIncident } from '../../domain/ledger.ts';
import { alertText } from './alert-text.ts';
import { bySeverity, listText } from './many-text.ts';
import { plain } from './plain.ts';

/** Healed ones that are named; the others are only counted. */
const MOST_HEALED = 20;

/** What waited for business hours: each in full, or a line each where they are more than `most`; and one line about what healed. */
export function waitedText(alerts: readonly Alert[], healed: readonly LedgerIncident[], most: number): string {
  const [first, ...others] = alerts;
  if (first === undefined) return healedLines(healed).join('\n\n');
  if (alerts.length <= most) {
    const count = alerts.length === 1 ? 'One incident' : `${alerts.length} incidents`;
    return [`${count} waited for business hours:`, ...alerts.map(alertText), ...healedLines(healed)].join('\n\n');
  }
  const open = alerts.filter(({ reason }) => reason !== 'resolved');
  const over = alerts.length - open.length;
  const counts = [bySeverity(open), over === 0 ? '' : `${over} over`].filter((words) => words !== '').join(', ');
  const head = `${alerts.length} incidents waited for business hours: ${counts}`;
  return listText([head], [first, ...others], [...healedLines(healed), `cycle ${first.cycleId}`]);
}

function healedLines(healed: readonly LedgerIncident[]): readonly string[] {
  if (healed.length === 0) return [];
  const named = healed.slice(0, MOST_HEALED).map(({ title, id }) => `${plain(title, 160)} (${id})`);
  const rest = healed.length - named.length;
  const all = [...named, ...(rest > 0 ? [`and ${rest} more`] : [])];
  return [`Healed outside business hours, nothing to do: ${all.join('; ')}`];
}
