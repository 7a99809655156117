// What must be true of a month, whatever happened in it.
import type { Accepted } from '../../fakes/slack/types.ts';
import type { Diary } from './month-diary.ts';
import { deliveryId, isPaid } from './month-paid.ts';
import { P0 } from './realm.ts';

export interface MonthTotals {
  readonly decided: number;
  readonly arrived: number;
  /** Arrived once more, with the same id. */
  readonly doubled: number;
  /** As many of those may be. */
  readonly mayBeDoubled: number;
  readonly problems: readonly string[];
}

export function totalsOf(diary: Diary, unknown: number, waiting: readonly string[]): MonthTotals {
  const { owed, arrivals, kills } = diary;
  const copies = [...Map.groupBy(arrivals, ({ message }) => deliveryId(message)).values()];
  const doubled = copies.reduce((sum, same) => sum + same.length - 1, 0);
  const mayBeDoubled = kills.length + unknown;
  return {
    decided: owed.filter((one) => one.deliveryId === null).length,
    arrived: arrivals.length,
    doubled,
    mayBeDoubled,
    problems: [
      ...diary.problems,
      ...(doubled > mayBeDoubled ? [`DOUBLED: ${doubled} times, and at most ${mayBeDoubled} may be`] : []),
      ...copies.flatMap((same) =>
        same.length > 2 ? [`DOUBLED: ${headOf(same[0]?.message)} arrived ${same.length} times`] : [],
      ),
      ...owed.flatMap((one) =>
        isPaid(one, diary) ? [] : [`LOST: hour ${one.n}: ${one.incidentIds.join(' ')} ${one.reason}`],
      ),
      ...unseenOutages(diary),
      ...falseEnds(diary),
      ...endsOfNothing(diary),
      ...chatter(diary),
      ...waiting.map((entry) => `WAITS in the end: ${entry}`),
    ],
  };
}

/** A P0 that two complete cycles saw down was told of by its name, now or before, where it flaps and was never called over. */
function unseenOutages(diary: Diary): readonly string[] {
  const { cycles, arrivals } = diary;
  const seen = new Map<string, { count: number; from: number }>();
  for (const { hour, report } of cycles) {
    if (hour.api !== null || report.cycle.outcome === 'failed') continue;
    for (const name of P0) {
      const fault = hour.faults[name];
      if (fault?.how !== 'down') continue;
      const key = `${name} ${fault.since.toISOString()}`;
      const before = seen.get(key) ?? { count: 0, from: hour.n };
      seen.set(key, { ...before, count: before.count + 1 });
    }
  }
  return [...seen].flatMap(([key, { count, from }]) => {
    const [name = ''] = key.split(' ');
    const isTold = arrivals.some(({ n, message }) => n >= from && message.said.includes(name));
    return count < 2 || isTold || isStillTold(diary, name, from)
      ? []
      : [`LOST: the outage of ${key} was seen ${count} times and never told`];
  });
}

/** What flaps stays open: its people know of it from before, and were not told that it is over. */
function isStillTold({ cycles, arrivals }: Diary, name: string, from: number): boolean {
  const report = cycles.find(({ hour }) => hour.n === from)?.report;
  const open = report?.incidents.filter(({ key, status }) => status === 'open' && key.endsWith(name)) ?? [];
  return open.some(({ id }) => {
    const last = arrivals.findLast(({ n, message }) => n < from && message.said.includes(id));
    return last !== undefined && !/\[RESOLVED\]/.test(last.message.said);
  });
}

/** Unread is not healthy: nothing is called over while it is broken. */
function falseEnds({ cycles }: Diary): readonly string[] {
  return cycles.flatMap(({ hour, report }) =>
    report.incidents.flatMap(({ id, key, status, resolvedAt }) => {
      const name = /^service:(.+)$/.exec(key)?.[1] ?? /^object:Deployment\/[^/]+\/(.+)$/.exec(key)?.[1] ?? '';
      const isNow = status === 'resolved' && resolvedAt === hour.at.toISOString();
      return isNow && hour.faults[name] !== undefined ? [`FALSE END: hour ${hour.n}: ${id} ${name} is not over`] : [];
    }),
  );
}

/** What is told resolved was told before, unless it says that it never was. */
function endsOfNothing({ arrivals }: Diary): readonly string[] {
  return arrivals.flatMap(({ message, n }, i) => {
    const { said } = message;
    if (!/^\S*\*?\[RESOLVED\]/.test(said) || /never told in time/.test(said)) return [];
    const earlier = arrivals.slice(0, i).map((one) => one.message.said);
    const unknown = idsIn(said).filter((id) => !earlier.some((text) => text.includes(id)));
    return unknown.map((id) => `END OF NOTHING: hour ${n}: ${id} was never told: ${headOf(message)}`);
  });
}

/** Its news, a reminder each three hours, and little more. */
function chatter({ arrivals, cycles, owed }: Diary): readonly string[] {
  const ids = new Set(cycles.flatMap(({ report }) => report.incidents.map(({ id }) => id)));
  return [...ids].flatMap((id) => {
    const messages = arrivals.filter(({ message }) => message.said.includes(id));
    const news = owed.filter((one) => one.incidentIds.includes(id) && one.deliveryId === null).length;
    const hours = cycles.filter(({ report }) => report.incidents.some((one) => one.id === id && one.status === 'open'));
    // Each at up to two destinations, and the digests of what could not leave.
    const most = 2 * news + 3;
    const reminders = owed.filter((one) => one.incidentIds.includes(id) && one.reason === 'reminder').length;
    return [
      ...(messages.length > most ? [`CHATTER: ${id} has ${messages.length} messages for ${news} pieces of news`] : []),
      ...(reminders > 1 + hours.length / 3 ? [`CHATTER: ${id} has ${reminders} reminders in ${hours.length} h`] : []),
    ];
  });
}

function idsIn(text: string): readonly string[] {
  return [...new Set(text.match(/INC-\d{8}-\d{3,}/g) ?? [])];
}

function headOf(message: Accepted | undefined): string {
  return message?.said.split('\n')[0]?.slice(0, 140) ?? '';
}
