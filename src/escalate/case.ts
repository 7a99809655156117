import type { Finding } from '../domain/finding.ts';
import type { Trouble } from '../domain/incident.ts';
import type { ServiceState, Tier } from '../domain/service.ts';
import type { Band, Severity } from '../domain/severity.ts';

/** One trouble as the rows see it: what a known issue covers is already taken out. */
export interface Case {
  readonly trouble: Trouble;
  /** Of a listed service its tier; of the cluster's own network P1; else null. */
  readonly tier: Tier | null;
  readonly listed: boolean;
  readonly state: ServiceState;
  readonly findings: readonly Finding[];
  /** How long it has been down; 0 while it isn't. Milliseconds. */
  readonly downForMs: number;
  /** In how many of the last five cycles, this one included, it was down or degraded. */
  readonly recentCycles: number;
}

export interface Outcome {
  readonly severity: Severity;
  readonly band: Band;
  /** Why, as the end of a sentence about the service. */
  readonly why: string;
}

export function outcome(severity: Severity, band: Band, why: string): Outcome {
  return { severity, band, why };
}

/** A row without a choice: the band is the severity. */
export function fixed(severity: Severity, why: string): Outcome {
  return { severity, band: [severity, severity], why };
}
