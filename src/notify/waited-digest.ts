import type { Destination } from '../domain/destination.ts';
import type { LedgerIncident } from '../domain/ledger.ts';
import { mostSevere } from '../domain/severity.ts';
import type { Message } from './message.ts';
import { idsOf, isAnyOpen, newsOf, type Piece, worstOf } from './news.ts';
import { waitedText } from './render/waited-text.ts';

/** What waited for business hours at one destination, with one line about what healed meanwhile. */
export function waitedDigest(
  to: Destination,
  pieces: readonly Piece[],
  healed: readonly LedgerIncident[],
  most: number,
): Message {
  const open = pieces.filter(({ alert, thread }) => alert.reason !== 'resolved' && thread === null);
  return {
    to,
    kind: 'digest',
    severity: pieces.length > 0 ? worstOf(pieces) : mostSevere(healed.map(({ severity }) => severity)),
    open: isAnyOpen(pieces),
    incidentIds: [...idsOf(pieces), ...healed.map(({ id }) => id)],
    text: waitedText(
      pieces.map(({ alert }) => alert),
      healed,
      most,
    ),
    key: [...pieces.map(newsOf), ...healed.map(({ id }) => `${id} healed`)].join('\n'),
    thread: null,
    broadcast: false,
    opens: idsOf(open),
  };
}
