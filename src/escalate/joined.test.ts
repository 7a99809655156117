import { expect, it } from 'vitest';
import { incidentOf } from '../../tests/support/alert.ts';
import { ROUTING } from '../../tests/support/cycles.ts';
import { toldAt } from '../../tests/support/message-threads.ts';
import { service } from '../../tests/support/service.ts';
import { draftOf, later, troubleOf } from '../../tests/support/trouble.ts';
import { HOUR } from '../domain/duration.ts';
import type { IncidentDraft } from '../domain/incident.ts';
import { emptyLedger, type LedgerIncident } from '../domain/ledger.ts';
import { NO_ORDERS } from '../domain/orders.ts';
import { escalate } from './escalate.ts';
import type { Sighting } from './identity.ts';
import { endTogether, toldTogether } from './joined.ts';

const draft = draftOf(troubleOf(service('api')));
const told = (id: string, to: readonly string[], parts: Partial<LedgerIncident> = {}) =>
  incidentOf(draft, { id, told: toldAt(...to), ...parts });
const tied = (incident: LedgerIncident | null, ...joined: readonly LedgerIncident[]): Sighting => ({
  drafts: [draft],
  notice: null,
  incident,
  joined,
});

it('a page or a mail ends with the incident that its own one joined; what is edited has said so', () => {
  const [first, paged, inSlack] = [told('a', ['slack:#c']), told('b', ['slack:#c', 'pager']), told('c', ['slack:#d'])];
  expect(endTogether(tied(first, paged, inSlack))).toEqual(['b']);
  const lesser = { ...toldAt('slack:#c'), severity: 'SEV-3', worst: 'SEV-3' } as const;
  expect(toldTogether(lesser, [paged, inSlack])).toMatchObject({ worst: 'SEV-1', to: ['slack:#c', 'pager'] });
  expect(toldTogether(lesser, [inSlack])).toEqual(lesser);
});

it('what had joined that goes with it, until the end is told', () => {
  const host = told('b', ['slack:#c'], { joined: ['c'] });
  expect(endTogether(tied(told('a', ['pager'], { joined: ['z'] }), host))).toEqual(['z', 'c']);
  const over = told('a', ['pager'], { joined: ['z'], status: 'resolved', resolvedAt: later(HOUR) });
  expect(endTogether(tied(over))).toEqual([]);
  expect(endTogether(tied({ ...over, resolvedUntold: true }))).toEqual(['z']);
});

it('two pages that turn out to be one incident: the end of it goes to both places, and names both', () => {
  const [api, db] = [troubleOf(service('api')), troubleOf(service('db'))];
  const cycle = (incidents: readonly LedgerIncident[], drafts: readonly IncidentDraft[], n: number) =>
    escalate({
      recent: {},
      ledger: { ...emptyLedger({ uid: 'u', name: 'test', version: null }), incidents: [...incidents] },
      drafts,
      notices: [],
      services: [],
      recovery: () => 'healthy',
      wasRead: () => true,
      blindBefore: false,
      policy: {
        hours: { timeZone: 'UTC', startMinute: 0, endMinute: 1440, weekdays: [1, 2, 3, 4, 5, 6, 7] },
        routing: ROUTING,
        orders: NO_ORDERS,
        escalation: 'advise',
      },
      now: later(n * HOUR),
    });
  const first = incidentOf(draftOf(api), { id: 'INC-20260115-001', told: toldAt('slack:#crit', 'pager') });
  const other = incidentOf(draftOf(db), { id: 'INC-20260115-002', told: toldAt('slack:#crit', 'mail') });
  const together = cycle([first, other], [draftOf(api, db)], 1);
  const end = cycle(
    together.map(({ incident }) => incident),
    [],
    2,
  );
  expect(end.map(({ incident, verdict, to }) => [incident.id, verdict.reason, to, incident.joined])).toEqual([
    ['INC-20260115-001', 'resolved', ['slack:#crit', 'pager', 'mail'], ['INC-20260115-002']],
    ['INC-20260115-002', 'log-only', ['slack:#crit', 'mail'], undefined],
  ]);
});
