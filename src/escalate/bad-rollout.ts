import type { LedgerIncident } from '../domain/ledger.ts';

/**
 * The row BAD-ROLLOUT: a change that the rules rate HIGH, on a P0 or P1 that would be SEV-3. It is applied after the other rows, as
 * the change is looked for only once they have spoken; it stays for as long as the incident does.
 */
export function withBadRollout(incident: LedgerIncident): LedgerIncident {
  const { culprit, severity, tier, status, rules, rationale } = incident;
  const isImportant = tier === 'P0' || tier === 'P1';
  if (culprit === null || status !== 'open' || severity !== 'SEV-3' || !isImportant) return incident;
  return {
    ...incident,
    severity: 'SEV-2',
    band: ['SEV-2', 'SEV-2'],
    rules: ['BAD-ROLLOUT', ...rules],
    rationale: `${rationale}; ${culprit} very likely broke it`,
  };
}
