import { describe, expect, it } from 'vitest';
import { systemClock } from '../platform/clock.ts';
import type { Message } from './compose-messages.ts';
import { type DeliverOptions, deliver } from './deliver.ts';
import type { Delivery, Notifier, Outgoing } from './notifier.ts';

const message = (key: string, channel = '#critical'): Message => {
  return { channel, kind: 'incident', incidentIds: [key], text: `about ${key}`, key };
};
const SENT: Delivery = { status: 'sent', ts: '1.2', channelId: 'C1' };
const busy: Delivery = { status: 'failed', why: 'Slack says ratelimited', retryable: true };
const archived: Delivery = { status: 'failed', why: 'the channel is archived', retryable: false };

type Answer = Delivery | Error | 'silent';

/** Answers in this order, and sends what is left; `sent` is all that was asked for. */
function notifier(...answers: readonly Answer[]): Notifier & { readonly tried: Outgoing[] } {
  const tried: Outgoing[] = [];
  return {
    name: 'test',
    tried,
    send: (outgoing, signal) => {
      const answer = answers[tried.length] ?? SENT;
      tried.push(outgoing);
      if (answer instanceof Error) return Promise.reject(answer);
      if (answer !== 'silent') return Promise.resolve(answer);
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
  };
}

/** Pauses are noted, not made. */
function setup(to: Notifier | null, over: Partial<DeliverOptions> = {}) {
  const pauses: number[] = [];
  const sleep = async (ms: number) => {
    pauses.push(ms);
  };
  const signal = new AbortController().signal;
  const clock = { ...systemClock, sleep };
  const options: DeliverOptions = { notifier: to, deadlineMs: 5000, clock, signal, cluster: 'uid-1', ...over };
  return { pauses, send: (...messages: readonly Message[]) => deliver(messages, options) };
}

const outcomes = (delivered: Awaited<ReturnType<typeof deliver>>) =>
  delivered.map(({ key, delivery }) => `${key} ${delivery.status} ${delivery.detail}`);

describe('a message', () => {
  it('is tried three times, a little later each time', async () => {
    const to = notifier(busy, busy);
    const { pauses, send } = setup(to);
    expect(outcomes(await send(message('a')))).toEqual(['a sent C1 1.2']);
    expect([to.tried.length, pauses]).toEqual([3, [2000, 3000]]);
    const never = notifier(busy, busy, busy);
    expect(outcomes(await setup(never).send(message('a')))).toEqual(['a failed Slack says ratelimited']);
    expect(never.tried).toHaveLength(3);
  });

  it('is not tried again where no time mends it', async () => {
    const to = notifier(archived);
    expect(outcomes(await setup(to).send(message('a')))).toEqual(['a failed the channel is archived']);
    expect(to.tried).toHaveLength(1);
  });

  it('has its deadline, all tries and pauses together', async () => {
    const to = notifier('silent');
    const started = performance.now();
    const [done] = outcomes(await setup(to, { deadlineMs: 60 }).send(message('a')));
    expect(done).toBe('a failed sending to #critical took longer than 60 ms');
    const paused = notifier(busy);
    const slow = setup(paused, { deadlineMs: 60, clock: systemClock });
    expect(outcomes(await slow.send(message('a')))[0]).toContain('took longer than 60 ms');
    expect(paused.tried).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('that fails costs itself only, whatever the notifier does', async () => {
    const to = notifier(new Error('it broke'), archived);
    const sent = outcomes(await setup(to).send(message('a'), message('b'), message('c')));
    expect(sent).toEqual(['a failed it broke', 'b failed the channel is archived', 'c sent C1 1.2']);
    expect(to.tried.map(({ text }) => text)).toEqual(['about a', 'about b', 'about c']);
  });

  it('still leaves while the program is told to stop', async () => {
    const heeding: Notifier = {
      name: 'test',
      send: (_message, stop) => (stop.aborted ? Promise.reject(stop.reason) : Promise.resolve(SENT)),
    };
    const signal = AbortSignal.abort(new Error('SIGTERM'));
    expect(outcomes(await setup(heeding, { signal }).send(message('a')))).toEqual(['a sent C1 1.2']);
  });

  it('is not sent where there is nowhere to send to', async () => {
    expect(outcomes(await setup(null).send(message('a')))).toEqual(['a not-sent ']);
  });
});

describe('the id of a delivery', () => {
  const idOf = async (one: Message, cluster = 'uid-1') => {
    const to = notifier();
    await setup(to, { cluster }).send(one);
    return to.tried[0]?.deliveryId;
  };

  it('is one for all tries, and for the same news in a later cycle, whatever its words are then', async () => {
    const to = notifier(busy, busy);
    await setup(to).send(message('a'));
    const [id, ...others] = to.tried.map(({ deliveryId }) => deliveryId);
    expect(others).toEqual([id, id]);
    expect(await idOf({ ...message('a'), text: 'in other words' })).toBe(id);
  });

  it('is another one for other news, another channel, another cluster', async () => {
    const ids = [
      await idOf(message('a')),
      await idOf(message('b')),
      await idOf(message('a', '#standard')),
      await idOf(message('a'), 'uid-2'),
    ];
    expect(new Set(ids).size).toBe(4);
  });
});
