import { isThreaded } from '../domain/destination.ts';
import type { LedgerIncident } from '../domain/ledger.ts';
import { mostSevere } from '../domain/severity.ts';
import type { Sighting } from './identity.ts';

/*
 * A message in Slack is edited to say what its incident is part of now. A mail stays as it is, and a page stays open: whoever was told
 * there hears of the end when the incident that it joined is over.
 */

/** Ids that end with the incident of a sighting. */
export function endTogether({ incident, joined }: Sighting): string[] {
  const before = incident === null || isEndTold(incident) ? [] : (incident.joined ?? []);
  const fresh = joined.flatMap((one) => [...(unedited(one).length > 0 ? [one.id] : []), ...(one.joined ?? [])]);
  return [...new Set([...before, ...fresh])];
}

/** `told`, with all who have to hear of the end then, and as urgent as the worst that they were told. */
export function toldTogether(told: LedgerIncident['told'], joined: readonly LedgerIncident[]): LedgerIncident['told'] {
  if (told === null) return null;
  const others = joined.filter((one) => unedited(one).length > 0);
  const worst = others.flatMap((one) => (one.told === null ? [] : [one.told.worst]));
  return {
    ...told,
    worst: mostSevere([told.worst, ...worst]),
    to: [...new Set([...told.to, ...others.flatMap(unedited)])],
  };
}

/** People know that it was over. */
export function isEndTold({ status, resolvedUntold }: LedgerIncident): boolean {
  return status === 'resolved' && !resolvedUntold;
}

function unedited({ told }: LedgerIncident): readonly string[] {
  return told?.to.filter((to) => !isThreaded(to)) ?? [];
}
