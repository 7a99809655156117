import { describe, expect, it } from 'vitest';
import { flushing, outcomes } from '../../tests/support/flushing.ts';
import { deskOf, entryOf, minutes, threadOf } from '../../tests/support/outbox.ts';
import { refusal, tooMany, trouble } from '../../tests/support/scripted-sink.ts';

const gone = () => refusal('Slack says channel_not_found');
const one = entryOf({ id: 'one' });
const fallbackOf = ({ to }: { readonly to: string }) => (to === 'slack:#ops' ? ['mail', 'hook'] : []);

describe('a message that its destination refuses', () => {
  it('goes to the first that stands in at once, says so in its first line, and stays for its own', async () => {
    const { add, go } = flushing({ fallbackOf });
    add('slack', { answer: gone });
    const [mail, hook] = [add('mail'), add('hook')];
    const done = await go(deskOf([one]));
    expect(mail.accepted[0]?.text.split('\n')[0]).toBe(
      '[SEV-2] INC-1 is down (instead of #ops: Slack says channel_not_found)',
    );
    expect(mail.accepted[0]?.deliveryId).not.toBe('one');
    expect(hook.accepted).toEqual([]);
    expect(done.desk.outbox).toMatchObject([
      { id: 'one', refused: true, copies: ['mail'], attempts: 1, lastError: 'Slack says channel_not_found' },
    ]);
    expect(done.desk.threads).toMatchObject([{ key: 'INC-1', to: 'mail', ref: 'mail 1' }]);
    expect(outcomes(done)).toEqual(['one failed slack:#ops: Slack says channel_not_found', 'one sent mail: mail 1']);
  });

  it.each([
    ['is refused there too', { answer: () => refusal('no such user') }],
    ['that can not be reached', { answer: () => trouble('connection refused') }],
    ['that asks for a long pause', { answer: () => tooMany(90_000) }],
    ['that has no use for it', { accepts: () => false }],
    ['that never answers', { answer: () => 'hangs' as const }],
  ])('goes to the next where the first %s', async (_name, script) => {
    const { add, go, clock } = flushing({ fallbackOf });
    add('slack', { answer: gone });
    add('mail', script);
    const hook = add('hook');
    const { desk } = await go(deskOf([one]));
    expect(hook.accepted).toHaveLength(1);
    expect(desk.outbox[0]?.copies).toEqual(['hook']);
    expect(clock.monotonic()).toBeLessThan(60_000);
  });

  it('gives that up after its time, and tries again with the next flush', async () => {
    const { add, go } = flushing({ fallbackOf, fallbackMs: 10_000 });
    add('slack', { answer: gone });
    const mail = add('mail', { answer: () => (mail.tried.length === 1 ? 'hangs' : undefined) });
    const hook = add('hook');
    const first = await go(deskOf([one]));
    expect([hook.tried, first.desk.outbox[0]?.copies]).toEqual([[], []]);
    const { desk } = await go(first.desk);
    expect(desk.outbox[0]?.copies).toEqual(['mail']);
    expect(mail.tried.map(({ retry }) => retry)).toEqual([false, true]);
  });

  it('is never told twice elsewhere, and leaves once somebody has mended its destination', async () => {
    const { add, go } = flushing({ fallbackOf });
    let isMended = false;
    const slack = add('slack', { answer: () => (isMended ? undefined : gone()) });
    const mail = add('mail');
    const first = await go(deskOf([one]));
    const second = await go(first.desk);
    expect([mail.accepted.length, slack.tried.length]).toEqual([1, 2]);
    expect(second.desk.outbox).toMatchObject([{ attempts: 2, copies: ['mail'] }]);
    isMended = true;
    expect((await go(second.desk)).desk.outbox).toEqual([]);
    expect(slack.accepted).toHaveLength(1);
    const alone = await go(second.desk, { refusedToo: false });
    expect(outcomes(alone)).toEqual(['one queued slack:#ops: refused before: Slack says channel_not_found']);
  });

  it('is looked for where it may have been brought before a crash', async () => {
    const { add, go } = flushing({ fallbackOf });
    add('slack', { answer: gone });
    const mail = add('mail');
    await go(deskOf([one]));
    await go(deskOf([{ ...one, unsure: true }]));
    expect(mail.accepted).toHaveLength(1);
  });

  it('goes elsewhere also where nothing is set up for its destination', async () => {
    const { add, go } = flushing({ fallbackOf });
    const mail = add('mail');
    const { desk } = await go(deskOf([one]));
    expect(mail.accepted[0]?.text).toContain('(instead of #ops: nothing is set up for #ops');
    expect(desk.outbox[0]?.refused).toBe(true);
  });

  it('is not said twice to whoever gets it anyway', async () => {
    const { add, go } = flushing({ fallbackOf });
    add('slack', { answer: gone });
    const mail = add('mail');
    const { desk } = await go(deskOf([one, { ...one, id: 'for mail', to: 'mail' }]));
    expect(mail.accepted.map(({ deliveryId }) => deliveryId)).toEqual(['for mail']);
    expect(desk.outbox).toMatchObject([{ id: 'one', copies: ['mail'] }]);
  });
});

describe('what follows a refused message', () => {
  const copied = { ...one, refused: true, attempts: 1, copies: ['hook'], lastError: 'gone' };
  const resolved = entryOf({ id: 'over', kind: 'resolved', thread: 'INC-1', open: false, opens: [] });

  it('goes where people read it, into the thread there', async () => {
    const { add, go } = flushing({ fallbackOf });
    add('slack', { answer: gone });
    const [mail, hook] = [add('mail'), add('hook')];
    const { desk } = await go(deskOf([copied, resolved], { threads: [threadOf({ to: 'hook', ref: 'hook 9' })] }));
    expect(mail.accepted).toEqual([]);
    expect(hook.accepted.map(({ kind, thread }) => `${kind} ${thread}`)).toEqual(['resolved hook 9']);
    expect(desk.outbox.map(({ id, copies }) => [id, copies])).toEqual([
      ['one', ['hook']],
      ['over', ['hook']],
    ]);
  });

  it('is told in order once the destination is mended', async () => {
    const { add, go } = flushing({ fallbackOf });
    const slack = add('slack');
    const { desk } = await go(deskOf([copied, { ...resolved, refused: true, attempts: 1, copies: ['hook'] }]));
    expect(slack.accepted.map(({ deliveryId, thread }) => `${deliveryId} ${thread}`)).toEqual([
      'one null',
      'over slack 1',
    ]);
    expect(desk.outbox).toEqual([]);
  });

  it('the rest of a long message goes along', async () => {
    const { add, go } = flushing({ fallbackOf });
    const slack = add('slack', { answer: gone });
    const mail = add('mail');
    const rest = entryOf({ id: 'rest', kind: 'details', thread: 'INC-1', opens: [] });
    const { desk } = await go(deskOf([one, rest]));
    expect(slack.tried).toHaveLength(1);
    expect(mail.accepted.map(({ kind, thread }) => `${kind} ${thread}`)).toEqual(['incident null', 'details mail 1']);
    expect(desk.outbox.map(({ copies }) => copies)).toEqual([['mail'], ['mail']]);
  });
});

describe('many that were refused', () => {
  const refused = Array.from({ length: 60 }, (_, i) =>
    entryOf({ id: `${i}`, incidentIds: [`${i}`], refused: true, attempts: 3, copies: ['mail'], createdAt: minutes(i) }),
  );

  it('are not all tried each time, but none is forgotten', async () => {
    const { add, go } = flushing({ fallbackOf });
    const slack = add('slack', { answer: gone });
    let desk = deskOf(refused);
    for (let n = 0; n < 3; n += 1) desk = (await go(desk)).desk;
    expect(slack.tried).toHaveLength(60);
    expect(new Set(slack.tried.map(({ deliveryId }) => deliveryId)).size).toBe(60);
    expect(desk.outbox).toHaveLength(60);
  });

  it('all leave in the flush in which the first of them arrives', async () => {
    const { add, go } = flushing({ fallbackOf });
    const slack = add('slack', { answer: ({ deliveryId }) => (deliveryId === '0' ? gone() : undefined) });
    const { desk } = await go(deskOf(refused));
    expect(slack.accepted).toHaveLength(59);
    expect(desk.outbox.map(({ id }) => id)).toEqual(['0']);
  });

  it('keep nothing new from being tried', async () => {
    const { add, go } = flushing({ fallbackOf });
    const slack = add('slack', { answer: ({ deliveryId }) => (deliveryId === 'new' ? undefined : gone()) });
    add('mail');
    await go(deskOf([...refused, entryOf({ id: 'new', incidentIds: ['new'], createdAt: minutes(99) })]));
    expect(slack.accepted.map(({ deliveryId }) => deliveryId)[0]).toBe('new');
  });
});
