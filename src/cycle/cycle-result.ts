import type { Report } from '../domain/report.ts';

/** By what it was kept for: the first fault of a folder mostly explains the others. */
export type NotKept = Readonly<Partial<Record<'state' | 'recording', string>>>;

/** Another run is at work on this cluster: nothing was read, kept or told. */
export interface Skipped {
  readonly status: 'skipped';
  /** For people. */
  readonly holder: string;
}

export interface CycleResult {
  readonly status: 'done';
  readonly report: Report;
  /** Something could not be read that was never missing before. */
  readonly newGaps: boolean;
  /** What could not be kept, and the mend: one line for each folder. */
  readonly notKept: NotKept;
}

/** Something that is said, and costs nothing else. */
export function withWarning(cycle: CycleResult, warning: string): CycleResult {
  return { ...cycle, report: { ...cycle.report, warnings: [...cycle.report.warnings, warning] } };
}

/** The same cycle, which now says what could not be kept of it. */
export function withNotKept(cycle: CycleResult, what: keyof NotKept, why: string): CycleResult {
  const { report, notKept } = cycle;
  if (notKept[what] !== undefined) return cycle;
  const outcome = report.cycle.outcome === 'ok' ? 'degraded' : report.cycle.outcome;
  const told = { ...report, cycle: { ...report.cycle, outcome }, warnings: [why, ...report.warnings] };
  return { ...cycle, report: told, notKept: { ...notKept, [what]: why } };
}
