// Row 31: asked to stop in each phase: what was decided is kept and told, the lease is given back, and the next run goes on at once.
import { expect, it } from 'vitest';
import { app } from '../support/cycles-objects.ts';
import type { Asked } from '../support/fake-api.ts';
import { atOnce } from './lib/at-once.ts';
import { mapTown } from './lib/in-configmaps.ts';
import { stepOf } from './lib/lock.ts';
import { isSkipped, type Over, started } from './lib/started.ts';
import { at, BROKEN, NAMESPACES, SINCE, type Town, type TownOptions, town } from './lib/town.ts';

const SHOP = /^#critical: @here \*\[SEV-1\] shop-api is down/;
const GRACE = 10_000;

type Hold = (t: Town, reached: () => void) => void;

/** Where the run is held up when it is asked to stop, and what people know by the time it has ended. */
interface Phase {
  readonly told: number;
  /** Nobody knows whether it arrived: it stays in the outbox. */
  readonly waits?: true;
  /** Nothing was decided by then. */
  readonly before?: true;
  readonly options?: (reached: () => void) => Partial<TownOptions>;
  readonly hold?: Hold;
  /** The real clock: what is seconds old is looked at twice. */
  readonly now?: true;
}

const PHASES: Readonly<Record<string, Phase>> = {
  'which cluster it is': {
    told: 0,
    before: true,
    hold: hangAt(({ path }) => path.endsWith('/namespaces/kube-system')),
  },
  'reading the cluster': { told: 0, before: true, hold: hangAt(({ resource }) => resource === 'pods') },
  'the second look': { told: 1, now: true },
  'reading the changes': {
    told: 1,
    options: (reached) => ({ github: { script: () => said(reached, { kind: 'hang' }) } }),
  },
  'asking the agents': { told: 1, options: (reached) => ({ model: () => said(reached, 'hang') }) },
};
/** These wait for Slack as long as there is time. */
const SENDING: Readonly<Record<string, Phase>> = {
  'Slack asks to wait 2 s': {
    told: 1,
    hold: (t, reached) =>
      t.slack.behave(({ method, time }) =>
        method === 'chat.postMessage' && time === 1
          ? said(reached, { status: 429, headers: { 'retry-after': '2' } })
          : null,
      ),
  },
  'Slack takes it without an answer': { told: 1, waits: true, hold: slackAt('accept-then-hang') },
  'Slack does not answer': { told: 0, waits: true, hold: slackAt('hang') },
};

it.each(Object.entries(PHASES))('row 31: SIGTERM while %s', (_, phase) => stopIn(phase));

it('row 31: SIGTERM while sending, and Slack is slow, silent or does not answer', () => atOnce(SENDING, stopIn));

async function stopIn({ told, waits, before, options, hold, now }: Phase): Promise<void> {
  const reached = Promise.withResolvers<void>();
  const since = now === undefined ? SINCE : new Date(Date.now() - 5_000);
  const objects = now === undefined ? BROKEN : [...NAMESPACES, ...app('shop-api', ['crash', 'crash'], since)];
  const env = { LEASE_SECONDS: '600', ...(now && { SECOND_LOOK_SECONDS: '60' }) };
  const t = await town({ objects, env, ...options?.(reached.resolve) });
  hold?.(t, reached.resolve);
  const clock = (minute: number) => (now === undefined ? ['--now', at(10, minute)] : []);
  const run = started(t.env, clock(0));
  if (now === undefined) await reached.promise;
  else await expect.poll(() => stepOf(t.state), { timeout: 30_000 }).toBe('second look');
  run.signal('SIGTERM');
  const over = await run.over;
  expectStopped(over);
  const first = t.news();
  expect(first.filter((line) => SHOP.test(line))).toHaveLength(told);
  if (before === undefined) {
    const { incidents, outbox } = await t.ledger();
    expect(incidents.find(({ key }) => key === 'service:shop-api')?.told).not.toBeNull();
    expect(outbox.some(({ severity }) => severity === 'SEV-1')).toBe(waits === true);
  }

  // Nothing stands in the way of the next run, and nobody hears anything twice.
  t.fault(null);
  t.slack.behave(null);
  const next = await started({ ...t.env, SECOND_LOOK_SECONDS: '0.1' }, clock(10)).over;
  expect([next.code, next.stdout]).toEqual([0, expect.not.stringContaining('was killed')]);
  expect([...first, ...t.news()].filter((line) => SHOP.test(line))).toHaveLength(1);
  expect(new Set(Object.values(t.slack.deliveries()))).toEqual(new Set([1]));
}

it('row 31: SIGTERM while editing: the next run makes the edit', async () => {
  const t = await town({ objects: BROKEN });
  await t.cycle({ at: at(10) });
  const [shop] = t.slack.messages;
  const reached = Promise.withResolvers<void>();
  t.slack.behave(({ method }) => (method === 'chat.update' ? said(reached.resolve, 'hang') : null));
  const run = started(t.env, ['--now', at(11)]);
  await reached.promise;
  run.signal('SIGTERM');
  expectStopped(await run.over);
  expect(shop).toMatchObject({ edits: 0, text: expect.not.stringContaining('open for') });
  t.slack.behave(null);
  await t.cycle({ at: at(11, 5) });
  expect(shop).toMatchObject({ edits: 1, text: expect.stringContaining('open for 2 h') });
  expect(t.slack.messages).toHaveLength(2);
});

it.each(['pods', 'chat.postMessage'])('row 31: SIGTERM at %s, with the state in ConfigMaps', async (request) => {
  const t = await mapTown({ objects: BROKEN, env: { LEASE_SECONDS: '600' } });
  const reached = Promise.withResolvers<void>();
  t.fault(({ resource }) => (resource === request ? said(reached.resolve, 'hang') : null));
  t.slack.behave(({ method }) => (method === request ? said(reached.resolve, 'accept-then-hang') : null));
  const run = started(t.env, ['--now', at(10)]);
  await reached.promise;
  run.signal('SIGTERM');
  expectStopped(await run.over);
  expect(t.lease()['holderIdentity']).toBeNull();
  t.fault(null);
  t.slack.behave(null);
  const next = await started(t.env, ['--now', at(10, 10)]).over;
  expect([next.code, isSkipped(next.stdout)]).toEqual([0, false]);
  expect(Object.values(t.slack.deliveries())).toEqual([1, 1]);
});

function expectStopped({ code, signal, ms, stderr }: Over): void {
  expect({ code, signal, stderr }).toEqual({ code: 143, signal: null, stderr: expect.stringContaining('stopping') });
  expect(stderr).not.toContain('    at ');
  expect(ms).toBeLessThan(GRACE);
}

function said<T>(reached: () => void, reply: T): T {
  reached();
  return reply;
}

function hangAt(is: (asked: Asked) => boolean): Hold {
  return (t, reached) => t.fault((asked) => (is(asked) ? said(reached, 'hang') : null));
}

function slackAt(reply: 'hang' | 'accept-then-hang'): Hold {
  return (t, reached) => t.slack.behave(({ method }) => (method === 'chat.postMessage' ? said(reached, reply) : null));
}
