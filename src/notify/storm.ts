import type { Message } from './message.ts';
import { idsOf, lesserOf, newsOf, worstOf } from './news.ts';
import { stormText } from './render/storm-text.ts';
import { alertsOf, type Pieces } from './together.ts';

/** Many new incidents at one destination: one summary, whose thread is the thread of each. */
export function stormMessage(pieces: Pieces): Message {
  return {
    to: pieces[0].to,
    kind: 'storm',
    severity: worstOf(pieces),
    open: true,
    incidentIds: idsOf(pieces),
    lesser: lesserOf(pieces),
    text: stormText(alertsOf(pieces)),
    key: pieces.map(newsOf).join('\n'),
    thread: null,
    broadcast: false,
    opens: idsOf(pieces),
  };
}
