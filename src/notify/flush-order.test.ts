import { describe, expect, it } from 'vitest';
import { flushing, outcomes } from '../../tests/support/flushing.ts';
import { deskOf, entryOf, minutes } from '../../tests/support/outbox.ts';
import { tooMany } from '../../tests/support/scripted-sink.ts';
import type { OutboxEntry } from '../domain/outbox.ts';

const at = (id: string, severity: OutboxEntry['severity'], to = 'slack:#ops') =>
  entryOf({ id, severity, to, incidentIds: [id] });

describe('the order', () => {
  it('is SEV-1 first over all destinations, whatever the pace of each', async () => {
    const { add, go } = flushing();
    const log: string[] = [];
    for (const [name, latencyMs] of [
      ['slack', 200],
      ['mail', 20],
      ['hook', 5],
    ] as const)
      add(name, { latencyMs, paceMs: 900, answer: ({ deliveryId }) => void log.push(deliveryId) as undefined });
    await go(
      deskOf([
        at('hook 3', 'SEV-3', 'hook'),
        at('hook 2', 'SEV-2', 'hook'),
        at('slack 2', 'SEV-2'),
        at('mail 1', 'SEV-1', 'mail'),
        at('slack 1a', 'SEV-1'),
        at('slack 1b', 'SEV-1', 'slack:#critical'),
        at('slack 1c', 'SEV-1'),
      ]),
    );
    expect(log.map((id) => /\d/.exec(id)?.[0])).toEqual(['1', '1', '1', '1', '2', '2', '3']);
  });

  it('has one message at a time for each destination, with its pace between two', async () => {
    const { add, go } = flushing();
    const slack = add('slack', { paceMs: 1100, latencyMs: 100 });
    await go(deskOf([at('a', 'SEV-2'), at('b', 'SEV-2'), at('c', 'SEV-2', 'slack:#other')]));
    const times = Object.fromEntries(slack.accepted.map((m) => [m.deliveryId, m.at]));
    expect(times).toEqual({ a: 100, c: 100, b: 1300 });
  });

  it('serves four destinations at the same time, not more', async () => {
    const { add, go } = flushing();
    let open = 0;
    let most = 0;
    const slack = add('slack', { latencyMs: 50 });
    const { send } = slack;
    const counting: typeof send = async (message, signal) => {
      open += 1;
      most = Math.max(most, open);
      const answer = await send(message, signal);
      open -= 1;
      return answer;
    };
    const seven = Array.from({ length: 7 }, (_, i) => at(`${i}`, 'SEV-2', `slack:#${i}`));
    await go(deskOf(seven), { sinks: new Map([['slack', { ...slack, send: counting }]]) });
    expect([most, slack.accepted.length]).toEqual([4, 7]);
  });
});

describe('a sink that asks to wait', () => {
  it('30 s: the message arrives within 35 s, and the worst leaves first then', async () => {
    const { add, go } = flushing();
    const slack = add('slack', {
      paceMs: 1100,
      answer: () => (slack.tried.length === 1 ? tooMany(30_000) : undefined),
    });
    const { desk } = await go(deskOf([at('c', 'SEV-3'), at('a', 'SEV-1'), at('b', 'SEV-2')]));
    expect(slack.accepted.map((m) => m.deliveryId)).toEqual(['a', 'b', 'c']);
    expect(slack.accepted.map((m) => m.at)).toEqual([30_000, 31_100, 32_200]);
    expect(desk).toEqual({ outbox: [], threads: expect.any(Array), pauses: {} });
  });

  it('holds up no other destination meanwhile', async () => {
    const { add, go } = flushing();
    add('slack', { answer: () => tooMany(60_000) });
    const mail = add('mail');
    await go(deskOf([at('a', 'SEV-1'), at('b', 'SEV-3', 'mail')]));
    expect(mail.accepted[0]?.at).toBeLessThan(2000);
  });

  it.each([
    [120_000, 120_000],
    [600_000, 600_000],
    [9 * 3_600_000, 3_600_000],
  ])('%i ms: longer than there is time, it is left alone until then, an hour at most', async (asked, kept) => {
    const { add, go, clock } = flushing();
    const slack = add('slack', { answer: () => tooMany(asked) });
    const done = await go(deskOf([at('a', 'SEV-1'), at('b', 'SEV-2')]));
    const until = minutes(kept / 60_000);
    expect(slack.tried).toHaveLength(1);
    expect(clock.monotonic()).toBe(0);
    expect(done.desk.pauses).toEqual({ 'slack:#ops': until });
    expect(done.desk.outbox).toMatchObject([
      { id: 'a', notBefore: until, attempts: 1 },
      { id: 'b', attempts: 1 },
    ]);
    expect(
      outcomes(done).every((line) => line.includes(`queued slack:#ops`) && line.includes(until.toISOString())),
    ).toBe(true);
  });

  it('is not asked again before its pause is over, and then it is', async () => {
    const { add, go } = flushing();
    const slack = add('slack');
    const paused = await go(deskOf([at('a', 'SEV-1')], { pauses: { 'slack:#ops': minutes(1) } }));
    expect(slack.tried).toEqual([]);
    expect(outcomes(paused)).toEqual(['a queued slack:#ops: asked to be left alone until 2026-01-15T12:01:00.000Z']);
    const after = await go(deskOf([at('a', 'SEV-1')], { pauses: { 'slack:#ops': minutes(-1) } }));
    expect([slack.accepted.length, after.desk.pauses]).toEqual([1, {}]);
  });

  it('again and again, without end, gets a pause too', async () => {
    const { add, go } = flushing();
    const slack = add('slack', { answer: () => tooMany(0) });
    const { desk } = await go(deskOf([at('a', 'SEV-1')]));
    expect(slack.tried.length).toBeLessThan(15);
    expect(Object.keys(desk.pauses)).toEqual(['slack:#ops']);
  });
});

describe('the time', () => {
  it('for all messages together is kept; what is left is told together by the next cycle', async () => {
    const { add, go, clock } = flushing();
    const slack = add('slack', { paceMs: 1100 });
    const many = Array.from({ length: 200 }, (_, i) => at(`${i}`, 'SEV-3'));
    const done = await go(deskOf(many));
    expect(slack.accepted.length).toBe(110);
    expect(clock.monotonic()).toBeLessThanOrEqual(120_000);
    expect(done.desk.outbox).toHaveLength(90);
    expect(done.desk.outbox.every(({ attempts }) => attempts === 1)).toBe(true);
    expect(done.delivered).toHaveLength(200);
  });

  it('is kept also where nothing answers, and nothing can be kept', async () => {
    const { add, go, clock } = flushing({ deadlineMs: 5000 });
    add('slack');
    add('mail', { answer: () => 'hangs' });
    const { desk } = await go(deskOf([at('a', 'SEV-1'), at('b', 'SEV-1', 'mail')]), {
      save: () => new Promise(() => {}),
    });
    expect(clock.monotonic()).toBeLessThanOrEqual(5500);
    expect(desk.outbox.map(({ id }) => id)).toEqual(['b']);
  });
});

describe('a program that is asked to stop', () => {
  const stopped = AbortSignal.abort(new Error('SIGTERM'));

  it('still tells SEV-1 and SEV-2; the rest stays as it is', async () => {
    const { add, go } = flushing({ signal: stopped });
    const slack = add('slack', { paceMs: 1100 });
    const third = at('c', 'SEV-3');
    const done = await go(deskOf([third, at('a', 'SEV-1'), at('b', 'SEV-2')]));
    expect(slack.accepted.map((m) => m.deliveryId)).toEqual(['a', 'b']);
    expect(done.desk.outbox).toEqual([third]);
    expect(outcomes(done)).toContain('c queued slack:#ops: asked to stop before it could leave');
  });

  it('takes 10 s for it at most, also where a sink hangs', async () => {
    const { add, go, clock } = flushing({ signal: stopped });
    const slack = add('slack', { answer: () => (slack.tried.length > 3 ? 'hangs' : undefined) });
    const many = Array.from({ length: 6 }, (_, i) => at(`${i}`, 'SEV-1'));
    const { desk } = await go(deskOf(many));
    expect(clock.monotonic()).toBeLessThanOrEqual(10_500);
    expect(desk.outbox.map(({ unsure, attempts }) => [unsure, attempts])).toEqual([
      [true, 1],
      [false, 0],
      [false, 0],
    ]);
  });

  it('does not wait for a sink that asked for a pause', async () => {
    const stop = new AbortController();
    const { add, go, clock } = flushing({ signal: stop.signal });
    const slack = add('slack', {
      answer: () => {
        stop.abort();
        return slack.tried.length === 1 ? tooMany(30_000) : undefined;
      },
    });
    const { desk } = await go(deskOf([at('a', 'SEV-1')]));
    expect(clock.monotonic()).toBeLessThan(10_000);
    expect(desk.outbox).toHaveLength(1);
  });

  it('lets a message that has begun end', async () => {
    const stop = new AbortController();
    const { add, go, clock } = flushing({ signal: stop.signal });
    const slack = add('slack', { latencyMs: 4000 });
    void clock.sleep(1000).then(() => stop.abort());
    const { desk } = await go(deskOf([at('a', 'SEV-3'), at('b', 'SEV-3')]));
    expect(slack.accepted.map((m) => m.deliveryId)).toEqual(['a']);
    expect(desk.outbox.map(({ id }) => id)).toEqual(['b']);
  });
});
