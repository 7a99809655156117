import type { FindingCode } from './catalogue.ts';
import type { ObjectRef } from './object-ref.ts';

/** One field of one object that says what a finding claims. */
export interface Evidence {
  readonly object: ObjectRef;
  /** Path inside the object, e.g. `status.containerStatuses[app].state.waiting.reason`. */
  readonly field: string;
  readonly value: string;
  readonly at: Date | null;
}

/** Something that is provably broken in one object. */
export interface Finding {
  readonly code: FindingCode;
  /** Kubernetes' own word for the cause where it has one. */
  readonly reason: string;
  readonly subject: ObjectRef;
  /** The top of the subject's chain of owners; the subject itself when it has none. */
  readonly owner: ObjectRef;
  readonly container: string | null;
  /** Earliest of the API's own timestamps for this fault; never the pod's age. */
  readonly since: Date;
  /** The catalogue's sentence, filled in. */
  readonly message: string;
  readonly evidence: readonly Evidence[];
  /** What the API says is behind it, by name (`quota/shop/compute`): findings of the same cause are one incident. Never shown. */
  readonly cause?: string;
}
