import type { LedgerIncident } from '../domain/ledger.ts';
import { atLeast, type Severity } from '../domain/severity.ts';

/** Who has the last word on the severity: the rules, or the escalation-manager inside the band the rules give. */
export type Escalation = 'advise' | 'decide';

/** A choice made for another severity of the rules is no longer about this incident, and one outside the band never was. */
function choiceFor(incident: LedgerIncident): Severity | null {
  const { choice, severity, band } = incident;
  if (choice === null || choice.rules !== severity) return null;
  return atLeast(band[0], choice.severity) && atLeast(choice.severity, band[1]) ? choice.severity : null;
}

/** The incident as it counts: where the operator lets the escalation-manager decide, its choice is the severity. */
export function withChoice(incident: LedgerIncident, escalation: Escalation): LedgerIncident {
  const chosen = escalation === 'decide' ? choiceFor(incident) : null;
  if (chosen === null || chosen === incident.severity) return incident;
  const rationale = `${incident.rationale}; ${chosen} instead of ${incident.severity} by choice of the escalation-manager (ESCALATION=decide)`;
  return { ...incident, severity: chosen, rationale };
}
