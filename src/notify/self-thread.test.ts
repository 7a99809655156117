import { describe, expect, it } from 'vitest';
import { alertOf } from '../../tests/support/alert.ts';
import { composing, threadOf, toldAt } from '../../tests/support/message-threads.ts';
import type { Alert } from '../domain/alert.ts';
import type { Notice } from '../domain/incident.ts';
import type { LedgerIncident } from '../domain/ledger.ts';
import { type Composing, composeMessages } from './compose-messages.ts';

function notice(kind: Notice['kind'], id: string, parts: Partial<Alert> = {}, incident: Partial<LedgerIncident> = {}) {
  return alertOf(
    {
      channel: '#std',
      notice: { kind, key: id, title: id, detail: `mend ${id}`, services: [], hidesNodes: false },
      service: null,
      ...parts,
    },
    { id, severity: 'SEV-3', title: id, rules: [kind], ...incident },
  );
}
const compose = (alerts: readonly Alert[], options: Partial<Composing> = {}) =>
  composeMessages(alerts, [], composing(options));
const DAY = 'self:2026-01-15';

describe('the monitor’s own trouble', () => {
  it('opens a thread for the day, and is a reply in it later that day', () => {
    const first = compose([notice('SELF', 'budget')]);
    expect(first).toMatchObject([{ kind: 'self', to: 'slack:#std', thread: null, opens: [DAY], broadcast: false }]);
    const threads = [threadOf(DAY, { to: 'slack:#std' })];
    expect(compose([notice('GAP', 'pods')], { threads })).toMatchObject([{ kind: 'self', thread: DAY, opens: [] }]);
    expect(compose([notice('GAP', 'pods')], { threads: [threadOf(DAY)] })).toMatchObject([{ thread: null }]);
    const next = { threads, now: new Date('2026-01-15T23:30:00Z') };
    expect(compose([notice('SELF', 'budget')], next)).toMatchObject([{ thread: null, opens: ['self:2026-01-16'] }]);
  });

  it('of one cycle is one message, each with its mend', () => {
    const [message, ...others] = compose([
      notice('SELF', 'budget'),
      notice('SELF', 'services.txt'),
      notice('GAP', 'pods', { reason: 'reminder' }),
      notice('DRIFT', 'mysql', { reason: 'resolved', notice: null, draft: null }),
    ]);
    expect(others).toEqual([]);
    expect(message?.incidentIds).toHaveLength(4);
    expect(message?.text).toBe(
      [
        '[SEV-3] 4 notices about the monitoring itself',
        '2 × troubles of the monitoring itself',
        '  - budget (budget)',
        '    mend budget',
        '  - services.txt (services.txt)',
        '    mend services.txt',
        'Still so: 1 × parts of the cluster could not be read',
        '  - pods (pods)',
        'For example: mend pods',
        'Over: 1 × services of the inventory are not in the cluster',
        '  - mysql (mysql)',
        'cycle 20260115T120000Z-abcd',
      ].join('\n'),
    );
  });

  it('alone is told in full, and that it is over too', () => {
    expect(compose([notice('SELF', 'budget')])[0]?.text).toBe(
      '[SEV-3] budget\nWhy SEV-3: mend budget [SELF]\nbudget · cycle 20260115T120000Z-abcd',
    );
    const over = notice('SELF', 'budget', { reason: 'resolved', notice: null, draft: null }, { status: 'resolved' });
    expect(compose([over])).toMatchObject([{ kind: 'self', open: false }]);
    expect(compose([over])[0]?.text).toMatch(/^\[RESOLVED\] budget\n/);
  });

  it('that waited for the morning is not in the digest', () => {
    expect(compose([notice('SELF', 'budget', {}, { waiting: true })])).toMatchObject([{ kind: 'self' }]);
  });

  it('that hides what matters is an incident, until the end', () => {
    const gap = (reason: Alert['reason'], severity: 'SEV-2' | 'SEV-3' = 'SEV-2') =>
      notice('GAP', 'nodes', { reason }, { severity, told: toldAt() });
    expect(compose([notice('BLIND', 'blind', {}, { severity: 'SEV-2' }), gap('new')])).toMatchObject([
      { kind: 'incident', opens: ['blind'] },
      { kind: 'incident', opens: ['nodes'] },
    ]);
    const threads = [threadOf('nodes', { to: 'slack:#std' })];
    expect(compose([gap('resolved', 'SEV-3')], { threads })).toMatchObject([{ kind: 'resolved', thread: 'nodes' }]);
  });
});
