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
import { judge } from './judge.ts';
import { remember, withModelTrouble } from './remember.ts';

const services = [service('api')];
// A Thursday.
const at = (hour: number) => new Date(Date.UTC(2026, 0, 15, hour));
const crashing = (...pods: readonly ('ok' | 'crash')[]) => app('api', pods, later(-10 * MINUTE, at(9)));
const cart = (word: 'ok' | 'crash') => app('cart', [word], later(-10 * MINUTE, at(9)));

/** Cycles, and what each leaves for the next one. */
function monitor() {
  let ledger = emptyLedger({ uid: 'u', name: 'test', version: null });
  return (hour: number, objects: readonly object[], counsel: Counsel | null = null) => {
    const parts = partsOf(services);
    const read = { status: 'read' as const, snapshot: snapshotOf(objects, { now: at(hour) }) };
    const judgement = judge(parts, ledger, read, at(hour));
    const after = withModelTrouble(remember(ledger, judgement, `c${hour}`), counsel, at(hour), 'abc');
    ledger = Ledger.parse(JSON.parse(JSON.stringify(after)));
    const told = judgement.decided.flatMap(({ verdict }) => (verdict.verdict === 'notify' ? [verdict.reason] : []));
    return { told, healed: judgement.decided.filter(({ healed }) => healed).length, ledger };
  };
}

describe('what was decided to tell is told, once', () => {
  it('a new incident, what is worse, a reminder, and that it is over', () => {
    const cycle = monitor();
    expect(cycle(9, crashing('ok', 'crash')).told).toEqual(['new']);
    const worse = cycle(10, crashing('crash', 'crash'));
    expect(worse.told).toEqual(['worse']);
    expect(worse.ledger.incidents[0]?.told).toMatchObject({
      severity: 'SEV-1',
      channel: '#crit',
      to: ['slack:#crit', 'slack:#std'],
    });
    expect(cycle(11, crashing('crash', 'crash')).told).toEqual([]);
    expect(cycle(14, crashing('crash', 'crash')).told).toEqual(['reminder']);
    expect(cycle(16, crashing('ok', 'ok')).told).toEqual(['resolved']);
    expect(cycle(17, crashing('ok', 'ok')).told).toEqual([]);
  });

  it('what waits for the morning and heals at night is said once', () => {
    const cycle = monitor();
    expect(cycle(22, cart('crash')).told).toEqual([]);
    expect(cycle(25, cart('ok')).healed).toBe(0);
    expect(cycle(33, cart('ok')).healed).toBe(1);
    expect(cycle(34, cart('ok')).healed).toBe(0);
  });
});

it('smaller pages grow again, a step a day', () => {
  const sizes: (number | null)[] = [];
  let ledger = { ...emptyLedger({ uid: 'u', name: 'test', version: null }), pageSize: 125 as number | null };
  for (const hour of [9, 10, 24, 25, 48, 72]) {
    const read = { status: 'read' as const, snapshot: snapshotOf([], { now: at(hour) }) };
    ledger = remember(ledger, judge(partsOf([]), ledger, read, at(hour)), 'c');
    sizes.push(ledger.pageSize);
  }
  expect(sizes).toEqual([125, 125, 250, 250, null, null]);
  const blind = { status: 'blind' as const, cluster: ledger.cluster, why: 'refused' };
  const small = { ...ledger, pageSize: 125 };
  expect(remember(small, judge(partsOf([]), small, blind, at(96)), 'c').pageSize).toBe(125);
});

describe('the model', () => {
  const counsel = (parts: Partial<Counsel> = {}): Counsel => {
    return { advice: [], runs: [agentRun()], transcripts: [], warnings: [], trouble: null, ...parts };
  };
  const trouble = { cause: 'settings' as const, reason: 'API key refused (401)', detail: 'Set a key that is valid.' };
  const failed = [agentRun({ status: 'unavailable', inputTokens: 0, outputTokens: 0, usd: 0 })];

  it('its trouble lasts until an answer comes again, with when it was last met, and with which settings', () => {
    const cycle = monitor();
    const now = (hour: number, given: Counsel | null) => cycle(hour, crashing('crash'), given).ledger.model;
    expect(now(9, counsel({ trouble, runs: failed }))).toEqual({ ...trouble, at: at(9), settings: 'abc' });
    expect(now(10, counsel({ trouble, runs: failed }))).toMatchObject({ at: at(10) });
    expect(now(11, null)).toMatchObject({ at: at(10) });
    expect(now(12, counsel({ runs: failed }))).toMatchObject({ at: at(10) });
    expect(now(13, counsel())).toBeNull();
  });
});
