import type { Message } from './message.ts';
import { splitLong } from './render/split-long.ts';

/** The message, and what is too long for it as replies in its thread. */
export function withDetails(message: Message): readonly Message[] {
  const [text = message.text, ...rest] = splitLong(message.text);
  if (rest.length === 0) return [{ ...message, text }];
  const { thread, opens, incidentIds, key } = message;
  const of = thread ?? opens[0] ?? incidentIds[0] ?? key;
  const details = rest.map(
    (more, i): Message => ({
      ...message,
      kind: 'details',
      text: more,
      key: `${key} part ${i + 2}`,
      thread: of,
      broadcast: false,
      opens: [],
    }),
  );
  // Also what opens no thread (it is over) needs one for the rest of it.
  return [{ ...message, text, opens: thread === null && opens.length === 0 ? [of] : opens }, ...details];
}
