import type { FindingCode } from '../../src/domain/catalogue.ts';

/** An incident as the cycle would hand it over, and the commit that is to blame for it. */
export interface RealCase {
  readonly name: string;
  /** First symptom, UTC. */
  readonly at: string;
  /** A service of docs/reference/services.txt, or the object at the top: `Deployment/kagent/kagent-ui`. */
  readonly about: string;
  /** The application that syncs it, where the cluster tells; without, there is no word from the cluster. */
  readonly app?: string;
  readonly faults: readonly FindingCode[];
  /** As findings would say it. */
  readonly words: readonly string[];
  /** Start of the SHA; none: nothing may be named; not-high: whatever is named, nobody may be sure of it. */
  readonly blame: string;
  /** Innocent, or guilty of something else: the traps. Nothing but `blame` may be HIGH anyway. */
  readonly traps?: readonly string[];
  readonly why: string;
  /** What the cluster tells of the workload, where it tells. */
  readonly mutable?: { readonly images: readonly string[]; readonly lastRollout: string };
}
