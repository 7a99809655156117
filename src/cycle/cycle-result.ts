import type { Report } from '../domain/report.ts';

/** By what it was kept for: the first fault of a folder mostly explains the others. */
export type NotKept = Readonly<Partial<Record<'state' | 'recording', string>>>;

export interface CycleResult {
  readonly report: Report;
  /** Something could not be read that was never missing before. */
  readonly newGaps: boolean;
  /** What could not be kept, and the mend: one line for each folder. */
  readonly notKept: NotKept;
}

/** The same cycle, which now says what could not be kept of it. */
export function withNotKept(cycle: CycleResult, what: keyof NotKept, why: string): CycleResult {
  const { report, notKept } = cycle;
  if (notKept[what] !== undefined) return cycle;
  const outcome = report.cycle.outcome === 'ok' ? 'degraded' : report.cycle.outcome;
  const told = { ...report, cycle: { ...report.cycle, outcome }, warnings: [why, ...report.warnings] };
  return { ...cycle, report: told, notKept: { ...notKept, [what]: why } };
}
