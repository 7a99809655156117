// In which order a cycle keeps, asks and tells: whatever ends it, nothing that was decided is lost.
import { expect, it } from 'vitest';
import { answering } from '../../tests/support/advising.ts';
import { partsOf } from '../../tests/support/cycles.ts';
import { app } from '../../tests/support/cycles-objects.ts';
import { service } from '../../tests/support/service.ts';
import { snapshotOf } from '../../tests/support/view.ts';
import { emptyLedger, type Ledger } from '../domain/ledger.ts';
import { NO_ORDERS } from '../domain/orders.ts';
import type { Sink } from '../notify/sink.ts';
import { fixedClock } from '../platform/clock.ts';
import { noState } from '../record/no-state.ts';
import type { Session, StateStore } from '../record/state-store.ts';
import type { Parts } from './parts.ts';
import { runCycle } from './run-cycle.ts';

// A Thursday.
const DAY = new Date('2026-01-15T10:00:00Z');
const NIGHT = new Date('2026-01-15T22:00:00Z');

const state = (steps: string[], parts: Partial<Session>): StateStore => ({
  ...noState(),
  open: async (cluster) => ({
    status: 'open',
    session: {
      ledger: emptyLedger({ ...cluster }),
      orders: NO_ORDERS,
      writable: true,
      warning: null,
      unfinished: null,
      at: async () => {},
      held: async () => true,
      save: async ({ incidents, outbox }: Ledger) => {
        const told = incidents.map((i) => `${i.severity} ${i.told === null ? 'untold' : 'told'}`);
        const waiting = outbox.map((entry) => (entry.unsure ? 'about to leave' : 'waiting'));
        steps.push(['keep', ...told, ...waiting].join(' '));
      },
      release: async () => void steps.push('release'),
      ...parts,
    },
  }),
});

const sink = (steps: string[], parts: Partial<Sink> = {}): Sink => ({
  name: 'slack',
  threads: true,
  paceMs: 0,
  accepts: () => true,
  send: async ({ to }) => {
    steps.push(`send ${to}`);
    return { status: 'sent', ref: 'C1 1.2' };
  },
  edit: async () => ({ status: 'sent', ref: 'C1 1.2' }),
  find: async () => ({ status: 'not-there' }),
  ...parts,
});

/** One cycle about a crash loop, and what happened in it, in order. */
async function cycle(name: string, at: Date, more: Partial<Parts> = {}, session: Partial<Session> = {}) {
  const steps: string[] = [];
  const usual = partsOf([service('api')]);
  const objects = app(name, ['crash'], new Date('2026-01-15T09:50:00Z'));
  const ended = await runCycle({
    ...usual,
    clock: fixedClock(at),
    read: async () => ({ status: 'read', snapshot: snapshotOf(objects, { now: at }) }),
    state: state(steps, session),
    model: {
      ...usual.model,
      ask: (questions) => {
        steps.push('ask');
        return answering({})(questions);
      },
    },
    sending: { ...usual.sending, sinks: new Map([['slack', sink(steps)]]) },
    ...more,
  });
  if (ended.status === 'skipped') throw new Error('nobody else is at work');
  return { steps, report: ended.report };
}

it('keeps what the rules decided before anybody is asked, what is about to leave, and that it has left', async () => {
  const { steps } = await cycle('api', DAY);
  expect(steps).toEqual([
    // Should nothing more be kept, what leaves now is looked for before it is sent again.
    'keep SEV-1 told about to leave',
    'ask',
    'keep SEV-1 told about to leave',
    'send slack:#crit',
    'keep SEV-1 told',
    'keep SEV-1 told',
    'release',
  ]);
});

it('also where only the agents could still make it worth a message', async () => {
  const { policy } = partsOf([]);
  const { steps } = await cycle('cart', NIGHT, { policy: { ...policy, escalation: 'decide' } });
  expect(steps).toEqual(['keep SEV-3 untold', 'ask', 'keep SEV-3 untold', 'release']);
});

it('keeps once where there is nobody to ask and nothing to tell', async () => {
  expect((await cycle('cart', NIGHT)).steps).toEqual(['keep SEV-3 untold', 'release']);
});

it('without a place to keep it, people are told all the same, and asked for what they may know already', async () => {
  const { steps } = await cycle('api', DAY, {}, { writable: false, warning: 'the disk is full' });
  expect(steps).toEqual(['ask', 'send slack:#crit', 'send slack:#std', 'release']);
});

it('a dry run keeps and sends nothing, and shows what it would tell', async () => {
  const { steps, report } = await cycle('api', DAY, { dryRun: true });
  expect(steps).toEqual(['ask', 'release']);
  expect(report.messages).toMatchObject([{ channel: '#crit', delivery: { status: 'not-sent' } }]);
});

it('words that come late are edited in, and change nothing else', async () => {
  const usual = partsOf([]);
  const edits: string[] = [];
  const steps: string[] = [];
  const slow = sink(steps, {
    edit: async (_to, _ref, text) => {
      edits.push(text);
      return { status: 'sent', ref: 'C1 1.2' };
    },
  });
  const { report } = await cycle('api', DAY, {
    sending: { ...usual.sending, sinks: new Map([['slack', slow]]) },
    model: {
      ...usual.model,
      waitMs: 1,
      ask: async (questions) => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return answering({ impact: 'nobody can buy anything' })(questions);
      },
    },
  });
  expect(steps).toEqual(['send slack:#crit']);
  expect(report.messages[0]?.text).toContain('without model: the agents are still at it');
  expect(edits[0]).toContain('Impact (model): nobody can buy anything');
});

it('a second run on the same cluster reads, keeps and tells nothing', async () => {
  const parts = partsOf([service('api')]);
  const busy = {
    ...noState(),
    open: async () => ({ status: 'busy' as const, holder: 'run k8s-monitor-29401', runId: null }),
  };
  expect(await runCycle({ ...parts, state: busy })).toEqual({ status: 'skipped', holder: 'run k8s-monitor-29401' });
});
