import { z } from 'zod';
import { latest, timeOf } from '../../kinds/time.ts';
import type { Served } from './read.ts';

export interface NodeEvent {
  readonly node: string;
  readonly at: Date;
  readonly words: string;
}

const Event = z.object({
  involvedObject: z.object({ kind: z.literal('Node'), name: z.string() }),
  reason: z.string(),
  message: z.string().nullish(),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
  series: z.object({ lastObservedTime: z.string().nullish() }).nullish(),
});

const WORDS: Readonly<Record<string, (node: string) => string>> = {
  Starting: (node) => `kubelet of node ${node} restarted`,
  NodeReady: (node) => `node ${node} became ready again`,
  Rebooted: (node) => `node ${node} rebooted`,
  NodeNotSchedulable: (node) => `node ${node} was cordoned`,
};

/** Events that tell of a change of a node, in our own words. */
export function nodeEvents(events: readonly Served[]): readonly NodeEvent[] {
  return events.flatMap((object): NodeEvent[] => {
    const { data } = Event.safeParse(object);
    const words = data === undefined || !Object.hasOwn(WORDS, data.reason) ? undefined : WORDS[data.reason];
    if (data === undefined || words === undefined) return [];
    // The proxy says that it starts, too.
    if (data.reason === 'Starting' && !/kubelet/i.test(data.message ?? '')) return [];
    const { series, lastTimestamp, eventTime } = data;
    const at = latest(timeOf(series?.lastObservedTime), timeOf(lastTimestamp), timeOf(eventTime));
    const node = data.involvedObject.name;
    return at === null ? [] : [{ node, at, words: words(node) }];
  });
}
