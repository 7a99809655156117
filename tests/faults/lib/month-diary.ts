// What happened in a month, hour by hour: what had to be told, and what Slack took.
import type { Ledger } from '../../../src/domain/ledger.ts';
import { Report } from '../../../src/domain/report.ts';
import type { Accepted } from '../../fakes/slack/types.ts';
import type { Hour } from './month-plan.ts';

/** The monitor decided to tell it, by its own report; of a killed cycle, by what its state owed. */
export interface Owed {
  readonly n: number;
  readonly incidentIds: readonly string[];
  readonly reason: string;
  /** Of an entry of the outbox. */
  readonly deliveryId: string | null;
}

export interface Arrival {
  readonly n: number;
  readonly message: Accepted;
}

export interface Diary {
  readonly owed: Owed[];
  readonly arrivals: Arrival[];
  /** Cycles that ran to their end, with what was true then. */
  readonly cycles: { readonly hour: Hour; readonly report: Report; readonly code: number; readonly ms: number }[];
  readonly kills: { n: number }[];
  readonly damages: { n: number }[];
  /** What a cycle itself did wrong. */
  readonly problems: string[];
}

export function emptyDiary(): Diary {
  return { owed: [], arrivals: [], cycles: [], kills: [], damages: [], problems: [] };
}

export function noteCycle(
  diary: Diary,
  hour: Hour,
  end: { code: number | null; stdout: string; stderr: string; ms: number },
): void {
  const { n } = hour;
  const report = reportIn(end.stdout);
  if (report === null || end.code === null || ![0, 1, 3].includes(end.code)) {
    diary.problems.push(
      `hour ${n}: exit ${end.code}, ${report === null ? 'no report' : ''} ${end.stderr.slice(0, 300)}`,
    );
    return;
  }
  diary.cycles.push({ hour, report, code: end.code, ms: end.ms });
  for (const { verdict, incidentId, reason, channel } of report.decisions) {
    if (verdict === 'notify' && channel !== null)
      diary.owed.push({ n, incidentIds: [incidentId], reason, deliveryId: null });
  }
}

/** What it had decided before it was killed: what its state owes, and what that says was told, or is over, since this hour. */
export function noteKill(diary: Diary, { n, at }: Hour, ledger: Ledger | null): void {
  diary.kills.push({ n });
  for (const { id, incidentIds, kind } of ledger?.outbox ?? [])
    diary.owed.push({ n, incidentIds, reason: `${kind}, killed`, deliveryId: id });
  for (const { id, told, resolvedAt, resolvedUntold } of ledger?.incidents ?? []) {
    if (told === null) continue;
    const isOver = resolvedAt?.getTime() === at.getTime() && !resolvedUntold;
    const isNews = told.lastAt.getTime() === at.getTime();
    const isFirst = told.firstAt.getTime() === at.getTime();
    const reason = isOver ? 'resolved' : isFirst ? 'new, killed' : 'told, killed';
    if (isOver || isNews) diary.owed.push({ n, incidentIds: [id], reason, deliveryId: null });
  }
}

export function noteArrivals(diary: Diary, { n }: Hour, messages: readonly Accepted[]): void {
  for (const message of messages.slice(diary.arrivals.length)) diary.arrivals.push({ n, message });
}

function reportIn(stdout: string): Report | null {
  try {
    return Report.parse(JSON.parse(stdout));
  } catch {
    return null;
  }
}
