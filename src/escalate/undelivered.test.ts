import { expect, it } from 'vitest';
import { HOUR } from '../domain/duration.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import { undeliveredNotice } from './undelivered.ts';

const NOW = new Date('2026-01-15T16:00:00Z');
const ago = (hours: number) => new Date(NOW.getTime() - hours * HOUR);

function entry(parts: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    id: 'd1',
    to: 'slack:#critical',
    kind: 'incident',
    severity: 'SEV-1',
    open: true,
    incidentIds: ['INC-20260115-001'],
    text: '[SEV-1] x',
    thread: null,
    opens: [],
    broadcast: false,
    createdAt: ago(1),
    cycleId: 'c',
    attempts: 1,
    lastError: 'Slack does not answer',
    refused: false,
    unsure: false,
    notBefore: null,
    copies: [],
    ...parts,
  };
}
const refused = { refused: true, lastError: 'Slack says channel_not_found: invite the bot' };

it('what is young and only slow is no trouble', () => {
  expect(undeliveredNotice([], NOW)).toBeNull();
  expect(undeliveredNotice([entry(), entry({ createdAt: ago(2) })], NOW)).toBeNull();
});

it('names how many, where, since when, why and the mend', () => {
  const notice = undeliveredNotice([entry(refused), entry({ ...refused, createdAt: ago(3) }), entry()], NOW);
  expect(notice).toMatchObject({
    kind: 'SELF',
    key: 'self:undelivered',
    title: '2 messages could not be delivered to #critical',
  });
  expect(notice?.detail).toBe(
    '#critical: 2 messages since 15 Jan 2026, 13:00 UTC: Slack says channel_not_found: invite the bot. ' +
      'They are kept and tried again by each cycle; see k8s-monitor outbox list',
  );
});

it('what waits for more than two hours is told too, with the last that was heard', () => {
  const notice = undeliveredNotice([entry({ createdAt: ago(2.1) })], NOW, 'Europe/Berlin');
  expect(notice?.title).toBe('1 message could not be delivered to #critical');
  expect(notice?.detail).toContain('14:54 GMT+1: Slack does not answer');
  expect(undeliveredNotice([entry({ createdAt: ago(3), lastError: null })], NOW)?.detail).toContain('not tried yet');
});

it('each place has its own reason, and says who got it instead', () => {
  const places = ['ops-mail', 'pager', 'hook', 'chat'].map((to) =>
    entry({ ...refused, to, lastError: `${to} is off` }),
  );
  const notice = undeliveredNotice([entry({ ...refused, copies: ['ops-mail', 'slack:#std'] }), ...places], NOW);
  expect(notice?.title).toBe('5 messages could not be delivered to #critical, ops-mail, pager, 2 more');
  expect(notice?.detail).toContain('(told in ops-mail, #std instead): Slack says');
  expect(notice?.detail).toContain('ops-mail: 1 message since 15 Jan 2026, 15:00 UTC: ops-mail is off. ');
});

it('says no secrets, whatever an answer held', () => {
  const token = `xoxb-${'1234567890-'.repeat(2)}${'aB3'.repeat(8)}`;
  const notice = undeliveredNotice([entry({ ...refused, lastError: `refused ${token}` })], NOW);
  expect(notice?.detail).not.toContain(token);
});
