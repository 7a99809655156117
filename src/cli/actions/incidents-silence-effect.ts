import type { LedgerIncident } from '../../domain/ledger.ts';
import { silencedUntil, uncovered } from '../../domain/muted.ts';
import type { Silence } from '../../domain/orders.ts';
import { listed } from '../report/words.ts';
import type { ClusterState } from './incidents-state.ts';

const MOST = 5;

/** What new silences mean for the incidents that are open now. */
export function silenceEffect({ ledger, orders }: ClusterState, added: readonly Silence[], now: Date): string[] {
  const all = [...orders.silences, ...added];
  const open = ledger.incidents
    .filter(({ status }) => status === 'open')
    .map((incident) => ({ ...incident, fingerprints: [] }));
  const isTouched = (incident: (typeof open)[number]): boolean =>
    silencedUntil(incident, added, now) !== null || uncovered(incident, added, now).length < incident.members.length;
  const touched = open.filter(isTouched);
  const quiet = touched.filter((incident) => silencedUntil(incident, all, now) !== null);
  const loud = touched.filter((incident) => !quiet.includes(incident));
  return [
    ...(touched.length === 0 ? [nothingOpen(added)] : []),
    ...(quiet.length === 0 ? [] : [`It silences ${listed(quiet.map(nameOf), MOST)}.`]),
    ...loud.map((incident) => {
      const others = uncovered(incident, all, now).map(({ service, key }) => service ?? key);
      return `It does not silence ${nameOf(incident)}: ${listed(others, MOST)} is in it, too.`;
    }),
  ];
}

function nothingOpen(added: readonly Silence[]): string {
  const isFinding = added.some(({ match }) => 'fingerprint' in match && match.fingerprint.includes('|'));
  return isFinding
    ? 'It silences an incident when everything found in it is silenced.'
    : 'It silences nothing that is open now.';
}

function nameOf({ id, severity, service, title }: LedgerIncident): string {
  return `${id} (${severity} ${service ?? title})`;
}
