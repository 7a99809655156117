import { describe, expect, it } from 'vitest';
import { flushing } from '../../tests/support/flushing.ts';
import { deskOf, entryOf, minutes, threadOf } from '../../tests/support/outbox.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import { digestOverdue } from './outbox.ts';
import { settleUnsure } from './settle-unsure.ts';

const late = (id: string, over: Partial<OutboxEntry> = {}) =>
  entryOf({ id, incidentIds: [id], attempts: 1, unsure: true, ...over });

describe('what may have arrived, before it becomes part of a digest', () => {
  it('is done when it is there, and waits like the rest when it is not', async () => {
    const { add, options } = flushing();
    const slack = add('slack', {
      onFind: (id) => (id === 'a' ? { status: 'there', ref: 'slack 8' } : { status: 'not-there' }),
    });
    const desk = await settleUnsure(deskOf([late('a'), late('b'), late('c', { unsure: false })]), options);
    expect(slack.looked).toEqual(['a', 'b']);
    expect(desk.outbox.map(({ id, unsure }) => [id, unsure])).toEqual([
      ['b', false],
      ['c', false],
    ]);
    expect(desk.threads).toMatchObject([{ key: 'a', ref: 'slack 8' }]);
    expect(digestOverdue(desk.outbox, minutes(60), 'UTC')).toHaveLength(1);
  });

  it('waits like the rest where nobody can look', async () => {
    const { add, options } = flushing();
    add('slack', { looks: false });
    const desk = await settleUnsure(deskOf([late('a'), late('b')]), options);
    expect(desk.outbox.map(({ unsure }) => unsure)).toEqual([false, false]);
  });

  it.each([
    ['fails', async () => ({ status: 'failed', why: 'down' }) as const],
    ['rejects', () => Promise.reject(new Error('down'))],
    ['hangs', () => new Promise<never>(() => {})],
  ])('is left as it is where the look %s, and no second one is tried there', async (_name, find) => {
    const { add, options, sinks } = flushing();
    let looks = 0;
    sinks.set('slack', {
      ...add('slack'),
      find: () => {
        looks += 1;
        return find();
      },
    });
    const before = deskOf([late('a'), late('b')]);
    expect(await settleUnsure(before, options)).toEqual(before);
    expect(looks).toBe(1);
  });

  it('is not looked for where it is sent on its own: the sink does that itself', async () => {
    const { add, options } = flushing();
    const slack = add('slack');
    await settleUnsure(deskOf([late('a'), late('b', { to: 'slack:#other' }), late('c', { attempts: 0 })]), options);
    await settleUnsure(deskOf([late('a'), late('b')], { pauses: { 'slack:#ops': minutes(5) } }), options);
    expect(slack.looked).toEqual([]);
  });

  it('is looked for in its thread', async () => {
    const { add, options, sinks } = flushing();
    const threads: (string | null)[] = [];
    const slack = add('slack');
    sinks.set('slack', {
      ...slack,
      find: async (_to, { thread }) => {
        threads.push(thread);
        return { status: 'there', ref: 'slack 9' };
      },
    });
    const known = threadOf({ key: 'a', ref: 'slack 1', text: 'first' });
    const reply = late('a', { kind: 'update', thread: 'a' });
    const desk = await settleUnsure(deskOf([reply, late('b')], { threads: [known] }), options);
    expect(threads).toEqual(['slack 1', null]);
    expect(desk.threads).toContainEqual(known);
  });
});
