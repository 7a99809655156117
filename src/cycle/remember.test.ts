import { describe, expect, it } from 'vitest';
import { partsOf } from '../../tests/support/cycles.ts';
import { app } from '../../tests/support/cycles-objects.ts';
import { agentRun } from '../../tests/support/report.ts';
import { service } from '../../tests/support/service.ts';
import { later } from '../../tests/support/trouble.ts';
import { snapshotOf } from '../../tests/support/view.ts';
import type { Counsel } from '../agents/advisor.ts';
import { MINUTE } from '../domain/duration.ts';
import { emptyLedger, Ledger } from '../domain/ledger.ts';
import { composeMessages } from '../notify/compose-messages.ts';
import { alertsOf, healedOf, NO_INSIGHT } from './alerts.ts';
import { judge } from './judge.ts';
import { afterCycle, undecided } from './remember.ts';

const services = [service('api')];
// A Thursday.
const at = (hour: number) => new Date(Date.UTC(2026, 0, 15, hour));
const crashing = (...pods: readonly ('ok' | 'crash')[]) => app('api', pods, later(-10 * MINUTE, at(9)));
const cart = (word: 'ok' | 'crash') => app('cart', [word], later(-10 * MINUTE, at(9)));

type Status = 'sent' | 'failed' | 'not-sent' | 'killed';

/** Cycles whose messages fare as said; `killed`: the program ends before anything is sent. */
function monitor() {
  let ledger = emptyLedger({ uid: 'u', name: 'test', version: null });
  return (hour: number, objects: readonly object[], status: Status, counsel: Counsel | null = null) => {
    const parts = partsOf(services);
    const read = { status: 'read' as const, snapshot: snapshotOf(objects, { now: at(hour) }) };
    const judgement = judge(parts, ledger, read, at(hour));
    const messages = composeMessages(alertsOf(parts, judgement, `c${hour}`, NO_INSIGHT), healedOf(judgement));
    const after =
      status === 'killed'
        ? undecided(ledger, judgement, `c${hour}`)
        : afterCycle(
            ledger,
            judgement,
            `c${hour}`,
            messages.map((m) => ({ ...m, delivery: { status, detail: '' } })),
            counsel,
            'abc',
          );
    ledger = Ledger.parse(JSON.parse(JSON.stringify(after)));
    return { told: messages.map(({ kind }) => kind), keys: messages.map(({ key }) => key), ledger };
  };
}

describe('what did not get through is not told', () => {
  it.each<Status>(['failed', 'killed'])('a new incident is told by the next cycle, as the same news (%s)', (lost) => {
    const cycle = monitor();
    const first = cycle(9, crashing('crash'), lost);
    expect([first.told, first.ledger.incidents[0]?.told]).toEqual([['incident'], null]);
    const second = cycle(10, crashing('crash'), 'sent');
    expect(second.told).toEqual(['incident']);
    expect(second.keys).toEqual(first.keys);
    expect(cycle(11, crashing('crash'), 'sent').told).toEqual([]);
  });

  it('so are what is worse, a reminder and that it is over', () => {
    const cycle = monitor();
    cycle(9, crashing('ok', 'crash'), 'sent');
    const worse = cycle(10, crashing('crash', 'crash'), 'failed');
    const worseAgain = cycle(11, crashing('crash', 'crash'), 'sent');
    expect([worse.told, worseAgain.told, worseAgain.keys]).toEqual([['update'], ['update'], worse.keys]);
    const reminder = cycle(14, crashing('crash', 'crash'), 'killed');
    expect([reminder.told, cycle(15, crashing('crash', 'crash'), 'sent').told]).toEqual([['reminder'], ['reminder']]);
    const over = cycle(16, crashing('ok', 'ok'), 'failed');
    const overAgain = cycle(17, crashing('ok', 'ok'), 'sent');
    expect([over.told, overAgain.told, overAgain.keys]).toEqual([['resolved'], ['resolved'], over.keys]);
    expect(cycle(18, crashing('ok', 'ok'), 'sent').told).toEqual([]);
  });

  it('the digest of the morning leaves once, also what healed at night', () => {
    const cycle = monitor();
    cycle(22, cart('crash'), 'sent');
    expect(cycle(25, cart('ok'), 'sent').told).toEqual([]);
    expect(cycle(33, cart('ok'), 'failed').told).toEqual(['digest']);
    expect(cycle(34, cart('ok'), 'sent').told).toEqual(['digest']);
    expect(cycle(35, cart('ok'), 'sent').told).toEqual([]);
  });

  it('never told and over: nobody hears of it', () => {
    const cycle = monitor();
    cycle(9, crashing('crash'), 'failed');
    expect(cycle(10, crashing('ok'), 'sent').told).toEqual([]);
  });
});

it('where there is nowhere to send to, the report has told it', () => {
  const cycle = monitor();
  expect(cycle(9, crashing('crash'), 'not-sent').told).toEqual(['incident']);
  expect(cycle(10, crashing('crash'), 'not-sent').told).toEqual([]);
});

describe('the model', () => {
  const counsel = (parts: Partial<Counsel> = {}): Counsel => {
    return { advice: [], runs: [agentRun()], transcripts: [], warnings: [], trouble: null, ...parts };
  };
  const trouble = { cause: 'settings' as const, reason: 'API key refused (401)', detail: 'Set a key that is valid.' };
  const failed = [agentRun({ status: 'unavailable', inputTokens: 0, outputTokens: 0, usd: 0 })];

  it('its trouble lasts until an answer comes again, with when it was last met, and with which settings', () => {
    const cycle = monitor();
    const now = (hour: number, given: Counsel | null) => cycle(hour, crashing('crash'), 'sent', given).ledger.model;
    expect(now(9, counsel({ trouble, runs: failed }))).toEqual({ ...trouble, at: at(9), settings: 'abc' });
    expect(now(10, counsel({ trouble, runs: failed }))).toMatchObject({ at: at(10) });
    expect(now(11, null)).toMatchObject({ at: at(10) });
    expect(now(12, counsel({ runs: failed }))).toMatchObject({ at: at(10) });
    expect(now(13, counsel())).toBeNull();
  });
});
