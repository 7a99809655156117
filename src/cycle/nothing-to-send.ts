import type { Notice } from '../domain/incident.ts';
import type { Ledger, LedgerIncident } from '../domain/ledger.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import { selfNotice } from '../escalate/notices.ts';
import type { Delivered } from '../notify/flush.ts';
import type { Parts } from './parts.ts';

const WHY = 'there is nothing to send with: set SLACK_BOT_TOKEN, or name a sink in ROUTES_FILE';

/** Nobody is to be told: what is found is shown, and nobody waits for it. */
export function isShownOnly({ sending }: Pick<Parts, 'sending'>): boolean {
  return sending.sinks === null && !sending.wanted;
}

/** Messages wait, or people were told something that goes on: whoever set that up still counts on it, whatever this run was given. */
function isOwing({ outbox, threads, incidents }: Ledger): boolean {
  return outbox.length > 0 || threads.length > 0 || incidents.some(({ told }) => told?.as === 'owed');
}

/** With what the state tells of it. */
export function withWanted(parts: Parts, ledger: Ledger): Parts {
  return { ...parts, sending: { ...parts.sending, wanted: parts.sending.wanted || isOwing(ledger) } };
}

/** What was only shown is news once somebody can be told. */
export function withoutShown(parts: Parts, ledger: Ledger): Ledger {
  if (isShownOnly(parts)) return ledger;
  return { ...ledger, incidents: ledger.incidents.map(untold) };
}

function untold(incident: LedgerIncident): LedgerIncident {
  return incident.told?.as === 'shown' ? { ...incident, told: null, resolvedUntold: false } : incident;
}

/** Messages are owed and can't leave; a dry run doesn't know what there is to send with. */
export function nothingToSendNotice({ sending, dryRun }: Parts, { outbox }: Ledger): Notice | null {
  if (dryRun || sending.sinks !== null || !sending.wanted) return null;
  const many = outbox.length === 1 ? '1 message waits' : `${outbox.length} messages wait`;
  const kept = outbox.length === 0 ? 'What is found meanwhile is kept' : `${many}, and nothing is lost`;
  const end = 'Where nobody is to be told any more, begin with an empty state (STATE_DIR)';
  return selfNotice('no-sink', 'messages cannot be sent', `${WHY}. ${kept}. ${end}`);
}

/** The outbox after a cycle in which nothing could leave: all of it is kept. */
export function waited(outbox: readonly OutboxEntry[]): {
  readonly outbox: readonly OutboxEntry[];
  readonly delivered: readonly Delivered[];
} {
  const kept = outbox.map((entry) => ({ ...entry, attempts: entry.attempts + 1, lastError: entry.lastError ?? WHY }));
  return { outbox: kept, delivered: kept.map((entry) => ({ entry, status: 'queued', detail: WHY, via: entry.to })) };
}
