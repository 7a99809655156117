import type { ServiceState } from './service.ts';

/** The state of a trouble in its last cycles, a letter for each, newest last. Cycles that could not read the cluster have none. */
export type Series = string;

/** So many cycles are remembered. */
export const SERIES_LENGTH = 24;
/** `u`: it could not be read. `t`: in trouble, down or degraded: all that ledgers of version 2 knew. */
export const SERIES = /^[oridDut]{1,24}$/;

const NEARLY = 4;

const LETTERS = {
  ok: 'o',
  'at-risk': 'r',
  impaired: 'i',
  degraded: 'd',
  down: 'D',
  unknown: 'u',
} as const satisfies Record<ServiceState, string>;

const STATES: ReadonlyMap<string, ServiceState> = new Map([
  ['o', 'ok'],
  ['r', 'at-risk'],
  ['i', 'impaired'],
  ['d', 'degraded'],
  ['D', 'down'],
]);

export function longer(series: Series, state: ServiceState): Series {
  return `${series}${LETTERS[state]}`.slice(-SERIES_LENGTH);
}

/** The states that are known, oldest first. */
export function statesIn(series: Series): readonly ServiceState[] {
  return [...series].flatMap((letter) => STATES.get(letter) ?? []);
}

interface At {
  readonly state: ServiceState;
  readonly at: Date;
}

/** The same with the time of each. `times`: of all cycles that read the cluster, newest last; what is older than these is left out. */
export function timesIn(series: Series, times: readonly Date[]): readonly At[] {
  const offset = times.length - series.length;
  return [...series].flatMap((letter, i) => {
    const [state, at] = [STATES.get(letter), times[i + offset]];
    return state === undefined || at === undefined ? [] : [{ state, at }];
  });
}

/** Nothing was ever wrong in it, as far as anybody could see. */
export function isCalm(series: Series): boolean {
  return /^[ou]*$/.test(series);
}

/** Its trouble is as long ago as can be remembered, but for a few cycles: the next ones forget it. */
export function isNearlyCalm(series: Series): boolean {
  return isCalm(series.slice(-SERIES_LENGTH + NEARLY)) && series.length > SERIES_LENGTH - NEARLY;
}

/** Cycles passed in which nobody looked at it. */
export function unreadFor(series: Series, cycles: number): Series {
  return `${series}${LETTERS.unknown.repeat(cycles)}`.slice(-SERIES_LENGTH);
}

/** In how many of the last `cycles` it was down or degraded. */
export function failingIn(series: Series, cycles: number): number {
  return [...series.slice(-cycles)].filter((letter) => /[dDt]/.test(letter)).length;
}
