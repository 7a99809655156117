import { DAY } from '../domain/duration.ts';
import { monthOf, type Spend } from '../domain/spend.ts';

/** What models cost, whoever asked them, for whatever cluster. */
export interface SpendBook {
  /** For people: `./data`, `configmap k8s-monitor/state-records`. */
  readonly place: string;
  /** Dollars of this month, of all clusters and purposes. Rejects when that can't be known. */
  readonly spentUsd: () => Promise<number>;
  /** Writes to it, so that nobody is asked whose answer could not be kept. Rejects with the error of the place. */
  readonly open: () => Promise<void>;
  /** On the disk (or accepted by the API server) when this returns. */
  readonly add: (spend: Omit<Spend, 'at'>) => Promise<void>;
  /** All that is kept, the oldest first; nothing before anybody was asked. Rejects when the place itself can't be read. */
  readonly read: () => Promise<SpendRead>;
}

export interface SpendRead {
  /** Answers, or sums of a day (or, long ago, of a month) with its beginning as their time. */
  readonly spends: readonly Spend[];
  /** Of what can't be read, each with the reason: it is missing from every sum. */
  readonly problems: readonly string[];
}

/** Longer than a year, so that a month can be compared with the one a year before. */
const KEEP = 400 * DAY;

/** The oldest month that is kept: `2025-10`. */
export function oldestMonth(now: Date): string {
  return monthOf(new Date(now.getTime() - KEEP));
}
