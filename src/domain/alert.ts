import type { Advice } from './advice.ts';
import type { Changes } from './change.ts';
import type { NotifyReason } from './decision.ts';
import type { Destination } from './destination.ts';
import type { IncidentDraft, Notice } from './incident.ts';
import type { LedgerIncident } from './ledger.ts';
import type { Routed } from './routing.ts';
import type { Service } from './service.ts';

/** Everything one message about one incident is made from. */
export interface Alert {
  readonly reason: NotifyReason;
  /** Name of the first destination. */
  readonly channel: string;
  /** Where it is told; never empty. */
  readonly to: readonly Destination[];
  /** What its route was chosen by. */
  readonly routed: Routed;
  readonly incident: LedgerIncident;
  /** When what is worst in it began, where that is long after the incident itself. */
  readonly since?: Date;
  readonly draft: IncidentDraft | null;
  readonly notice: Notice | null;
  readonly service: Service | null;
  /** What the probe of the service last said, or how ready it is. */
  readonly probe: string | null;
  /** What this cycle could not see that may matter here. */
  readonly notChecked: readonly string[];
  /** The changes before it; null when nobody looked in this cycle, because it was told before. */
  readonly changes: Changes | null;
  /** What the agents add; null when none was to be asked. */
  readonly advice: Advice | null;
  /** What the cycles before tell of it, for people; left out: nothing. */
  readonly trends?: readonly string[];
  readonly cycleId: string;
  readonly now: Date;
  readonly timeZone: string;
}
