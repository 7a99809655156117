import type { Alert } from '../../domain/alert.ts';
import { alertText } from './alert-text.ts';
import { fitted } from './fitted.ts';
import { type Alerts, bySeverity, listText } from './many-text.ts';
import { plain } from './plain.ts';

const HERE = '@here ';
/** Names of one count that are told; the others are only counted. */
const MOST_NAMES = 5;

/** Many new incidents at once as one message: how many of what, the worst of them a line each, and the worst one in full. */
export function stormText(alerts: Alerts): string {
  const [worst] = alerts;
  const here = alerts.some(({ incident }) => incident.severity === 'SEV-1') ? HERE : '';
  const head = [
    `${here}[${worst.incident.severity}] ${alerts.length} incidents at once: ${bySeverity(alerts)}`,
    ...counted('Namespaces', alerts.map(namespaceOf)),
    ...counted('Faults', alerts.map(faultOf)),
    'Worst first:',
  ];
  const full = alertText(worst);
  const tail = [
    'The worst one:',
    ...fitted(full.startsWith(HERE) ? full.slice(HERE.length) : full, worst.cycleId).split('\n'),
  ];
  return listText(head, alerts, tail);
}

/** Many ends at once as one message: how many of what, and a line each for the first of them. */
export function endsText([first, ...others]: Alerts): string {
  const alerts: Alerts = [asTold(first), ...others.map(asTold)];
  const head = [
    `[RESOLVED] ${alerts.length} incidents are over: ${bySeverity(alerts)}`,
    ...counted('Namespaces', alerts.map(namespaceOf)),
  ];
  return listText(head, alerts, [`cycle ${first.cycleId}`]);
}

/** People know it by the worst that they were told. */
function asTold(alert: Alert): Alert {
  const { incident } = alert;
  return { ...alert, incident: { ...incident, severity: incident.told?.worst ?? incident.severity } };
}

/** `Namespaces: shop 20, media 10, 7 in 3 others`: the most frequent first, and nothing that is not counted. */
function counted(label: string, names: readonly (string | null)[]): readonly string[] {
  const known = names.filter((name) => name !== null);
  const counts = [...Map.groupBy(known, (name) => name)]
    .map(([name, all]) => ({ name, count: all.length }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  if (counts.length === 0) return [];
  const shown = counts.slice(0, MOST_NAMES).map(({ name, count }) => `${plain(name, 80)} ${count}`);
  const others = counts.slice(MOST_NAMES);
  const rest = others.reduce((sum, { count }) => sum + count, 0);
  return [`${label}: ${[...shown, ...(rest > 0 ? [`${rest} in ${others.length} others`] : [])].join(', ')}`];
}

function namespaceOf({ draft, incident }: Alert): string | null {
  return draft?.root.root.namespace ?? incident.members[0]?.places[0]?.namespace ?? null;
}

/** The word of the catalogue: `image-pull`. */
function faultOf({ draft }: Alert): string | null {
  return draft?.root.findings[0]?.code ?? null;
}
