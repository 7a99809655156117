import { describe, expect, it } from 'vitest';
import {
  ago,
  LOOKED,
  memberOf,
  openIncident,
  overIncident,
  stateWith,
  threadOf,
  toldAs,
  waitingEntry,
} from '../../tests/support/open-state.ts';
import { HOUR, MINUTE } from '../domain/duration.ts';
import type { Orders } from '../domain/orders.ts';
import type { FindingRow } from '../domain/report.ts';
import { storyOf } from './actions/incidents-show.ts';
import { incidentText } from './incident-text.ts';

const STYLE = { width: 80, color: false, timeZone: 'UTC' } as const;
type State = ReturnType<typeof stateWith>;

function show(state: State, findings: readonly FindingRow[] | null = []): string {
  const [incident] = state.ledger.incidents;
  if (incident === undefined) throw new Error('no incident');
  return incidentText(storyOf({ state, incident }, findings, LOOKED), LOOKED, STYLE);
}

const subject = { kind: 'Pod', namespace: 'mysql', name: 'mysql-0' };
const finding: FindingRow = {
  code: 'oom-killed',
  reason: 'OOMKilled',
  subject,
  owner: { kind: 'StatefulSet', namespace: 'mysql', name: 'mysql' },
  container: 'db',
  since: ago(50 * MINUTE).toISOString(),
  message: 'container db is killed for using more memory than its limit 512Mi',
  evidence: [],
};
const by = { by: 'ana', at: ago(MINUTE) };
const id = 'INC-20261121-001';

describe('incidents show', () => {
  it('tells what it is, who was told, what is on its way, and what people said of it', () => {
    const incident = openIncident('mysql', {
      members: [memberOf('mysql'), { ...memberOf('shop'), downSince: null }],
      affected: ['shop-web'],
      band: ['SEV-1', 'SEV-2'],
      culprit: 'commit 5f1c0de',
      choice: { severity: 'SEV-2', rules: 'SEV-1' },
      told: toldAs('SEV-1'),
    });
    const orders: Partial<Orders> = {
      acks: [{ incidentId: id, severity: 'SEV-1', ...by }],
      silences: [
        { id: 'S-1', match: { service: 'mysql' }, until: ago(-HOUR), reason: 'a move', ...by },
        { id: 'S-2', match: { service: 'vault' }, until: ago(-HOUR), reason: 'not ours', ...by },
      ],
      notes: [{ incidentId: id, text: 'the disk is full', ...by }],
    };
    const reminder = waitingEntry({ kind: 'reminder' });
    const state = stateWith([incident], { orders, ledger: { outbox: [reminder], threads: [threadOf(id)] } });
    expect(show(state, [finding, finding])).toMatchInlineSnapshot(`
      " SEV-1  mysql is down, 0 of 1 ready: container db is killed for using more
              memory than its limit 512Mi
        INC-20261121-001 · P0 mysql · down since 02:36 UTC, 50 min · homelab

        why       mysql (P0) is down; P0 may not be down at all (P0-DOWN; SEV-1 to
                  SEV-2 possible)
        advice    (model) SEV-2, where the rules say SEV-1
        affects   shop-web
        change    commit 5f1c0de, confidence HIGH
        seen      first 02:41 UTC, last 03:14 UTC
        part      mysql: since 02:36 UTC, down since 02:36 UTC
                  └ service:mysql
                  shop: since 02:36 UTC
                  └ service:shop
        found     container db is killed for using more memory than its limit 512Mi
                  └ oom-killed|StatefulSet|mysql|mysql|db

        told      #critical as SEV-1: first 02:42 UTC
        thread    #critical: C0CRITICAL1 1732184040.000100, since 02:42 UTC
        outbox    NOT DELIVERED: reminder to #critical, decided 02:42 UTC: Slack does
                  not answer (timeout)

        ack       ana, 03:25 UTC, as SEV-1
        silence   S-1: service mysql until 04:26 UTC, ana: a move
                  told all the same: not all that belongs to it is silenced
        note      ana, 03:25 UTC: the disk is full

      last cycle: k8s-monitor cycles show 20261121T031400Z-a1b2
      "
    `);
  });

  it('tells of what is over, and of what nobody was told', () => {
    const text = show(stateWith([overIncident('redis', { title: 'redis is down' })]));
    expect(text).toContain('P0 redis · over since Fri 20 Nov 02:26 UTC, after 5 h ·\n  homelab\n');
    expect(text).toContain('  told      nobody\n');
    expect(show(stateWith([openIncident('mysql', { waiting: true })]))).toContain('it waits for business hours');
  });

  it('says so when the record of the last cycle is gone', () => {
    const text = show(stateWith([openIncident('mysql')]), null);
    expect(text).toMatch(/k8s-monitor cycles show 20261121T031400Z-a1b2; its record is not at\nhand/);
  });
});
