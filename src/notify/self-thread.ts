import type { Thread } from '../domain/outbox.ts';
import type { Message } from './message.ts';
import { idsOf, isAnyOpen, newsOf, worstOf } from './news.ts';
import { noticesText } from './render/notices-text.ts';
import { localDay } from './render/when.ts';
import { alertsOf, type Pieces } from './together.ts';

/** The monitor's own trouble of one cycle: the first of a day opens that day's thread, the others are replies in it. */
export function selfMessage(pieces: Pieces, threads: readonly Thread[], now: Date, timeZone: string): Message {
  const [{ to }] = pieces;
  const day = `self:${localDay(now, timeZone)}`;
  const isReply = threads.some((thread) => thread.key === day && thread.to === to);
  return {
    to,
    kind: 'self',
    severity: worstOf(pieces),
    open: isAnyOpen(pieces),
    incidentIds: idsOf(pieces),
    text: noticesText(alertsOf(pieces)),
    key: pieces.map(newsOf).join('\n'),
    thread: isReply ? day : null,
    broadcast: false,
    opens: isReply ? [] : [day],
  };
}
