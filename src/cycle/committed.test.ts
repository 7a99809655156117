// What can't be kept: people are told all the same, hear that it can't, and are asked for what they may know already.
import { describe, expect, it } from 'vitest';
import { partsOf } from '../../tests/support/cycles.ts';
import { app } from '../../tests/support/cycles-objects.ts';
import { openIncident } from '../../tests/support/open-state.ts';
import { service } from '../../tests/support/service.ts';
import { snapshotOf } from '../../tests/support/view.ts';
import { emptyLedger, type Ledger } from '../domain/ledger.ts';
import type { Outgoing, Sink } from '../notify/sink.ts';
import { fixedClock } from '../platform/clock.ts';
import { noState } from '../record/no-state.ts';
import { LostLease, type Session, type StateStore } from '../record/state-store.ts';
import { runCycle } from './run-cycle.ts';

const AT = new Date('2026-01-15T10:00:00Z');
const OBJECTS = app('api', ['crash'], new Date('2026-01-15T09:50:00Z'));

/** One cycle about a crash loop, on a state like this, where these have arrived before. */
async function cycle(session: Partial<Session>, arrived: readonly string[] = []) {
  const sent: Outgoing[] = [];
  let records = 0;
  const sink: Sink = {
    name: 'slack',
    threads: true,
    paceMs: 0,
    accepts: () => true,
    send: async (message) => {
      sent.push(message);
      return { status: 'sent', ref: 'C1 1.2' };
    },
    edit: async () => ({ status: 'sent', ref: 'C1 1.2' }),
    find: async (_to, { deliveryId }) =>
      arrived.includes(deliveryId) ? { status: 'there', ref: 'C1 7' } : { status: 'not-there' },
  };
  const state: StateStore = {
    ...noState(),
    open: async (...args) => {
      const opened = await noState().open(...args);
      if (opened.status === 'busy') return opened;
      return { status: 'open', session: { ...opened.session, writable: true, ...session } };
    },
    writeRecord: async () => {
      records += 1;
    },
  };
  const usual = partsOf([service('api')]);
  const ended = await runCycle({
    ...usual,
    clock: fixedClock(AT),
    read: async () => ({ status: 'read', snapshot: snapshotOf(OBJECTS, { now: AT }) }),
    state,
    sending: { ...usual.sending, sinks: new Map([['slack', sink]]) },
  });
  if (ended.status === 'skipped') throw new Error('nobody else is at work');
  const lines = sent.map(({ to, retry, text }) => `${to} ${retry ? 'looked for' : 'new'}: ${text.split('\n')[0]}`);
  const messages = ended.report.messages.map(({ delivery }) => [delivery.status, delivery.detail]);
  return {
    lines: lines.toSorted(),
    ids: sent.map(({ deliveryId }) => deliveryId),
    records,
    messages,
    notKept: ended.notKept,
  };
}

const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
const DOWN = expect.stringContaining('slack:#crit looked for: @here [SEV-1] api is down');
const NEW = expect.stringContaining('slack:#crit new: @here [SEV-1] api is down');
const UNKEPT = 'slack:#std looked for: [SEV-3] what is found and told cannot be remembered';

it.each<[string, Partial<Session>]>([
  ['known from the start', { unwritable: full, save: () => Promise.reject(full) }],
  ['found out', { save: () => Promise.reject(full) }],
])('%s: told from memory, with that it cannot be kept, under ids that another such cycle gives too', async (_, how) => {
  const first = await cycle(how);
  expect([first.lines, first.notKept.state]).toEqual([[DOWN, UNKEPT], expect.stringContaining('the disk is full')]);
  expect((await cycle(how)).ids).toEqual(first.ids);
});

/** What a cycle an hour ago has left. */
const earlier = {
  ...emptyLedger({ uid: 'u', name: 'test', version: null }),
  lastCycle: { id: 'c', at: new Date('2026-01-15T09:00:00Z') },
};

describe('once it can be kept again, after a slot that left nothing', () => {
  const ledger = { ...earlier, lastCycle: { id: 'c', at: new Date('2026-01-15T08:00:00Z') } };
  const unkept = () => cycle({ save: () => Promise.reject(full) });

  it('what was told meanwhile is looked for under the ids that it had, and not told again', async () => {
    const { ids } = await unkept();
    const back = await cycle({ ledger }, ids);
    expect([back.lines, back.messages]).toEqual([[], [['sent', 'C1 7; told by an earlier cycle']]]);
  });

  it('what this ledger knows already is about another time, and is told', async () => {
    const { ids } = await unkept();
    const thread = { key: 'INC-1', to: 'slack:#crit', ref: 'C1 7', text: null, shown: '', at: AT };
    expect((await cycle({ ledger: { ...ledger, threads: [thread] } }, ids)).lines).toEqual([NEW]);
    const over = openIncident('api', { status: 'resolved', resolvedAt: new Date('2026-01-15T06:00:00Z') });
    expect((await cycle({ ledger: { ...ledger, incidents: [over] } }, ids)).lines).toEqual([NEW]);
    expect((await cycle({ ledger })).lines).toEqual([NEW]);
    expect((await cycle({ ledger: earlier }, ids)).lines).toEqual([NEW]);
  });
});

it('a disk that is full after the decision was kept: the next run looks for what this one tells', async () => {
  const kept: Ledger[] = [];
  const save = async (ledger: Ledger) => {
    if (kept.length > 0) throw full;
    kept.push(ledger);
  };
  const { lines, ids } = await cycle({ ledger: earlier, save });
  expect(lines).toEqual([DOWN]);
  expect(kept[0]?.outbox.map(({ id, unsure }) => [id, unsure])).toEqual(ids.map((id) => [id, true]));
});

it('a disk that takes it again is no trouble', async () => {
  let saves = 0;
  const save = async () => {
    saves += 1;
  };
  expect((await cycle({ ledger: earlier, save })).lines).toEqual([
    expect.stringContaining('slack:#crit new: @here [SEV-1] api is down'),
  ]);
  expect(saves).toBeGreaterThan(2);
});

it('where nobody answers who holds the lease, what is urgent is told all the same', async () => {
  const silent = { save: () => Promise.reject(new Error('no answer')), held: async () => 'unknown' as const };
  const { lines, records } = await cycle(silent);
  expect([lines, records]).toEqual([[DOWN], 1]);
});

it('who lost the lease sends nothing and leaves no record', async () => {
  const lost = { save: () => Promise.reject(new LostLease('another run has taken over')), held: async () => false };
  const { lines, records, notKept } = await cycle(lost);
  expect([lines, records, notKept.state]).toEqual([[], 0, expect.stringContaining('not the one that counts')]);
  expect((await cycle({})).records).toBe(1);
});
