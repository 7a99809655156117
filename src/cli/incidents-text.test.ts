import { describe, expect, it } from 'vitest';
import {
  ago,
  LOOKED,
  memberOf,
  openIncident,
  overIncident,
  stateWith,
  waitingEntry,
} from '../../tests/support/open-state.ts';
import { DAY, HOUR, MINUTE } from '../domain/duration.ts';
import type { Orders } from '../domain/orders.ts';
import { factsOf, type Wanted, wantedIncidents } from './incident-facts.ts';
import { incidentsText } from './incidents-text.ts';

const STYLE = { width: 80, color: false, timeZone: 'UTC' } as const;
const ALL: Wanted = { all: true, severities: [], services: [] };
const OPEN: Wanted = { ...ALL, all: false };

function list(
  states: readonly ReturnType<typeof stateWith>[],
  wanted: Wanted = OPEN,
  now = LOOKED,
  width = 80,
): string {
  const groups = states.map((state) => ({
    ledger: state.ledger,
    rows: wantedIncidents(state.ledger, wanted, now).map((incident) => factsOf(state, incident, () => [], now)),
  }));
  const narrowed = wanted.severities.length > 0 || wanted.services.length > 0;
  return incidentsText(groups, { now, intervalMs: HOUR, narrowed }, { ...STYLE, width });
}

const incidents = [
  openIncident('vault', {
    id: 'INC-20261121-003',
    tier: 'P1',
    severity: 'SEV-3',
    waiting: true,
    title: 'vault is late',
  }),
  overIncident('redis', { title: 'redis is down' }),
  openIncident('node', {
    id: 'INC-20261121-002',
    severity: 'SEV-2',
    service: null,
    tier: null,
    state: 'at-risk',
    title: 'Node worker-1 is not ready',
  }),
  openIncident('mysql'),
];
const by = { by: 'ana', at: ago(MINUTE) };
const orders: Partial<Orders> = {
  acks: [{ incidentId: 'INC-20261121-001', severity: 'SEV-1', ...by }],
  silences: [{ id: 'S-1', match: { severity: 'SEV-3' }, until: new Date('2026-11-22T09:00:00Z'), reason: 'x', ...by }],
  resolves: [{ incidentId: 'INC-20261121-002', reason: 'took it out', ...by }],
  notes: [{ incidentId: 'INC-20261121-001', text: 'the disk is full', ...by }],
};

describe('incidents list', () => {
  it('shows the worst first, who has it, and what nobody heard of yet; then what is over', () => {
    const state = stateWith(incidents, { orders, ledger: { outbox: [waitingEntry()] } });
    expect(list([state], ALL)).toMatchInlineSnapshot(`
      "3 incidents open in homelab, 1 over, as of the last cycle 12 min ago (03:14 UTC)

      SEV    STATE    SINCE UTC     TIER  SERVICE  INCIDENT
      SEV-1  down     21 Nov 02:36  P0    mysql    INC-20261121-001
             mysql is down, 0 of 1 ready: container db is killed for using more memory
             than its limit 512Mi
             acknowledged by ana · NOT DELIVERED to #critical · 1 note
      SEV-2  at-risk  21 Nov 02:36  -     -        INC-20261121-002
             Node worker-1 is not ready
             ana says it is over
      SEV-3  down     21 Nov 02:36  P1    vault    INC-20261121-003
             vault is late
             silenced until Sun 22 Nov 09:00 UTC · waits for business hours
      SEV-1  over     19 Nov 21:26  P0    redis    INC-20261119-001
             redis is down
             over since Fri 20 Nov 02:26 UTC, after 5 h

      1 message has not arrived yet: k8s-monitor outbox list
      "
    `);
  });

  it('says that nothing is open only together with how old that is', () => {
    expect(list([stateWith([overIncident('redis')])])).toBe(
      'Nothing is open in homelab, as of the last cycle 12 min ago (03:14 UTC)\n',
    );
    const never = stateWith([], { ledger: { lastCycle: null } });
    expect(list([never])).toBe('Nothing is open in homelab, but no cycle has ended yet\n');
  });

  it('doubts a state that no cycle has renewed for two intervals', () => {
    const late = list([stateWith([])], OPEN, new Date(LOOKED.getTime() + 2 * HOUR));
    expect(late).toMatchInlineSnapshot(`
      "Nothing is open in homelab, as of the last cycle 2 h 12 min ago (03:14 UTC)
      A cycle is expected every 1 h (MONITORING_INTERVAL_HOURS): what has broken since
      is not here. Is the monitor running?
      "
    `);
    expect(list([stateWith([])], OPEN, ago(12 * MINUTE - 2 * HOUR))).not.toContain('expected');
  });

  it('narrows to severities and services, and does not call the rest well', () => {
    const both = openIncident('mysql', { members: [memberOf('mysql'), memberOf('vault')] });
    const state = stateWith([both, openIncident('redis', { id: 'INC-20261121-002', severity: 'SEV-3' })]);
    expect(list([state], { ...OPEN, services: ['Vault'] })).toContain('1 incident open in homelab');
    expect(list([state], { ...OPEN, severities: ['SEV-3'] })).toContain('INC-20261121-002');
    expect(list([state], { ...OPEN, severities: ['SEV-2'] })).toMatch(/^No open incident in homelab matches, as of/);
  });

  it('keeps what is over for a week', () => {
    const old = overIncident('redis', { resolvedAt: ago(7 * DAY) });
    const young = overIncident('vault', { id: 'INC-20261119-002', resolvedAt: ago(7 * DAY - 1) });
    const text = list([stateWith([old, young])], ALL);
    expect(text).toContain('INC-20261119-002');
    expect(text).not.toContain('INC-20261119-001');
  });

  it('groups by cluster', () => {
    const text = list([stateWith([openIncident('mysql')]), stateWith([], { cluster: 'lab' })]);
    expect(text).toMatch(/^1 incident open in homelab, as of [\s\S]*\n\nNothing is open in lab, as of the last cycle/);
  });

  it('does not count an ack that has ended, and a resolve that a cycle has overruled', () => {
    const worse = stateWith([openIncident('mysql')], {
      orders: {
        acks: [{ incidentId: 'INC-20261121-001', severity: 'SEV-2', ...by }],
        resolves: [{ incidentId: 'INC-20261121-001', reason: 'x', by: 'ana', at: ago(HOUR) }],
      },
    });
    expect(list([worse])).not.toContain('ana');
  });

  it('stays in 60 columns, and lets no title speak to the terminal', () => {
    const evil = openIncident('a-service-with-a-name-that-nobody-can-read', { title: 'x\u001b[2J\u202e\ny' });
    const text = list([stateWith([evil])], OPEN, LOOKED, 60);
    expect(text.split('\n').every((line) => line.length <= 60)).toBe(true);
    expect(text).toContain('a-servi…  INC-20261121-001');
    expect(text).not.toMatch(/[^\P{C}\n]/u);
  });
});
