import { describe, expect, it } from 'vitest';
import { flushing } from '../../tests/support/flushing.ts';
import { deskOf, minutes, threadOf } from '../../tests/support/outbox.ts';
import { refusal, trouble } from '../../tests/support/scripted-sink.ts';
import { editThreads } from './edit-threads.ts';

const first = threadOf({ key: 'INC-1', ref: 'slack 1' });
const second = threadOf({ key: 'INC-2', ref: 'slack 2' });
const mail = threadOf({ key: 'INC-1', ref: 'mail 1', to: 'mail' });
const want = (...threads: (typeof first)[]) => threads.map((thread) => ({ thread, text: 'over', shown: 'resolved' }));
const desk = deskOf([], { threads: [first, second, mail] });

describe('editing messages in place', () => {
  it('notes what each says now, and keeps the pace', async () => {
    const { add, options, clock } = flushing();
    const slack = add('slack', { paceMs: 1100 });
    const { threads } = await editThreads(desk, want(first, second), options);
    expect(slack.edited).toEqual(['slack 1 over', 'slack 2 over']);
    expect(threads.map(({ shown }) => shown)).toEqual(['resolved', 'resolved', '']);
    expect(clock.monotonic()).toBe(1100);
  });

  it('forgets a message that is gone', async () => {
    const { add, options } = flushing();
    add('slack', { onEdit: (ref) => (ref === 'slack 1' ? { ...refusal('deleted'), gone: true } : undefined) });
    const { threads } = await editThreads(desk, want(first, second), options);
    expect(threads).toEqual([{ ...second, shown: 'resolved' }, mail]);
  });

  it.each([
    ['a message that must not be edited', refusal('too old'), ['slack 2 over']],
    ['a destination that fails', trouble('down'), []],
    ['a destination that hangs', 'hangs' as const, []],
  ])('leaves %s to the next cycle', async (_name, answer, edited) => {
    const { add, options, clock } = flushing();
    const slack = add('slack', { onEdit: (ref) => (ref === 'slack 1' ? answer : undefined) });
    const other = add('mail');
    const { threads } = await editThreads(desk, want(first, second, mail), options);
    expect([slack.edited, other.edited]).toEqual([edited, ['mail 1 over']]);
    expect(threads[0]).toEqual(first);
    expect(clock.monotonic()).toBeLessThanOrEqual(20_000);
  });

  it('takes no longer than it may, and does not begin where it must not', async () => {
    const { add, options, clock } = flushing();
    const slack = add('slack', { paceMs: 1100 });
    await editThreads(desk, want(...Array.from({ length: 50 }, () => first)), { ...options, deadlineMs: 5000 });
    expect([slack.edited.length, clock.monotonic() <= 5000]).toEqual([5, true]);
    slack.edited.length = 0;
    expect(await editThreads(desk, want(first), { ...options, signal: AbortSignal.abort() })).toEqual(desk);
    expect(await editThreads(desk, want(first), { ...options, held: async () => false })).toEqual(desk);
    const paused = { ...desk, pauses: { 'slack:#ops': minutes(5) } };
    expect(await editThreads(paused, want(first), options)).toEqual(paused);
    expect(slack.edited).toEqual([]);
  });

  it('asks nothing of a place that can not edit', async () => {
    const { add, options } = flushing();
    const sink = add('mail', { threads: false });
    expect(await editThreads(desk, want(mail, first), options)).toEqual(desk);
    expect(sink.edited).toEqual([]);
  });
});
