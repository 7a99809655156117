import type { ClusterAccess } from '../../src/collect/cluster-access.ts';
import type { Finding } from '../../src/domain/finding.ts';

/** What the rules find in the cluster right now. */
export interface Scan {
  readonly takenAt: Date;
  readonly cluster: string;
  readonly findings: readonly Finding[];
  /** Listed services with their state, those in trouble first. */
  readonly services: readonly { readonly name: string; readonly tier: string; readonly state: string }[];
  /** What could not be read, for people. */
  readonly gaps: readonly string[];
}

export interface KubernetesDeps {
  readonly access: ClusterAccess;
  readonly scan: (signal: AbortSignal) => Promise<Scan>;
  readonly now: () => Date;
}
