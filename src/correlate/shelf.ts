import type { Change } from '../domain/change.ts';
import type { ChangeList, ChangeQuery, ChangeSource } from './change-source.ts';

/** A source that is asked every question once: incidents of one cycle share services, dependencies and commits. */
export function shelved(source: ChangeSource, signal: AbortSignal) {
  const lists = new Map<string, Promise<ChangeList>>();
  const reads = new Map<string, Promise<Change>>();
  let waiting = 0;
  return {
    mostReads: source.mostReads,
    /** The next incident's turn; `others` come after it. */
    turn: (others: number) => {
      waiting = others;
    },
    list: (query: ChangeQuery) =>
      once(lists, JSON.stringify(query), async () => source.list({ ...query, waiting }, live(signal))),
    read: (change: Change) => once(reads, change.sha, async () => source.read(change, live(signal))),
  };
}

/** Nothing is begun once the time is over. */
function live(signal: AbortSignal): AbortSignal {
  signal.throwIfAborted();
  return signal;
}

export type Shelf = ReturnType<typeof shelved>;

function once<T>(kept: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const asked = ask();
  kept.set(key, asked);
  return asked;
}
