import { compareSeverity } from '../domain/severity.ts';
import type { Message } from './message.ts';
import { idsOf, lesserOf, newsOf, urgency, worstOf } from './news.ts';
import { endsText } from './render/storm-text.ts';
import { alertsOf, type Pieces } from './together.ts';

interface Ends {
  /** What is over, as one message; null: it is not too much. */
  readonly message: Message | null;
  /** What is told as ever. */
  readonly others: readonly Pieces[];
}

/**
 * More ends at one place than a storm takes, each a message of its own, are one. What shares its first message is one reply already, and
 * the end of a SEV-1 that was told by itself is told by itself: where nobody knows how it was told, as long as those are few.
 */
export function withoutManyEnds(groups: readonly Pieces[], stormAt: number): Ends {
  const ends = groups.filter(([{ alert }, ...more]) => alert.reason === 'resolved' && more.length === 0);
  const loud = ends.filter(([{ alert }]) => urgency(alert) === 'SEV-1');
  const unknown = loud.filter(([{ thread }]) => thread === null);
  const own = new Set([
    ...loud.filter(([{ thread }]) => thread !== null && thread.text !== null),
    ...(unknown.length > stormAt ? [] : unknown),
  ]);
  const many = ends.filter((group) => !own.has(group));
  // The sort is stable, and the worst may have become less by its end.
  const [first, ...more] = many.flat().sort((a, b) => compareSeverity(urgency(a.alert), urgency(b.alert)));
  if (first === undefined || many.length <= stormAt) return { message: null, others: groups };
  const gone = new Set(many);
  return { message: endsMessage([first, ...more]), others: groups.filter((group) => !gone.has(group)) };
}

/** As a storm it is no part of the story of one of them: what is said of that one later does not replace it. */
function endsMessage(pieces: Pieces): Message {
  return {
    to: pieces[0].to,
    kind: 'storm',
    severity: worstOf(pieces),
    open: false,
    incidentIds: idsOf(pieces),
    lesser: lesserOf(pieces),
    text: endsText(alertsOf(pieces)),
    key: pieces.map(newsOf).join('\n'),
    thread: null,
    broadcast: false,
    opens: [],
  };
}
