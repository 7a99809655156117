// Runs that are killed at a moment a test names, and what Slack holds of the shops then.
import { expect } from 'vitest';
import { twice } from './posts.ts';
import { type Started, started } from './started.ts';
import { at, type Town } from './town.ts';

/** What a town that is `BROKEN` tells, by `ofShops`. */
export const BOTH = [
  expect.stringContaining('#critical: @here *[SEV-1] shop-api is down'),
  expect.stringContaining('#standard: *[SEV-3] deployment cart is down'),
];

export interface Moment {
  /** Now. */
  readonly kill: () => void;
  /** It stands still from here on, until it is killed: what reaches it is never read. */
  readonly stop: () => void;
}

/** Starts a run that `arrange` has killed: at once when it says so. */
export async function killedRun(t: Town, time: string, arrange: (moment: Moment) => void): Promise<void> {
  const moment = Promise.withResolvers<void>();
  const begun: { run: Started | null } = { run: null };
  arrange({ kill: moment.resolve, stop: () => begun.run?.signal('SIGSTOP') });
  const run = started(t.env, ['--now', time, '--no-model']);
  begun.run = run;
  await moment.promise;
  run.signal('SIGKILL');
  expect((await run.over).signal).toBe('SIGKILL');
}

/** What Slack has accepted since the last call, but for what the monitor says of the run that was killed. */
export function ofShops(t: Town): readonly string[] {
  return t
    .news()
    .filter((line) => !line.includes('the run before was killed'))
    .toSorted();
}

/** The next cycle has nothing to tell, and Slack holds nothing twice. */
export async function nothingMore(t: Town, time: string = at(10, 10)): Promise<void> {
  expect((await t.cycle({ at: time })).code).toBe(0);
  expect([ofShops(t), twice(t.slack)]).toEqual([[], []]);
}
