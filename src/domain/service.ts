export const TIERS = ['P0', 'P1', 'P2', 'P3'] as const;
export type Tier = (typeof TIERS)[number];

/** A downtime as people write it: "5-15 minutes" is 5 min to 15 min. Milliseconds. */
export interface DowntimeRange {
  readonly lowerMs: number;
  /** Limits how long a known issue is accepted. */
  readonly upperMs: number;
}

/** A known issue the rules understand; prose they don't understand stays prose. */
export type KnownIssue =
  | { readonly kind: 'slow-start'; readonly upToMs: number; readonly text: string }
  | { readonly kind: 'manual-unseal'; readonly upToMs: number; readonly text: string }
  | { readonly kind: 'single-replica'; readonly text: string }
  /** `Expected: <finding code> up to <duration> [after start]`. */
  | {
      readonly kind: 'expected';
      readonly code: string;
      readonly upToMs: number;
      readonly afterStart: boolean;
      readonly text: string;
    };

/** An entry of services.txt. Source: docs/services-txt.md. */
export interface Service {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly tier: Tier;
  readonly namespaces: readonly string[];
  readonly dataLayer: boolean;
  /** Null when the entry says nothing: the tier's tolerance holds. */
  readonly maxDowntime: DowntimeRange | null;
  /** How long it may be down; Infinity means never over tolerance. Milliseconds. */
  readonly toleranceMs: number;
  readonly dependencies: readonly string[];
  readonly dependents: readonly string[];
  readonly knownIssues: readonly KnownIssue[];
  /** Known issues and quirks as written: shown in alerts. */
  readonly quirks: readonly string[];
  readonly purpose: string | null;
  readonly healthCheck: string | null;
  readonly ingress: readonly string[];
  readonly gitops: { readonly app: string | null; readonly path: string | null; readonly repo: string | null };
  readonly image: string | null;
  readonly replicas: number | null;
  /** Every key the parser gives no meaning to: kept and shown. */
  readonly extra: Readonly<Record<string, readonly string[]>>;
  readonly line: number;
  /** True when part of the entry could not be read: it is then treated as P0. */
  readonly unreadable: boolean;
}

export const SERVICE_STATES = ['unknown', 'down', 'degraded', 'impaired', 'at-risk', 'ok'] as const;
export type ServiceState = (typeof SERVICE_STATES)[number];
