import type { Alert } from '../domain/alert.ts';
import type { Destination } from '../domain/destination.ts';
import type { LedgerIncident } from '../domain/ledger.ts';
import { fallbackFor } from '../domain/match-route.ts';
import type { Thread } from '../domain/outbox.ts';
import type { Routed, Routing } from '../domain/routing.ts';
import { compareSeverity } from '../domain/severity.ts';
import { allWellMessage } from './all-well.ts';
import { withoutManyEnds } from './ends.ts';
import { withDetails } from './long-messages.ts';
import type { Message } from './message.ts';
import { isFromNight, isOwnTrouble, type Piece } from './news.ts';
import { withCluster } from './render/cluster-line.ts';
import { selfMessage } from './self-thread.ts';
import { stormMessage } from './storm.ts';
import { type FindThreads, findThreads } from './threads.ts';
import { byFirstMessage, messageOf, together } from './together.ts';
import { waitedDigest } from './waited-digest.ts';

export type { Message } from './message.ts';

/** It waited for business hours and was over before anybody was told. */
export interface Healed {
  readonly incident: LedgerIncident;
  /** Name of the first destination. */
  readonly channel: string;
  readonly to: readonly Destination[];
  readonly routed: Routed;
}

export interface Composing {
  /** Messages that arrived and can be answered. */
  readonly threads: readonly Thread[];
  /** More new incidents than this at one destination are one summary, and so are more ends. */
  readonly stormAt: number;
  /** Of the people who read it. */
  readonly timeZone: string;
  readonly now: Date;
  /** The line that all is well, ready to be told; null: none is due. */
  readonly allWell: string | null;
  /** Where what belongs to nobody goes. */
  readonly standardTo: readonly Destination[];
  readonly routing: Routing;
  /** Named in every message; null or left out: there is only one. */
  readonly cluster?: string | null;
}

/**
 * The messages of a cycle, each for one destination, the worst first; what is over comes last. What is too long follows its message as
 * details. The same alerts give the same keys, whatever words they hold.
 */
export function composeMessages(
  alerts: readonly Alert[],
  healed: readonly Healed[],
  options: Composing,
): readonly Message[] {
  const pieces = piecesOf(alerts, options.threads);
  const places = placesOf(pieces, healed, options.routing);
  const messages = places.flatMap(({ to, fallback, news, over }) =>
    atPlace(to, news, over, options).map((message) => ({ ...message, fallback })),
  );
  const { allWell, standardTo, now, timeZone, cluster } = options;
  const calm = allWell === null ? [] : standardTo.map((to) => allWellMessage(to, allWell, now, timeZone));
  const named = [...messages, ...calm].map((message) => ({ ...message, text: withCluster(message.text, cluster) }));
  return named.sort(worstFirst).flatMap(withDetails);
}

interface Place {
  readonly to: Destination;
  readonly fallback: readonly Destination[];
  readonly news: Piece[];
  readonly over: LedgerIncident[];
}

/**
 * Each destination with what is told there. What would go elsewhere should it be broken is told apart: a message has one fallback, and
 * a route without any means it.
 */
function placesOf(pieces: readonly Piece[], healed: readonly Healed[], routing: Routing): readonly Place[] {
  const places = new Map<string, Place>();
  const placeOf = (to: Destination, routed: Routed): Place => {
    const fallback = fallbackFor(routed, to, routing);
    const key = JSON.stringify([to, ...fallback]);
    const place = places.get(key) ?? { to, fallback, news: [], over: [] };
    places.set(key, place);
    return place;
  };
  for (const piece of pieces) placeOf(piece.to, piece.alert.routed).news.push(piece);
  for (const { to, routed, incident } of healed) for (const one of to) placeOf(one, routed).over.push(incident);
  return [...places.values()];
}

function worstFirst(a: Message, b: Message): number {
  return Number(b.open) - Number(a.open) || compareSeverity(a.severity, b.severity);
}

/** Each alert at each place it is told: what follows a message goes to every place that has it. */
function piecesOf(alerts: readonly Alert[], threads: readonly Thread[]): readonly Piece[] {
  const find: FindThreads = findThreads(threads);
  const earlier = new Map(threads.map((thread) => [`${thread.key} ${thread.to}`, thread]));
  return alerts.flatMap((alert) => {
    const { reason, incident } = alert;
    const told = reason === 'new' ? [] : find(incident);
    // A reminder is for those who are to act now; where they have no message, what stands in for it has one.
    const isAnswered = told.some(({ to }) => alert.to.includes(to));
    const isEverywhere = reason === 'resolved' || (reason === 'reminder' && !isAnswered);
    const follows = isEverywhere ? told.map(({ to }) => to) : [];
    return [...new Set([...alert.to, ...follows])].map((to): Piece => {
      const thread = told.find((one) => one.to === to) ?? null;
      const before = reason === 'new' ? (earlier.get(`${incident.id} ${to}`) ?? null) : null;
      return { alert, to, thread, before };
    });
  });
}

function atPlace(
  to: Destination,
  pieces: readonly Piece[],
  healed: readonly LedgerIncident[],
  { threads, stormAt, now, timeZone }: Composing,
): readonly Message[] {
  const sorted = Map.groupBy(pieces, wayOf);
  const of = (way: Way): readonly Piece[] => sorted.get(way) ?? [];
  const own = together(of('alone'));
  const fresh = own.filter(([{ alert }]) => alert.reason === 'new');
  const [first, ...others] = fresh.length > stormAt ? fresh.flat() : [];
  const alone = first === undefined ? own : own.filter((group) => !fresh.includes(group));
  const ends = withoutManyEnds([...alone, ...byFirstMessage(of('reply'))], stormAt);
  const [trouble, ...troubles] = of('self');
  const waited = of('waited');
  return [
    ...(first === undefined ? [] : [stormMessage([first, ...others])]),
    ...ends.others.map(messageOf),
    ...(ends.message === null ? [] : [ends.message]),
    ...(trouble === undefined ? [] : [selfMessage([trouble, ...troubles], threads, now, timeZone)]),
    ...(waited.length + healed.length === 0 ? [] : [waitedDigest(to, waited, healed, stormAt)]),
  ];
}

type Way = 'reply' | 'self' | 'waited' | 'alone';

function wayOf({ alert, thread }: Piece): Way {
  const follows = alert.reason === 'reminder' || alert.reason === 'resolved';
  if (follows && thread !== null) return 'reply';
  if (isOwnTrouble(alert) && thread === null) return 'self';
  return isFromNight(alert) ? 'waited' : 'alone';
}
