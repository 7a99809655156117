import type { FindingCode } from '../../src/domain/catalogue.ts';
import type { ChangeConfidence } from '../../src/domain/change.ts';

/** One edit of a file as it is on the branch: a text that stands in it once becomes another one. */
export type Edit =
  | { readonly path: string; readonly from: string; readonly to: string }
  | { readonly path: string; readonly add: string }
  | { readonly path: string; readonly remove: true }
  | { readonly path: string; readonly moveTo: string };

export interface CaseStep {
  readonly title: string;
  /** Minutes from the commit to the first symptom; below 0: it came after. */
  readonly before: number;
  readonly edits: readonly Edit[];
  /** Minutes too; a rebase keeps it. */
  readonly authoredBefore?: number;
  /** Begins where main is; without: main. */
  readonly branch?: string;
  /** A branch it merges, with all that was edited there. */
  readonly merges?: string;
}

/** An incident, what happened in the repository before it, and who is to blame. */
export interface LabelledCase {
  readonly name: string;
  /** Of the services in world.ts. */
  readonly service: string;
  /** Services it needs. */
  readonly needs?: readonly string[];
  readonly faults: readonly FindingCode[];
  /** What the findings say. */
  readonly words?: readonly string[];
  /** The oldest first. */
  readonly steps: readonly CaseStep[];
  /** Title of the commit to blame; `none`: no commit. */
  readonly bad: string;
  /** Null where none is to blame. */
  readonly confidence: ChangeConfidence | null;
}
