// Whether what had to be told was told: as the news it was, and as soon as Slack let it through.
import { EARLIER, NEVER_TOLD } from '../../../src/notify/coalesce.ts';
import type { Accepted } from '../../fakes/slack/types.ts';
import type { Diary, Owed } from './month-diary.ts';

/**
 * By a message of its kind, or by one that tells several things together and names it; in the first hour at the latest in which Slack
 * took everything from a cycle that ran to its end.
 */
export function isPaid(owed: Owed, diary: Diary): boolean {
  if (isOvertaken(owed, diary)) return true;
  const last = lastHourFor(owed, diary);
  return diary.arrivals.some(
    ({ n, message }) => n <= last && (isIt(owed, message) || (n >= owed.n && tells(owed, message))),
  );
}

/** It came back in the same hour, before its end was told: what has to be told then is that it is here, and that is owed too. */
function isOvertaken(owed: Owed, diary: Diary): boolean {
  if (owed.reason !== 'resolved') return false;
  return diary.owed
    .slice(diary.owed.indexOf(owed) + 1)
    .some(({ n, reason, incidentIds }) => n === owed.n && reason === 'new' && sameIds(incidentIds, owed.incidentIds));
}

const sameIds = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join();

/** A machine with much else to do may be too slow for the deadline of an hour, and of one more. */
const MOST_SLOW = 2;
const TOO_SLOW = /no time (?:is|was) left|took longer than|no(?:t)? answer in time/;

function lastHourFor({ n }: Owed, { cycles }: Diary): number {
  const working = cycles.filter(({ hour }) => hour.n >= n && hour.slack === null);
  const isSlow = ({ report }: Diary['cycles'][number]): boolean =>
    report.messages.some(({ delivery }) => delivery.status !== 'sent' && TOO_SLOW.test(delivery.detail));
  const inTime = working.find((cycle, i) => i >= MOST_SLOW || !isSlow(cycle));
  return inTime?.hour.n ?? Number.POSITIVE_INFINITY;
}

function isIt({ deliveryId: id }: Owed, message: Accepted): boolean {
  return id !== null && deliveryId(message) === id;
}

function tells({ incidentIds, reason }: Owed, { said }: Accepted): boolean {
  if (incidentIds.length === 0 || !incidentIds.every((incident) => said.includes(incident))) return false;
  const [headline = ''] = said.split('\n');
  if (reason.startsWith('resolved')) return OVER.test(said);
  // A reminder says that it is still so; whatever comes after it says as much.
  if (reason.startsWith('reminder')) return true;
  if (TOGETHER.some((sign) => sign.test(headline)) || said.includes(EARLIER.trim()) || said.includes(NEVER_TOLD))
    return true;
  return isNews(reason, headline);
}

/** That it is over is said in so many words. */
const OVER = new RegExp(`RESOLVED|\\bover\\b|${NEVER_TOLD}|healed`, 'i');

/** Digests of what could not leave and of what waited for the morning, storms, and a day's thread about the monitor itself. */
const TOGETHER = [
  /could not be delivered/,
  /waited for business hours/,
  /incidents at once/,
  /Healed outside business hours/,
  /notices about the monitoring itself/,
];

const FOLLOWS = /RESOLVED\]|STILL OPEN: /;
const CHANGED = /WORSE: |SPREADING: /;

/** Reasons of the report, and kinds of the outbox of a cycle that was killed. */
function isNews(reason: string, headline: string): boolean {
  const [word = ''] = reason.split(',');
  if (word === 'worse') return /WORSE: /.test(headline);
  if (word === 'scope' || word === 'update') return CHANGED.test(headline);
  if (word === 'told') return !/RESOLVED\]/.test(headline);
  // `new`, and a first message of whatever sort.
  return !FOLLOWS.test(headline) && !CHANGED.test(headline);
}

export function deliveryId({ metadata, ts }: Accepted): string {
  const id = metadata?.event_payload['delivery_id'];
  return typeof id === 'string' ? id : `no id ${ts}`;
}
