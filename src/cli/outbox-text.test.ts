import { describe, expect, it } from 'vitest';
import { ago, LOOKED, stateWith, waitingEntry } from '../../tests/support/open-state.ts';
import { faultsOf, given, sceneOf } from '../../tests/support/ordering.ts';
import { HOUR, MINUTE } from '../domain/duration.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import { retryOrder } from './actions/outbox-retry.ts';
import { outboxText } from './outbox-text.ts';

const STYLE = { width: 80, color: false, timeZone: 'UTC' } as const;

const refused = waitingEntry({
  id: 'aa00bb11cc22dd33ee44ff5566778899',
  severity: 'SEV-2',
  refused: true,
  lastError: 'Slack says channel_not_found: invite the bot to #critical, or correct SLACK_CHANNEL_CRITICAL',
  copies: ['ops-mail'],
});
const waiting = waitingEntry({
  id: 'aa11bb11',
  to: 'ops-mail',
  kind: 'digest',
  severity: 'SEV-2',
  createdAt: ago(HOUR),
});
const fresh = waitingEntry({ id: '77777777aa', attempts: 0, lastError: null });

function list(outbox: readonly OutboxEntry[], parts: Parameters<typeof stateWith>[1] = {}): string {
  const state = stateWith([], { ...parts, ledger: { outbox: [...outbox], ...parts?.ledger } });
  return outboxText([state], LOOKED, STYLE);
}

describe('outbox list', () => {
  it('shows the most urgent first, why each is still here, and the mend', () => {
    const ledger = { pauses: { 'ops-mail': ago(-3 * MINUTE), 'slack:#critical': ago(MINUTE) } };
    expect(list([refused, waiting, fresh], { ledger })).toMatchInlineSnapshot(`
      "3 messages of homelab have not arrived, as of the last cycle 12 min ago (03:14
      UTC)

      MESSAGE   TO         KIND      SEV    SINCE UTC     TRIES
      77777777  #critical  incident  SEV-1  21 Nov 02:42  0
                INC-20261121-001
                not tried yet
      aa11bb11  ops-mail   digest    SEV-2  21 Nov 02:26  3
                INC-20261121-001
                Slack does not answer (timeout) · not before 03:29 UTC
      aa00bb11  #critical  incident  SEV-2  21 Nov 02:42  3
                INC-20261121-001
                refused: somebody has to mend something · Slack says
                channel_not_found: invite the bot to #critical, or correct
                SLACK_CHANNEL_CRITICAL · went to ops-mail instead
      "
    `);
  });

  it('says it when all has arrived', () => {
    expect(list([])).toBe('Every message of homelab has arrived, as of the last cycle 12 min ago (03:14\nUTC)\n');
  });

  it('says that a try was asked for, until the next cycle', () => {
    const asked = (at: Date) => list([refused], { orders: { retries: [{ entryId: refused.id, at }] } });
    expect(asked(ago(MINUTE))).toContain('as was asked');
    expect(asked(ago(HOUR))).not.toContain('as was asked');
  });

  it('says that a message may have arrived', () => {
    const text = list([{ ...fresh, unsure: true }]);
    expect(text).toContain('          may have arrived; the next try looks for it first\n');
    const hook = list([{ ...fresh, to: 'hook', unsure: true, unheard: 1 }]).replace(/\n +/g, ' ');
    expect(hook).toContain('may have arrived, and nobody can look there; sent once more, under the same delivery id');
  });
});

describe('outbox retry', () => {
  const scene = sceneOf(stateWith([], { ledger: { outbox: [refused, waiting, fresh] } }));

  it('one message by the beginning of its id, or all', () => {
    const { orders, text } = given(retryOrder('AA00', {}, scene));
    expect(orders.retries).toEqual([{ entryId: refused.id, at: LOOKED }]);
    expect(text).toContain('Tried again by the next cycle: aa00bb11 (incident to #critical)');
    expect(given(retryOrder(undefined, { all: true }, scene)).orders.retries.map(({ entryId }) => entryId)).toEqual([
      fresh.id,
      waiting.id,
      refused.id,
    ]);
  });

  it('says what there is', () => {
    expect(faultsOf(retryOrder('ff', {}, scene))).toEqual([
      'no message is called "ff"; there are aa00bb11, aa11bb11, 77777777',
    ]);
    expect(faultsOf(retryOrder('aa', {}, scene))).toEqual(['"aa" is the beginning of 2 messages: write more of it']);
    const either = ['say which message is tried again: its id, or --all'];
    expect(faultsOf(retryOrder(undefined, {}, scene))).toEqual(either);
    expect(faultsOf(retryOrder('aa00', { all: true }, scene))).toEqual(either);
    expect(given(retryOrder(undefined, { all: true }, sceneOf(stateWith([])))).text).toContain(
      'every message has arrived',
    );
  });
});
