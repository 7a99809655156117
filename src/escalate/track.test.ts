import { describe, expect, it } from 'vitest';
import { ROUTING } from '../../tests/support/cycles.ts';
import { service } from '../../tests/support/service.ts';
import { draftOf, fault, later, troubleOf, workload } from '../../tests/support/trouble.ts';
import { NOW } from '../../tests/support/view.ts';
import { HOUR, MINUTE } from '../domain/duration.ts';
import type { IncidentDraft, Notice } from '../domain/incident.ts';
import { emptyLedger, Ledger, type LedgerIncident } from '../domain/ledger.ts';
import { NO_ORDERS } from '../domain/orders.ts';
import type { Recovery } from '../domain/recovery.ts';
import { escalate } from './escalate.ts';
import { newIds } from './identity.ts';

const mysql = service('mysql');
const backend = service('backend', { dependencies: ['mysql'] });
const n8n = service('n8n');
const services = [mysql, backend, n8n];
const policy = {
  hours: { timeZone: 'UTC', startMinute: 540, endMinute: 1020, weekdays: [1, 2, 3, 4, 5] },
  routing: ROUTING,
  orders: NO_ORDERS,
  escalation: 'advise' as const,
};

interface Step {
  readonly drafts?: readonly IncidentDraft[];
  readonly notices?: readonly Notice[];
  readonly now?: Date;
  readonly recovery?: (incident: LedgerIncident) => Recovery;
}

/** One cycle after the other; between them the ledger goes through JSON, as between two processes. */
function cycles(...steps: readonly Step[]) {
  let ledger = emptyLedger({ uid: 'u', name: 'test', version: null });
  return steps.map(({ drafts = [], notices = [], now = NOW, recovery = () => 'healthy' }) => {
    const saw = { drafts, notices, recovery, wasRead: () => true, blindBefore: false };
    const decided = escalate({ ledger, recent: {}, services, ...saw, policy, now });
    ledger = Ledger.parse(JSON.parse(JSON.stringify({ ...ledger, incidents: decided.map((d) => d.incident) })));
    return decided.map((d) => d.incident);
  });
}

const down = (of: typeof mysql, onset = '20m') => troubleOf(of, { onset });
const open = (incidents: readonly LedgerIncident[] | undefined) => (incidents ?? []).filter((i) => i.status === 'open');
const ids = (incidents: readonly LedgerIncident[] | undefined) => open(incidents).map((i) => i.id);
const hours = (n: number) => later(n * HOUR);

describe('the id of an incident', () => {
  it('counts up within a day', () => {
    const fresh = newIds([], NOW);
    expect([fresh(), fresh()]).toEqual(['INC-20260115-001', 'INC-20260115-002']);
    expect(newIds(['INC-20260115-001', 'INC-20260115-003', 'INC-20260114-009'], NOW)()).toBe('INC-20260115-004');
    expect(newIds(['INC-20260115-999'], NOW)()).toBe('INC-20260115-1000');
  });

  it('stays from first sight to resolved, whatever the finding and the pods are called', () => {
    const other = troubleOf(mysql, { findings: [fault('image-pull', workload('mysql'), NOW)], onset: NOW });
    const [first, second, third] = cycles(
      { drafts: [draftOf(down(mysql))] },
      { drafts: [draftOf(other)], now: hours(1) },
      { now: hours(2) },
    );
    expect(ids(first)).toEqual(['INC-20260115-001']);
    expect(ids(second)).toEqual(['INC-20260115-001']);
    expect(third?.map((i) => [i.id, i.status])).toEqual([['INC-20260115-001', 'resolved']]);
  });

  it('keeps the earliest onset, of the API or of the first sight', () => {
    const [, second] = cycles(
      { drafts: [draftOf(down(mysql))] },
      { drafts: [draftOf(down(mysql, '2m'))], now: hours(1) },
    );
    expect(second?.[0]?.onset).toEqual(later(-20 * MINUTE));
    const [, older] = cycles(
      { drafts: [draftOf(down(mysql))] },
      { drafts: [draftOf(down(mysql, '50m'))], now: hours(1) },
    );
    expect(older?.[0]?.onset).toEqual(later(-50 * MINUTE));
  });

  it('is the same when it is back within three hours, a new one later', () => {
    const again = (back: Date) =>
      cycles(
        { drafts: [draftOf(down(mysql))] },
        { now: hours(1) },
        { drafts: [draftOf(troubleOf(mysql, { onset: back }))], now: back },
      )[2];
    expect(ids(again(later(4 * HOUR - 1)))).toEqual(['INC-20260115-001']);
    expect(ids(again(hours(4)))).toEqual(['INC-20260115-002']);
  });

  it('back again, its tolerance begins anew', () => {
    const back = troubleOf(mysql, { onset: hours(2) });
    const third = cycles(
      { drafts: [draftOf(down(mysql))] },
      { now: hours(1) },
      { drafts: [draftOf(back)], now: hours(2) },
    )[2];
    expect(open(third)[0]?.members[0]?.downSince).toEqual(hours(2));
  });
});

describe('joined incidents', () => {
  const apart = [draftOf(down(mysql)), draftOf(down(backend))];
  const together = [draftOf(down(mysql), down(backend))];

  it('the oldest id stays, with all members; the other ends untold', () => {
    const [first, second] = cycles({ drafts: apart.slice(1) }, { drafts: apart, now: hours(1) });
    expect(ids(first)).toEqual(['INC-20260115-001']);
    expect(ids(second)).toHaveLength(2);
    const third = cycles(
      { drafts: apart.slice(1) },
      { drafts: apart, now: hours(1) },
      { drafts: together, now: hours(2) },
    )[2];
    expect(ids(third)).toEqual(['INC-20260115-001']);
    const ended = third?.find((i) => i.status === 'resolved');
    expect([ended?.rationale, ended?.resolvedUntold]).toEqual(['joined INC-20260115-001', false]);
    expect(
      open(third)[0]
        ?.members.map((m) => m.service)
        .sort(),
    ).toEqual(['backend', 'mysql']);
  });

  it('seen in parts later it stays one, with its first root', () => {
    const [, second] = cycles({ drafts: together }, { drafts: [...apart].reverse(), now: hours(1) });
    expect(ids(second)).toEqual(['INC-20260115-001']);
    expect([second?.[0]?.key, second?.[0]?.service]).toEqual(['service:mysql', 'mysql']);
  });

  it('ends only when all members are healthy', () => {
    const [, second] = cycles({ drafts: together }, { drafts: apart.slice(1), now: hours(1) });
    expect(open(second)[0]?.members.map((m) => m.key)).toEqual(['service:backend', 'service:mysql']);
    const recovery = (i: LedgerIncident): Recovery =>
      i.members.some((m) => m.key === 'service:mysql') ? 'unread' : 'healthy';
    const third = cycles(
      { drafts: together },
      { drafts: apart.slice(1), now: hours(1), recovery },
      { now: hours(2), recovery },
    )[2];
    expect(ids(third)).toEqual(['INC-20260115-001']);
  });

  it('a member that has been well for three hours has left: failing again it is a new incident', () => {
    const steps = [0, 1, 2, 3].map((n) => ({ drafts: n === 0 ? together : apart.slice(1), now: hours(n) }));
    const last = cycles(...steps, {
      drafts: [draftOf(troubleOf(mysql, { onset: hours(4) })), ...apart.slice(1)],
      now: hours(4),
    })[4];
    expect(ids(last)).toEqual(['INC-20260115-001', 'INC-20260115-002']);
  });

  it('an open incident goes on before a resolved one is taken up again', () => {
    const last = cycles(
      { drafts: [draftOf(down(mysql))] },
      { drafts: [draftOf(troubleOf(backend, { onset: hours(1) }))], now: hours(1) },
      {
        drafts: [draftOf(troubleOf(backend, { onset: hours(1) }), troubleOf(mysql, { onset: hours(1) }))],
        now: hours(2),
      },
    )[2];
    expect(last?.map((i) => [i.id, i.status])).toEqual([
      ['INC-20260115-002', 'open'],
      ['INC-20260115-001', 'resolved'],
    ]);
  });
});

describe('over or not', () => {
  it.each(['unread', 'recovering'] as const)('%s is not over', (answer) => {
    const [, second] = cycles({ drafts: [draftOf(down(mysql))] }, { now: hours(1), recovery: () => answer });
    expect(second?.map((i) => [i.status, i.state, i.resolvedAt])).toEqual([['open', 'down', null]]);
  });

  it('over, it says when', () => {
    const [, second] = cycles({ drafts: [draftOf(down(mysql))] }, { now: hours(1) });
    expect(second?.map((i) => [i.status, i.state, i.resolvedAt])).toEqual([['resolved', 'ok', hours(1)]]);
  });
});

describe('since when it is down', () => {
  const p1 = service('tool', { tier: 'P1' });
  const sinceAfter = (...steps: readonly Step[]) => open(cycles(...steps).at(-1))[0]?.members[0]?.downSince;

  it('the first time, what the API says; not an older warning, not a neighbour', () => {
    const findings = [
      fault('secret-not-syncing', workload('tool'), '5d'),
      fault('job-failed', workload('backup', 'Job'), '3d'),
      fault('crash-loop', workload('tool'), '2m'),
    ];
    expect(sinceAfter({ drafts: [draftOf(troubleOf(p1, { findings, onset: '5d' }))] })).toEqual(later(-2 * MINUTE));
  });

  it('degraded before: not before the last time it was seen up', () => {
    const degraded = draftOf(troubleOf(p1, { state: 'degraded', onset: '5h' }));
    const worse = draftOf(troubleOf(p1, { onset: '5h' }));
    expect(sinceAfter({ drafts: [degraded] })).toBeNull();
    expect(sinceAfter({ drafts: [degraded] }, { drafts: [worse], now: hours(1) })).toEqual(NOW);
  });

  it('down before: from the first cycle on, though every pod was replaced', () => {
    const young = draftOf(troubleOf(p1, { onset: hours(2) }));
    expect(sinceAfter({ drafts: [draftOf(troubleOf(p1))] }, { drafts: [young], now: hours(2) })).toEqual(
      later(-20 * MINUTE),
    );
  });

  it('makes a P1 go over its tolerance from one cycle to the next', () => {
    const young = (now: Date) => draftOf(troubleOf(p1, { onset: later(-2 * MINUTE, now) }));
    const [first, second] = cycles(
      { drafts: [young(NOW)] },
      { drafts: [young(later(4 * MINUTE))], now: later(4 * MINUTE) },
    );
    expect([first?.[0]?.severity, second?.[0]?.severity]).toEqual(['SEV-3', 'SEV-2']);
  });
});

describe('notices', () => {
  const gap = (names: readonly string[]): Notice => ({
    kind: 'GAP',
    key: 'gap:list:pods:*',
    title: 't',
    detail: 'd',
    services: names,
    hidesNodes: false,
  });

  it('keep their id, and belong to a service only when they are about one', () => {
    const [first, second] = cycles({ notices: [gap(['mysql'])] }, { notices: [gap(['mysql', 'n8n'])], now: hours(1) });
    expect(first?.map((i) => [i.id, i.service, i.severity])).toEqual([['INC-20260115-001', 'mysql', 'SEV-2']]);
    expect(second?.map((i) => [i.id, i.service, i.affected])).toEqual([['INC-20260115-001', null, ['mysql', 'n8n']]]);
  });
});

describe('where a fault is looked for again', () => {
  it('is its own kind, and the metrics that gave it away; what an event says may vanish', () => {
    const object = (kind: string) => ({ kind, namespace: 'mysql', name: 'mysql-0' });
    const from = (kind: string) => ({ object: object(kind), field: 'x', value: 'y', at: null });
    const evidence = [from('PodMetrics'), from('Event')];
    const findings = [fault('memory-near-limit', workload('mysql'), '20m', { evidence })];
    const [first] = cycles({ drafts: [draftOf(troubleOf(mysql, { findings, state: 'at-risk' }))] });
    expect(first?.[0]?.members[0]?.places).toEqual([
      { kind: 'Pod', namespace: 'mysql' },
      { kind: 'PodMetrics', namespace: 'mysql' },
    ]);
  });
});
