import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openIncident, overIncident, stateWith, toldAs, waitingEntry } from '../../tests/support/open-state.ts';
import { play, START_LEDGER, type Step, steps } from '../../tests/support/two-runs.ts';
import type { Ledger, LedgerIncident } from '../domain/ledger.ts';
import type { Thread } from '../domain/outbox.ts';
import { mergeLedgers } from './merge-ledgers.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 3, minute));
const of = (incidents: readonly LedgerIncident[], ledger: Partial<Ledger> = {}) =>
  stateWith(incidents, { ledger }).ledger;

describe('trends of two runs', () => {
  const past = (id: string, minute: number, text: string | null = null) => {
    const end = text === null ? null : { by: 'person' as const, text };
    return { id, key: 'service:mysql', codes: [], title: 'mysql is down', resolvedAt: at(minute), end };
  };
  const cycle = (minute: number) => ({ lastCycle: { id: `c${minute}`, at: at(minute) } });

  it('are those of the later one, with what only the other one knows', () => {
    const mine = of([], { ...cycle(5), recent: { a: 'DD', b: 'd' } });
    const theirs = of([], { ...cycle(9), recent: { a: 'DDo', c: 'r' } });
    expect(mergeLedgers(mine, theirs).recent).toEqual({ a: 'DDo', b: 'd', c: 'r' });
    expect(mergeLedgers(theirs, mine).recent).toEqual({ a: 'DDo', b: 'd', c: 'r' });
  });

  const calm = 'o'.repeat(22);

  it('do not bring back what the later one let go', () => {
    const base = of([], { recent: { old: `Do${calm}`, lost: 'Do' } });
    const mine = of([], { ...cycle(5), recent: { old: `Do${calm}`, lost: 'Do', found: 'D' }, recentAt: [at(5)] });
    const theirs = of([], { ...cycle(9), recentAt: [at(5), at(9)] });
    expect(mergeLedgers(mine, theirs, base).recent).toEqual({ found: 'Du' });
    expect(mergeLedgers(mine, theirs).recent).toEqual({ lost: 'Dou', found: 'Du' });
  });

  it('know what is over by the ids that incidents got', () => {
    const mine = of([overIncident('api', { id: 'INC-20261121-001' })], { ...cycle(5), past: [] });
    const own = { ...past('INC-20261121-001', 2), key: 'service:mysql' };
    const theirs = of([overIncident('mysql', { id: 'INC-20261121-001' })], { ...cycle(9), past: [own] });
    const merged = mergeLedgers(mine, theirs);
    const { id } = merged.incidents.find(({ key }) => key === 'service:mysql') ?? { id: 'none' };
    expect(merged.past).toEqual([{ ...own, id }]);
    expect(id).not.toBe('INC-20261121-001');
  });

  it('know what is over from both, but for what is open again', () => {
    const mine = of([], { ...cycle(5), past: [past('INC-3', 3), past('INC-2', 2)] });
    const theirs = of([openIncident('mysql', { id: 'INC-3' })], {
      ...cycle(9),
      past: [past('INC-2', 2, 'a'), past('INC-1', 1)],
    });
    expect(mergeLedgers(mine, theirs).past).toEqual([past('INC-2', 2, 'a'), past('INC-1', 1)]);
  });
});

/** A base, and what two runs made of it. `blindly`: they can't say what they began with. */
function runs(before: readonly Step[], ours: readonly Step[], others: readonly Step[], blindly: boolean) {
  const { ledger: base } = play('base', START_LEDGER, before, 0);
  const [mine, theirs] = [play('mine', base, ours, 20), play('theirs', base, others, 27)];
  const merge = (a: Ledger, b: Ledger) => mergeLedgers(a, b, blindly ? null : base);
  return { base, mine, theirs, merge, merged: merge(mine.ledger, theirs.ledger) };
}
const whatever = [steps, steps, steps, fc.boolean()] as const;

describe('whatever two runs did,', () => {
  it('merging once more changes nothing', () => {
    fc.assert(
      fc.property(...whatever, (...todo) => {
        const { mine, theirs, merge, merged } = runs(...todo);
        expect(merge(mine.ledger, mine.ledger)).toEqual(mine.ledger);
        expect(merge(merged, merged)).toEqual(merged);
        expect(merge(merged, theirs.ledger)).toEqual(merged);
      }),
    );
  });

  it('an open incident stays open, unless one of them saw it end after the other saw it last', () => {
    fc.assert(
      fc.property(...whatever, (...todo) => {
        const { mine, theirs, merged } = runs(...todo);
        const all = [...mine.ledger.incidents, ...theirs.ledger.incidents];
        for (const incident of all.filter(({ status }) => status === 'open')) {
          const kept = merged.incidents.filter((i) => i.key === incident.key);
          const ended = kept.some(({ resolvedAt }) => resolvedAt !== null && resolvedAt > incident.lastSeenAt);
          expect(ended || kept.some(({ status }) => status === 'open'), incident.id).toBe(true);
        }
      }),
    );
  });

  it('an incident that one of them told was told', () => {
    fc.assert(
      fc.property(...whatever, (...todo) => {
        const { mine, theirs, merged } = runs(...todo);
        for (const side of [mine, theirs])
          for (const incident of side.ledger.incidents.filter(({ told }) => told !== null)) {
            const tellings = merged.incidents.filter(({ key }) => key === incident.key).map(({ told }) => told?.to);
            expect(tellings, incident.id).toContainEqual(expect.arrayContaining(incident.told?.to ?? ['']));
          }
      }),
    );
  });

  it('a message stays until one of them delivered it, and not longer where that is known', () => {
    fc.assert(
      fc.property(...whatever, (...todo) => {
        const { mine, theirs, base, merged } = runs(...todo);
        const ids = new Set([...base.outbox, ...mine.ledger.outbox, ...theirs.ledger.outbox].map(({ id }) => id));
        const sent = new Set([...mine.delivered, ...theirs.delivered]);
        const waiting = new Set(merged.outbox.map(({ id }) => id));
        expect(waiting.size).toBe(merged.outbox.length);
        for (const id of ids) if (!sent.has(id)) expect(waiting, id).toContain(id);
        const blindly = todo[3];
        for (const { id, unsure } of merged.outbox)
          if (sent.has(id)) expect([blindly, unsure], id).toEqual([true, true]);
      }),
    );
  });

  it('every message and thread is about an incident that is there, by its own id', () => {
    fc.assert(
      fc.property(...whatever, (...todo) => {
        const { merged } = runs(...todo);
        const byId = new Map(merged.incidents.map((incident) => [incident.id, incident]));
        expect(byId.size).toBe(merged.incidents.length);
        for (const { id, incidentIds } of merged.outbox)
          for (const about of incidentIds) expect(id).toContain(byId.get(about)?.key ?? '?');
        for (const { ref, key } of merged.threads) expect(ref).toContain(byId.get(key)?.key ?? '?');
      }),
    );
  });
});

describe('an incident of both', () => {
  const open = (parts: Partial<LedgerIncident>) => openIncident('mysql', parts);
  const merged = (mine: LedgerIncident, theirs: LedgerIncident) => mergeLedgers(of([mine]), of([theirs])).incidents[0];

  it('is as who saw it later saw it', () => {
    const [mine, theirs] = [open({ title: 'old', lastSeenAt: at(1) }), open({ title: 'new', lastSeenAt: at(2) })];
    expect(merged(mine, theirs)).toMatchObject({ title: 'new', lastSeenAt: at(2) });
    expect(merged(theirs, mine)).toMatchObject({ title: 'new', lastSeenAt: at(2) });
  });

  it('was told to whoever either told', () => {
    const mine = open({ told: { ...(toldAs('SEV-2') ?? never()), lastAt: at(5) }, lastSeenAt: at(1) });
    const theirs = open({
      told: { ...(toldAs('SEV-1') ?? never()), to: ['ops-mail'], lastAt: at(3) },
      lastSeenAt: at(2),
    });
    expect(merged(mine, theirs)?.told).toMatchObject({
      severity: 'SEV-2',
      worst: 'SEV-1',
      to: ['ops-mail', 'slack:#critical'],
    }); // prettier-ignore
  });

  it('is over when nobody saw it after its end, and then those who were told have to hear it', () => {
    const ended = { ...overIncident('mysql'), id: open({}).id, resolvedAt: at(5), lastSeenAt: at(1) };
    expect(merged(ended, open({ lastSeenAt: at(4), told: toldAs('SEV-1') }))).toMatchObject({
      status: 'resolved',
      told: toldAs('SEV-1'),
      resolvedUntold: true,
    });
    expect(merged(ended, open({ lastSeenAt: at(6) }))).toMatchObject({ status: 'open', resolvedUntold: false });
  });

  it('that came back after people heard of its end has to be told again', () => {
    const ended = {
      ...overIncident('mysql'),
      id: open({}).id,
      resolvedAt: at(5),
      lastSeenAt: at(1),
      told: toldAs('SEV-1'),
    };
    expect(merged(open({ lastSeenAt: at(6) }), ended)).toMatchObject({ status: 'open', told: null });
  });
});

it('one id that both gave to different incidents is given once', () => {
  const thread: Thread = { key: 'INC-20261121-001', to: 'slack:#a', ref: 'r', text: 't', shown: '', at: at(1) };
  const theirs = of([openIncident('api')], {
    outbox: [waitingEntry({ thread: 'INC-20261121-001' })],
    threads: [thread],
  });
  const merged = mergeLedgers(of([openIncident('mysql')]), theirs);
  expect(merged.incidents.map(({ id, service }) => [id, service])).toEqual([
    ['INC-20261121-001', 'mysql'],
    ['INC-20261121-002', 'api'],
  ]);
  expect(merged.outbox).toMatchObject([{ incidentIds: ['INC-20261121-002'], thread: 'INC-20261121-002' }]);
  expect(merged.threads).toMatchObject([{ key: 'INC-20261121-002' }]);
});

it('one incident that both found under different ids is one', () => {
  const told = toldAs('SEV-1');
  const [mine, theirs] = [
    [openIncident('mysql'), openIncident('api', { id: 'INC-20261121-002' })],
    [openIncident('api', { told })],
  ];
  const merged = mergeLedgers(of(mine), of(theirs, { outbox: [waitingEntry()] }));
  expect(merged.incidents.map(({ id, service, told: to }) => [id, service, to])).toEqual([
    ['INC-20261121-001', 'mysql', null],
    ['INC-20261121-002', 'api', told],
  ]);
  expect(merged.outbox).toMatchObject([{ incidentIds: ['INC-20261121-002'] }]);
});

describe('without knowing what both began with, a message', () => {
  const entry = waitingEntry({ createdAt: at(1) });
  const thread: Thread = { key: 'INC-20261121-001', to: entry.to, ref: 'C1 1', text: entry.text, shown: '', at: at(2) };
  const about = [openIncident('mysql')];
  const left = (threads: readonly Thread[], parts: Partial<typeof entry> = {}) =>
    mergeLedgers(of(about, { threads: [...threads] }), of(about, { outbox: [{ ...entry, ...parts }] })).outbox;

  it('arrived when the other has the thread that it opens', () => {
    expect(left([thread])).toEqual([]);
    expect(left([])).toEqual([{ ...entry, unsure: true }]);
  });

  it.each<[string, Partial<Thread>, Partial<typeof entry>]>([
    ['another text', { text: 'mysql is worse' }, {}],
    ['another place', { to: 'ops-mail' }, {}],
    ['before it was written', { at: at(0) }, {}],
    ['it answers a thread', {}, { thread: 'INC-20261121-001' }],
    ['it is about more', { text: null }, { incidentIds: ['INC-20261121-001', 'INC-20261121-002'] }],
  ])('did not prove to have arrived: %s', (_, other, parts) => {
    expect(left([{ ...thread, ...other }], parts)).toHaveLength(1);
  });

  it('about several arrived when all of them have one thread', () => {
    const ids = ['INC-20261121-001', 'INC-20261121-002'];
    const shared = ids.map((key) => ({ ...thread, key, text: null }));
    expect(left(shared, { incidentIds: ids })).toEqual([]);
    expect(
      left([...shared.slice(0, 1), { ...thread, key: ids[1] ?? '', ref: 'C1 2', text: null }], { incidentIds: ids }),
    ).toHaveLength(1); // prettier-ignore
  });
});

it('the rest: what the newer cycle saw, the longer pause, the higher count', () => {
  const tally = { since: at(0), cycles: 3, incidents: 5, usd: 1 };
  const mine = of([], {
    lastCycle: { id: 'a', at: at(1) },
    restarts: { a: 1 },
    pauses: { x: at(9), y: at(1) },
    tally,
    fence: 4,
  }); // prettier-ignore
  const theirs = of([], {
    lastCycle: { id: 'b', at: at(2) },
    restarts: { b: 1 },
    pauses: { x: at(3), z: at(2) },
    tally: { ...tally, cycles: 4, incidents: 2 },
    fence: 3,
  });
  expect(mergeLedgers(mine, theirs)).toMatchObject({
    lastCycle: { id: 'b' },
    restarts: { b: 1 },
    pauses: { x: at(9), y: at(1), z: at(2) },
    tally: { cycles: 4, incidents: 5, usd: 1 },
    fence: 4,
  });
  const told = { since: at(5), cycles: 0, incidents: 0, usd: 0 };
  expect(mergeLedgers(mine, { ...theirs, tally: told }).tally).toEqual(told);
});

function never(): never {
  throw new Error('told');
}
