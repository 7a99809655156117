import type { LedgerIncident } from './ledger.ts';

type Told = Pick<LedgerIncident, 'status' | 'state' | 'well' | 'told'>;

/** Since when an open incident is well at the moment, as it comes and goes; null: it isn't, or nobody can say. */
export function wellSince({ status, state, well }: Omit<Told, 'told'>): Date | null {
  return status === 'open' && state === 'ok' && well?.back === null ? well.since : null;
}

/** It was well after people were told of it last, and is back. */
export function isBackUntold({ status, well, told }: Omit<Told, 'state'>): boolean {
  if (status !== 'open' || told === null || !well?.back) return false;
  return told.lastAt < well.back;
}
