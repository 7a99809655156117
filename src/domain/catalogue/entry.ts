/**
 * runtime: something that ran or should run does not. config: a reference or setting that can't work.
 * hygiene: never part of the cycle.
 */
export type FindingClass = 'runtime' | 'config' | 'hygiene';

export interface CatalogueEntry {
  /** `{name}` is filled from the finding's parameters. */
  readonly sentence: string;
  readonly class: FindingClass;
  /** False for faults a missing dependency can't cause (memory, image, scheduling): they are never blamed on one. */
  readonly fromDependency: boolean;
  /** True for faults that only show another one's effect: they never give an incident its title when a cause is there. */
  readonly symptom: boolean;
  /** What to look at first, one line. */
  readonly firstStep: string;
}
