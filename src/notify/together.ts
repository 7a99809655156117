import type { Message } from './message.ts';
import { idsOf, isAnyOpen, KIND, lesserOf, newsOf, type Piece, worstOf } from './news.ts';
import { alertText, isAgain } from './render/alert-text.ts';
import { type Alerts, groupText } from './render/many-text.ts';
import { noticesText, sortOf } from './render/notices-text.ts';

export type Pieces = readonly [Piece, ...Piece[]];

/** Two of a sort are two messages: each in full is more use than a list. */
const FEW = 2;

/** Notices of one sort (a role that lacks rules: many gaps) are one message. */
export function together(pieces: readonly Piece[]): readonly Pieces[] {
  const groups = grouped(pieces, ({ alert, thread }) => {
    const sort = sortOf(alert);
    return sort === null || thread !== null ? alert.incident.id : `${sort} ${alert.reason}`;
  });
  return groups.flatMap((group) => (group.length > FEW ? [group] : group.map((piece): Pieces => [piece])));
}

/** Reminders, and ends, of incidents that share their first message are one reply to it. */
export function byFirstMessage(pieces: readonly Piece[]): readonly Pieces[] {
  return grouped(
    pieces,
    ({ alert, thread }) => `${alert.reason} ${isAgain(alert)} ${thread?.ref ?? alert.incident.id}`,
  );
}

function grouped(pieces: readonly Piece[], by: (piece: Piece) => string): readonly Pieces[] {
  return [...Map.groupBy(pieces, by).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [[first, ...others] as const],
  );
}

/** One message about them all: a reply where there is a message to answer, else one of its own. */
export function messageOf(pieces: Pieces): Message {
  const [{ alert, to, thread }] = pieces;
  const { reason } = alert;
  const isUpdate = reason === 'worse' || reason === 'scope' || isAgain(alert);
  return {
    to,
    kind: KIND[reason],
    severity: worstOf(pieces),
    open: isAnyOpen(pieces),
    incidentIds: idsOf(pieces),
    lesser: lesserOf(pieces),
    text: textOf(pieces),
    key: pieces.map(newsOf).join('\n'),
    thread: thread?.key ?? null,
    broadcast: thread !== null && isUpdate,
    // What is over needs no thread: nothing follows.
    opens: thread !== null || reason === 'resolved' ? [] : idsOf(pieces),
  };
}

function textOf(pieces: Pieces): string {
  if (pieces.length === 1) return alertText(pieces[0].alert);
  const alerts = alertsOf(pieces);
  return alerts.every((alert) => sortOf(alert) !== null) ? noticesText(alerts) : groupText(alerts);
}

export function alertsOf([first, ...others]: Pieces): Alerts {
  return [first.alert, ...others.map(({ alert }) => alert)];
}
