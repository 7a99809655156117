import { describe, expect, it } from 'vitest';
import { flushing, outcomes } from '../../tests/support/flushing.ts';
import { deskOf, entryOf, minutes, NOON, threadOf } from '../../tests/support/outbox.ts';
import { refusal, trouble } from '../../tests/support/scripted-sink.ts';
import { digestOverdue } from './outbox.ts';

const one = entryOf({ id: 'one' });
const two = entryOf({ id: 'two', incidentIds: ['INC-2'] });

describe('a message that arrives', () => {
  it('leaves the outbox, opens its thread, and is kept at once', async () => {
    const { add, go, saves } = flushing();
    const slack = add('slack');
    const done = await go(deskOf([one, two]));
    expect(outcomes(done)).toEqual(['one sent slack:#ops: slack 1', 'two sent slack:#ops: slack 2']);
    expect(done.desk.outbox).toEqual([]);
    expect(done.desk.threads).toEqual([
      { key: 'INC-1', to: 'slack:#ops', ref: 'slack 1', text: one.text, shown: '', at: NOON },
      { key: 'INC-2', to: 'slack:#ops', ref: 'slack 2', text: two.text, shown: '', at: NOON },
    ]);
    expect(saves.map(({ outbox }) => outbox.length)).toEqual([1, 0]);
    expect(slack.accepted[0]).toMatchObject({ deliveryId: 'one', text: one.text, thread: null, retry: false });
  });

  it('has arrived also where that can not be kept', async () => {
    const { add, go } = flushing({ save: () => Promise.reject(new Error('disk full')) });
    add('slack');
    expect((await go(deskOf([one, two]))).desk.outbox).toEqual([]);
  });

  it('answers the message its thread began with, and needs no thread of its own', async () => {
    const { add, go } = flushing();
    const slack = add('slack');
    const thread = threadOf({ ref: 'slack 7' });
    const reply = entryOf({ kind: 'reminder', thread: 'INC-1', broadcast: true });
    const { desk } = await go(deskOf([reply], { threads: [threadOf({ ref: 'old', at: minutes(-9) }), thread] }));
    expect(slack.accepted[0]).toMatchObject({ thread: 'slack 7', broadcast: true });
    expect(desk.threads).toContainEqual(thread);
  });

  it('is one of its own where there is no thread, or no threads at all', async () => {
    const { add, go } = flushing();
    const [slack, mail] = [add('slack'), add('mail', { threads: false })];
    const reply = entryOf({ id: 'r', kind: 'update', thread: 'INC-1' });
    const { desk } = await go(
      deskOf([reply, { ...reply, id: 'm', to: 'mail' }], { threads: [threadOf({ to: 'mail' })] }),
    );
    expect([slack.accepted[0]?.thread, mail.accepted[0]?.thread]).toEqual([null, null]);
    expect(desk.threads.map(({ key, to, ref }) => `${key} ${to} ${ref}`)).toEqual([
      'INC-1 mail slack 1',
      'INC-1 slack:#ops slack 1',
    ]);
  });

  it('answers what was decided before it and arrives with it, and not what is about another time', async () => {
    const { add, go } = flushing();
    const slack = add('slack');
    const over = entryOf({ id: 'over', kind: 'resolved', open: false, opens: [], createdAt: minutes(-1) });
    const worse = entryOf({ id: 'worse', kind: 'update', incidentIds: ['INC-2'] });
    const old = threadOf({ key: 'INC-2', ref: 'slack old', at: minutes(-900) });
    const { desk } = await go(deskOf([{ ...one, createdAt: minutes(-2) }, over, worse], { threads: [old] }));
    expect(slack.accepted.map(({ deliveryId, thread }) => `${deliveryId} ${thread}`)).toEqual([
      'one null',
      'over slack 1',
      'worse null',
    ]);
    expect(desk.threads.map(({ key, ref, text }) => `${key} ${ref} ${text !== null}`)).toEqual([
      'INC-1 slack 1 true',
      'INC-2 slack 3 true',
    ]);
  });

  it('goes beside a thread that somebody has deleted', async () => {
    const { add, go } = flushing();
    const slack = add('slack', { answer: ({ thread }) => (thread === null ? 'sent' : { ...DELETED, gone: true }) });
    const { desk } = await go(deskOf([entryOf({ kind: 'update', thread: 'INC-1' })], { threads: [threadOf()] }));
    expect(slack.accepted.map(({ thread }) => thread)).toEqual([null]);
    expect(desk.outbox).toEqual([]);
  });

  it('that a destination has no use for is done there', async () => {
    const { add, go } = flushing();
    const pager = add('pager', { accepts: ({ severity }) => severity === 'SEV-1' });
    const done = await go(
      deskOf([
        { ...one, to: 'pager' },
        { ...two, to: 'pager', severity: 'SEV-1' },
      ]),
    );
    expect(done.desk.outbox).toEqual([]);
    expect(pager.accepted.map(({ deliveryId }) => deliveryId)).toEqual(['two']);
  });

  it('takes no thread away from an incident when it is a digest', async () => {
    const { add, go } = flushing();
    add('slack');
    const digest = entryOf({ kind: 'digest', incidentIds: ['INC-1', 'INC-2'], opens: [] });
    const { desk } = await go(deskOf([digest], { threads: [threadOf({ ref: 'first' })] }));
    expect(desk.threads.map(({ key, ref, text }) => [key, ref, text])).toEqual([
      ['INC-1', 'first', null],
      ['INC-2', 'slack 1', null],
    ]);
  });

  it('that is a digest says what it is made of', async () => {
    const { add, go } = flushing();
    const slack = add('slack', { answer: () => ({ status: 'sent', ref: 'slack 1', note: 'one of two is full' }) });
    const late = [one, two].map((entry) => ({ ...entry, attempts: 1 }));
    const done = await go(deskOf(digestOverdue(late, minutes(60), 'UTC')));
    expect(slack.tried[0]?.parts).toMatchObject([{ incidentIds: ['INC-1'] }, { incidentIds: ['INC-2'] }]);
    expect(done.delivered[0]?.detail).toBe('slack 1; one of two is full');
  });

  it('says in its first line when it is late', async () => {
    const { add, go } = flushing();
    const slack = add('slack');
    await go(deskOf([{ ...one, attempts: 2, createdAt: minutes(-125) }]));
    expect(slack.accepted[0]?.text.split('\n').slice(0, 2)).toEqual([
      '[SEV-2] INC-1 is down (told late: could not be delivered to #ops for 2 h 5 min)',
      'Since: 2026-01-15 12:00 UTC',
    ]);
  });
});

const DELETED = refusal('the message is not there');

describe('a message that fails', () => {
  it('is tried three times, a little later each time', async () => {
    const { add, go } = flushing();
    const slack = add('slack', { answer: () => (slack.tried.length < 3 ? trouble('busy') : undefined) });
    expect((await go(deskOf([one]))).desk.outbox).toEqual([]);
    expect(slack.tried.map(({ at }) => at)).toEqual([0, 2000, 5000]);
  });

  it('stays, and nothing else goes to that destination in this flush; the next cycle tells them together', async () => {
    const { add, go } = flushing();
    const [slack, mail] = [add('slack', { answer: () => trouble('Slack cannot be reached') }), add('mail')];
    const done = await go(deskOf([one, two, entryOf({ id: 'mail', to: 'mail', severity: 'SEV-3' })]));
    expect(slack.tried).toHaveLength(3);
    expect(mail.accepted).toHaveLength(1);
    expect(done.desk.outbox).toMatchObject([
      { id: 'one', attempts: 1, lastError: 'Slack cannot be reached', unsure: false, refused: false },
      { id: 'two', attempts: 1, lastError: 'Slack cannot be reached', unsure: false },
    ]);
    expect(outcomes(done)).toEqual([
      'mail sent mail: mail 1',
      'one failed slack:#ops: Slack cannot be reached',
      'two queued slack:#ops: Slack cannot be reached',
    ]);
  });

  it.each(['arrived', 'lost'] as const)('is looked for when nobody heard how it ended (%s)', async (fate) => {
    const { add, go } = flushing();
    const slack = add('slack', { answer: () => (slack.tried.length === 1 ? fate : undefined) });
    await go(deskOf([one]));
    expect(slack.tried.map(({ retry }) => retry)).toEqual([false, true]);
    expect(slack.accepted).toHaveLength(1);
  });

  it('is unsure as long as nobody knows, whatever the next try says', async () => {
    const { add, go } = flushing();
    const slack = add('slack', { answer: () => (slack.tried.length === 1 ? 'arrived' : trouble('busy')) });
    expect((await go(deskOf([one]))).desk.outbox).toMatchObject([{ unsure: true, attempts: 1 }]);
    const again = await go(deskOf([{ ...one, unsure: true }]));
    expect(again.desk.outbox).toMatchObject([{ unsure: true }]);
    expect(slack.tried.slice(1).every(({ retry }) => retry)).toBe(true);
  });

  it('has its deadline, all tries and pauses together, also at a sink that never answers', async () => {
    const { add, go, clock } = flushing();
    add('slack', { answer: () => 'hangs' });
    const [entry] = (await go(deskOf([one]))).desk.outbox;
    expect(entry).toMatchObject({ unsure: true, lastError: 'sending to slack:#ops took longer than 20 s' });
    expect(clock.monotonic()).toBeLessThan(21_000);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
    ],
    ['rejects', () => Promise.reject(new Error('boom'))],
  ])('may have arrived where a sink %s', async (_name, send) => {
    const { add, go, sinks } = flushing();
    sinks.set('slack', { ...add('slack'), send });
    expect((await go(deskOf([one]))).desk.outbox).toMatchObject([{ unsure: true, lastError: 'boom' }]);
  });

  it('costs its own destination only, and no other waits longer than a moment for one that hangs', async () => {
    const { add, go } = flushing();
    add('slack', { answer: () => 'hangs' });
    const mail = add('mail');
    await go(
      deskOf([
        { ...one, severity: 'SEV-1' },
        { ...two, to: 'mail', severity: 'SEV-3' },
      ]),
    );
    expect(mail.accepted[0]?.at).toBe(1000);
  });
});

describe('the lease', () => {
  it('is asked for before each message; once it is lost nothing more is sent', async () => {
    let asked = 0;
    const { add, go } = flushing({
      held: async () => {
        asked += 1;
        return asked < 2;
      },
    });
    const slack = add('slack');
    const done = await go(deskOf([one, two]));
    expect(slack.accepted).toHaveLength(1);
    expect(done.desk.outbox).toEqual([two]);
    expect(outcomes(done)[1]).toBe('two queued slack:#ops: another run has taken over');
  });
});

describe('nobody can be asked for the lease', () => {
  const urgent = { ...one, severity: 'SEV-2' } as const;

  it('SEV-1 and SEV-2 are looked for and leave, the rest waits; nothing is saved meanwhile', async () => {
    const { add, go, saves } = flushing({ held: async () => 'unknown' });
    const slack = add('slack');
    const done = await go(deskOf([urgent, { ...two, severity: 'SEV-3' }]));
    expect(slack.tried.map(({ deliveryId, retry }) => [deliveryId, retry])).toEqual([['one', true]]);
    expect(done.desk.outbox.map(({ id }) => id)).toEqual(['two']);
    expect(outcomes(done)[1]).toContain('two queued slack:#ops: nobody could be asked');
    expect(saves).toEqual([]);
  });

  it('nothing leaves any more once another run has it', async () => {
    const answers = ['unknown', false] as const;
    let asked = 0;
    const { add, go } = flushing({
      held: async () => {
        asked += 1;
        return answers[asked - 1] ?? false;
      },
    });
    const slack = add('slack');
    const done = await go(deskOf([urgent, { ...two, severity: 'SEV-2' }]));
    expect([slack.tried.length, done.desk.outbox.map(({ id }) => id)]).toEqual([1, ['two']]);
  });
});

it('what the sink asked to keep back is not tried, and says until when', async () => {
  const { add, go } = flushing();
  const slack = add('slack');
  const kept = { ...one, notBefore: minutes(5) };
  const done = await go(deskOf([kept]));
  expect([slack.tried, done.desk.outbox]).toEqual([[], [kept]]);
  expect(outcomes(done)).toEqual(['one queued slack:#ops: not before 2026-01-15T12:05:00.000Z']);
});

describe('the rest of a long message', () => {
  const rest = entryOf({ id: 'rest', kind: 'details', thread: 'INC-1', severity: 'SEV-1', opens: [] });

  it('follows into the thread its beginning opens, and waits for it', async () => {
    const { add, go } = flushing();
    const slack = add('slack', { answer: ({ kind }) => (kind === 'incident' ? trouble('busy') : undefined) });
    expect((await go(deskOf([one, rest]))).desk.outbox.map(({ id }) => id)).toEqual(['one', 'rest']);
    expect(slack.accepted).toEqual([]);
    const mended = flushing();
    const working = mended.add('slack');
    await mended.go(deskOf([one, rest]));
    expect(working.accepted.map(({ deliveryId, thread }) => `${deliveryId} ${thread}`)).toEqual([
      'one null',
      'rest slack 1',
    ]);
  });

  it('is a message of its own where its beginning is told and can not be answered', async () => {
    const { add, go } = flushing();
    const slack = add('slack');
    await go(deskOf([rest]));
    expect(slack.accepted.map(({ thread }) => thread)).toEqual([null]);
  });
});
