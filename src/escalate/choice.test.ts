import { describe, expect, it } from 'vitest';
import { ROUTING } from '../../tests/support/cycles.ts';
import { service } from '../../tests/support/service.ts';
import { draftOf, fault, troubleOf, unlisted, workload } from '../../tests/support/trouble.ts';
import { NOW } from '../../tests/support/view.ts';
import type { IncidentDraft } from '../domain/incident.ts';
import { emptyLedger, Ledger } from '../domain/ledger.ts';
import { NO_ORDERS } from '../domain/orders.ts';
import type { Severity } from '../domain/severity.ts';
import type { Escalation } from './choice.ts';
import { chooseAgain, type Decided, escalate } from './escalate.ts';

const cart = workload('cart');
/** Nobody listed it: SEV-3 by the rules, SEV-2 to SEV-4 is the band. */
const minor = draftOf(unlisted(cart));
/** A P0 that is down: SEV-1, and no band. */
const outage = draftOf(troubleOf(service('api')));
const NIGHT = new Date('2026-01-15T22:00:00Z');

/** Cycles on one ledger; what the escalation-manager says, when it is asked. */
function cycles(escalation: Escalation) {
  const policy = {
    hours: { timeZone: 'UTC', startMinute: 540, endMinute: 1020, weekdays: [1, 2, 3, 4, 5] },
    routing: ROUTING,
    orders: NO_ORDERS,
    escalation,
  };
  let ledger = emptyLedger({ uid: 'u', name: 'test', version: null });
  return (draft: IncidentDraft, says: Severity | null, now = NOW): Decided => {
    const common = {
      notices: [],
      services: [],
      recovery: () => 'healthy' as const,
      wasRead: () => true,
      blindBefore: false,
    };
    const byRules = escalate({ ...common, ledger, recent: {}, drafts: [draft], policy, now });
    const choices = new Map(says === null ? [] : byRules.map((d): [string, Severity] => [d.incident.id, says]));
    const decided = chooseAgain(byRules, choices, policy, now);
    ledger = Ledger.parse(JSON.parse(JSON.stringify({ ...ledger, incidents: decided.map((d) => d.incident) })));
    const [first] = decided;
    if (first === undefined) throw new Error('no incident');
    return first;
  };
}

const seen = ({ incident, verdict, channel }: Decided) =>
  `${incident.severity} ${verdict.verdict} ${verdict.reason} ${channel ?? '-'}`;

describe('the escalation-manager’s choice', () => {
  it('inside the band is the severity where it may decide, and says whose it is', () => {
    const chosen = cycles('decide')(minor, 'SEV-2');
    expect(seen(chosen)).toBe('SEV-2 notify new #std');
    expect(chosen.incident.rationale).toContain('SEV-2 instead of SEV-3 by choice of the escalation-manager');
    expect(seen(cycles('decide')(minor, 'SEV-4'))).toBe('SEV-4 hold log-only -');
  });

  it('changes nothing where it only advises', () => {
    const cycle = cycles('advise');
    const rules = cycles('advise')(minor, null);
    const advised = cycle(minor, 'SEV-2');
    expect(seen(advised)).toBe(seen(rules));
    expect(advised.incident).toEqual({ ...rules.incident, choice: { severity: 'SEV-2', rules: 'SEV-3' } });
  });

  it.each<[IncidentDraft, Severity, string]>([
    [minor, 'SEV-1', 'SEV-3 notify new #std'],
    [outage, 'SEV-2', 'SEV-1 notify new #crit'],
    [outage, 'SEV-4', 'SEV-1 notify new #crit'],
  ])('outside the band never counts (%#)', (draft, says, wanted) => {
    expect(seen(cycles('decide')(draft, says))).toBe(wanted);
  });

  it('moves people: what is SEV-2 now does not wait for the morning', () => {
    expect(seen(cycles('decide')(minor, null, NIGHT))).toBe('SEV-3 hold outside-hours #std');
    expect(seen(cycles('decide')(minor, 'SEV-2', NIGHT))).toBe('SEV-2 notify new #std');
  });

  it('holds in later cycles without being asked again', () => {
    const cycle = cycles('decide');
    cycle(minor, 'SEV-2');
    const later = cycle(minor, null);
    expect(later.incident).toMatchObject({ severity: 'SEV-2', choice: { severity: 'SEV-2', rules: 'SEV-3' } });
    expect(later.assessment.severity).toBe('SEV-3');
  });

  it('was made for one severity of the rules: when they say another, it no longer counts', () => {
    // The same workload, with a fault that stops nothing: SEV-4 by the rules, SEV-3 to SEV-4 is the band.
    const setting = draftOf(unlisted(cart, { state: 'at-risk', findings: [fault('hpa-blocked', cart)] }));
    const cycle = cycles('decide');
    expect(cycle(setting, 'SEV-4').incident.choice).toEqual({ severity: 'SEV-4', rules: 'SEV-4' });
    const down = cycle(minor, null);
    expect(down.incident).toMatchObject({ severity: 'SEV-3', band: ['SEV-2', 'SEV-4'] });
    expect(down.incident.rationale).not.toContain('by choice');
  });
});
