// In which order a cycle keeps, asks and tells: whatever ends it, nothing that was decided is lost.
import { expect, it } from 'vitest';
import { answering } from '../../tests/support/advising.ts';
import { partsOf } from '../../tests/support/cycles.ts';
import { app } from '../../tests/support/cycles-objects.ts';
import { service } from '../../tests/support/service.ts';
import { snapshotOf } from '../../tests/support/view.ts';
import { emptyLedger, type Ledger } from '../domain/ledger.ts';
import { fixedClock } from '../platform/clock.ts';
import type { Parts } from './parts.ts';
import { runCycle } from './run-cycle.ts';

// A Thursday.
const DAY = new Date('2026-01-15T10:00:00Z');
const NIGHT = new Date('2026-01-15T22:00:00Z');

/** One cycle about a crash loop, and what happened in it, in order. */
async function cycle(name: string, at: Date, more: Partial<Parts> = {}, writable = true) {
  const steps: string[] = [];
  const kept = ({ incidents }: Ledger) =>
    incidents.map(({ severity, told }) => `${severity} ${told === null ? 'untold' : 'told'}`);
  const usual = partsOf([service('api')]);
  const objects = app(name, ['crash'], new Date('2026-01-15T09:50:00Z'));
  const { report } = await runCycle({
    ...usual,
    clock: fixedClock(at),
    read: async () => ({ status: 'read', snapshot: snapshotOf(objects, { now: at }) }),
    store: {
      load: async (cluster) => ({ ledger: emptyLedger({ ...cluster }), writable, warning: null }),
      save: async (ledger) => void steps.push(`keep ${kept(ledger).join()}`),
    },
    model: {
      ...usual.model,
      ask: (questions) => {
        steps.push('ask');
        return answering({})(questions);
      },
    },
    notifier: {
      name: 'test',
      send: async ({ channel }) => {
        steps.push(`send ${channel}`);
        return { status: 'sent', ts: '1.2', channelId: 'C1' };
      },
    },
    ...more,
  });
  return { steps, report };
}

it('keeps what the rules decided before anybody is asked, and that people are told once they were', async () => {
  const { steps } = await cycle('api', DAY);
  expect(steps.slice(0, 2)).toEqual(['keep SEV-1 untold', 'ask']);
  expect(steps.slice(-2)).toEqual(['send #crit', 'keep SEV-1 told']);
});

it('also where only the agents could still make it worth a message', async () => {
  const { policy } = partsOf([]);
  const { steps } = await cycle('cart', NIGHT, { policy: { ...policy, escalation: 'decide' } });
  expect(steps.slice(0, 2)).toEqual(['keep SEV-3 untold', 'ask']);
  expect(steps.filter((step) => step.startsWith('send'))).toEqual([]);
});

it('keeps once where there is nobody to ask and nothing to tell', async () => {
  expect((await cycle('cart', NIGHT)).steps).toEqual(['keep SEV-3 untold']);
});

it('without a place to keep it, people are told all the same', async () => {
  expect((await cycle('api', DAY, {}, false)).steps).toEqual(['ask', 'send #crit']);
});

it('a dry run keeps and sends nothing, and shows what it would tell', async () => {
  const { steps, report } = await cycle('api', DAY, { dryRun: true });
  expect(steps).toEqual(['ask']);
  expect(report.messages).toMatchObject([{ channel: '#crit', delivery: { status: 'not-sent' } }]);
});
