import { isBackUntold } from '../domain/comes-back.ts';
import { MINUTE } from '../domain/duration.ts';
import type { LedgerIncident } from '../domain/ledger.ts';

/** Down for this long it is more than a blip. */
const MORE_THAN_A_BLIP = 15 * MINUTE;

/** It came back after it was well, nobody was told since, and it stays: seen in a second cycle, or down for long by the API's own times. */
export function staysBack(incident: LedgerIncident, now: Date): boolean {
  const { well, members, severity } = incident;
  const back = well?.back ?? null;
  if (well === undefined || back === null || !isBackUntold(incident)) return false;
  if (severity !== 'SEV-1' && severity !== 'SEV-2') return false;
  if (back < now) return true;
  // It was well when it was read last, whatever else the API says.
  const starts = members.flatMap(({ downSince }) => (downSince === null ? [] : [downSince.getTime()]));
  const start = Math.max(well.last.getTime(), Math.min(...starts));
  return starts.length > 0 && now.getTime() - start >= MORE_THAN_A_BLIP;
}
