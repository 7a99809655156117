import type { NotifyReason } from '../domain/decision.ts';
import type { ObjectRef } from '../domain/object-ref.ts';
import type { Tier } from '../domain/service.ts';
import type { Band, Severity } from '../domain/severity.ts';

/** A fact an agent may cite by its id: `E1` a field of an object, `L1` the end of a log, `P1` what a probe said. */
export interface BriefFact {
  readonly id: string;
  /** Null where the fact is about no single object. */
  readonly object: ObjectRef | null;
  /** Redacted; somebody else's words. */
  readonly text: string;
}

/** A read-only command line built by code, which an agent may choose by its id: `C1`. */
export interface BriefCommand {
  readonly id: string;
  readonly command: string;
}

/** A candidate change, by the rules' score; an agent names it by its short SHA. */
export interface BriefChange {
  readonly sha: string;
  readonly shortSha: string;
  readonly author: string;
  readonly committedAt: Date;
  readonly minutesBeforeOnset: number;
  readonly subject: string;
  readonly confidence: string;
  readonly reasons: readonly string[];
  readonly files: readonly { readonly path: string; readonly status: string; readonly patch: string | null }[];
}

export interface BriefService {
  readonly name: string;
  readonly tier: Tier;
  /** In words: `may not be down at all`. */
  readonly tolerance: string;
  readonly purpose: string | null;
  readonly healthCheck: string | null;
  /** Known issues and quirks, as the operator wrote them. */
  readonly knownIssues: readonly string[];
  readonly dependencies: readonly string[];
  readonly dependents: readonly string[];
}

/** Everything the agents are told of one incident: facts the rules found, each with an id. Nothing else exists for them. */
export interface Brief {
  readonly incidentId: string;
  readonly reason: NotifyReason | 'first-sight';
  /** The decision says that people are told: only then is slack-notifier asked. */
  readonly notify: boolean;
  readonly title: string;
  readonly severity: Severity;
  readonly band: Band;
  readonly rules: readonly string[];
  readonly rationale: string;
  readonly onset: Date;
  readonly now: Date;
  readonly namespaces: readonly string[];
  readonly service: BriefService | null;
  readonly affected: readonly string[];
  readonly findings: readonly { readonly object: ObjectRef; readonly code: string; readonly message: string }[];
  readonly facts: readonly BriefFact[];
  readonly commands: readonly BriefCommand[];
  /** What a roll back would be, built by code; null when nothing can be rolled back. */
  readonly rollback: string | null;
  readonly changes: readonly BriefChange[];
  /** In words, when there are none: `no matching change found`, `changes could not be read: …`. */
  readonly changesText: string;
  readonly notChecked: readonly string[];
  /** Shortened to fit the tokens of an incident: characters of a line, and what is not in it, in words. Left out: it is whole. */
  readonly short?: { readonly row: number; readonly leftOut: readonly string[] };
}
