import { randomOf } from '../../fakes/messages/random.ts';

/** Chance that is the same for the same seeds, so that whatever went wrong can be done once more. */
export interface Chance {
  /** A whole number from 0 to below `end`. */
  readonly below: (end: number) => number;
  /** From 0 to below 1. */
  readonly share: () => number;
  /** True with this probability. */
  readonly is: (probability: number) => boolean;
  readonly pick: <T>(all: readonly [T, ...T[]]) => T;
  /** So many of them, each once, in any order. */
  readonly some: <T>(all: readonly T[], count: number) => readonly T[];
}

export function chanceOf(...seeds: readonly (string | number)[]): Chance {
  const { below } = randomOf(...seeds);
  const share = (): number => below(2 ** 30) / 2 ** 30;
  return {
    below,
    share,
    is: (probability) => share() < probability,
    pick: (all) => all[below(all.length)] ?? all[0],
    some: (all, count) => {
      const marked = all.map((one) => ({ one, mark: share() }));
      return marked
        .sort((a, b) => a.mark - b.mark)
        .slice(0, count)
        .map(({ one }) => one);
    },
  };
}
