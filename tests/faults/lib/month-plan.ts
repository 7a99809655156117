// What happens in each hour of a month, by a seed: what breaks in the cluster, and what breaks around the monitor.
import { HOUR, MINUTE } from '../../../src/domain/duration.ts';
import type { Chance } from './chance.ts';
import { chanceOf } from './chance.ts';
import { type Fault, type Faults, P0, P1, P2, UNLISTED } from './realm.ts';

export const SLACK_FAULTS = [
  'refused',
  'unavailable',
  'limited',
  'brief limit',
  'silent',
  'archived',
  'revoked',
] as const;
export const API_FAULTS = ['refused', 'pods forbidden', 'nodes forbidden', 'broken off'] as const;
export type SlackFault = (typeof SLACK_FAULTS)[number];
export type ApiFault = (typeof API_FAULTS)[number];

export interface Hour {
  readonly n: number;
  /** What the clock of the monitor says, which may be wrong. */
  readonly at: Date;
  readonly faults: Faults;
  readonly lostNodes: Readonly<Record<string, Date>>;
  readonly slack: SlackFault | null;
  readonly api: ApiFault | null;
  readonly isModelDown: boolean;
  /** Nobody starts a cycle. */
  readonly isMissed: boolean;
  /** It is killed, and tried again within the hour or not. */
  readonly kill: 'and tried again' | 'for good' | null;
  /** Before it, the newest file of the state is damaged. */
  readonly isDamaged: boolean;
}

/** A Monday. */
const START = Date.UTC(2026, 10, 2);
/** So that every day has some of it: what an hour begins with, and for how many hours at most. */
const OFTEN = {
  break: { perHour: 0.015, longest: 14 },
  node: { perHour: 0.015, longest: 8 },
  slack: { perHour: 0.06, longest: 6 },
  api: { perHour: 0.04, longest: 3 },
  model: { perHour: 0.03, longest: 5 },
  missed: { perHour: 0.02, longest: 4 },
} as const;
/** In any hour, and in one in which something breaks or heals. */
const KILLED = 0.04;
const KILLED_AT_NEWS = 0.3;
const DAMAGED = 0.03;
const WOBBLES = 0.08;
const LEAPS = 0.01;

export function planOf(seed: number, days: number): readonly Hour[] {
  const hours = days * 24;
  const windows = <T>(name: keyof typeof OFTEN, begin: (chance: Chance, n: number) => T): readonly (T | null)[] =>
    spells(chanceOf('month', seed, name), hours, OFTEN[name], begin);
  const broken = [...P0, ...P1, ...P2, ...UNLISTED].map((name) => ({ name, spells: outages(seed, name, hours) }));
  const lost = windows('node', (chance, n) => ({ [chance.pick(['b', 'c'])]: timeOf(n, -10) }));
  const slack = windows('slack', (chance) => chance.pick(SLACK_FAULTS));
  const api = windows('api', (chance) => chance.pick(API_FAULTS));
  const model = windows('model', () => true);
  const missed = windows('missed', () => true);
  const isNews = (n: number): boolean => broken.some((one) => one.spells[n]?.how !== one.spells[n - 1]?.how);
  return Array.from({ length: hours }, (_, n): Hour => {
    const chance = chanceOf('month', seed, 'hour', n);
    const faults = broken.flatMap((one) => {
      const fault = one.spells[n];
      return fault == null ? [] : [[one.name, fault] as const];
    });
    return {
      n,
      at: new Date(timeOf(n, 0).getTime() + wobble(chance)),
      faults: Object.fromEntries(faults),
      lostNodes: lost[n] ?? {},
      slack: slack[n] ?? null,
      api: api[n] ?? null,
      isModelDown: model[n] ?? false,
      isMissed: missed[n] ?? false,
      kill: chance.is(isNews(n) ? KILLED_AT_NEWS : KILLED) ? chance.pick(['and tried again', 'for good']) : null,
      isDamaged: chance.is(DAMAGED),
    };
  });
}

/** Each begins with a probability, lasts up to so many hours, and is followed by an hour without. */
function spells<T>(
  chance: Chance,
  hours: number,
  { perHour, longest }: { readonly perHour: number; readonly longest: number },
  begin: (chance: Chance, n: number) => T,
): (T | null)[] {
  const all: (T | null)[] = [];
  while (all.length < hours) {
    if (chance.is(perHour)) {
      const one = begin(chance, all.length);
      all.push(...Array.from({ length: 1 + chance.below(longest) }, () => one));
    }
    all.push(null);
  }
  return all.slice(0, hours);
}

/** Down at once, or degraded at first; since some minutes before the hour in which it is seen. */
function outages(seed: number, name: string, hours: number): readonly (Fault | null)[] {
  const all = spells(chanceOf('month', seed, name), hours, OFTEN.break, (chance, n) => ({
    since: timeOf(n, -5 - chance.below(50)),
    worseAt: chance.is(0.6) ? n : n + 1 + chance.below(6),
  }));
  return all.map((one, n) => one && { how: n < one.worseAt ? 'degraded' : 'down', since: one.since });
}

function timeOf(n: number, minutes: number): Date {
  return new Date(START + n * HOUR + minutes * MINUTE);
}

/** Mostly right, at times some minutes off, seldom two hours. */
function wobble(chance: Chance): number {
  if (chance.is(LEAPS)) return chance.pick([-2 * HOUR, 2 * HOUR]);
  return chance.is(WOBBLES) ? (chance.below(50) - 25) * MINUTE : 0;
}
