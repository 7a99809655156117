import { describe, expect, it } from 'vitest';
import { alertOf } from '../../tests/support/alert.ts';
import { monitor } from '../../tests/support/cycles.ts';
import { app } from '../../tests/support/cycles-objects.ts';
import { composing, threadOf, toldAt } from '../../tests/support/message-threads.ts';
import { later } from '../../tests/support/trouble.ts';
import type { Alert } from '../domain/alert.ts';
import { HOUR } from '../domain/duration.ts';
import type { Thread } from '../domain/outbox.ts';
import type { Severity } from '../domain/severity.ts';
import { afterArrival } from './arrived.ts';
import { composeMessages } from './compose-messages.ts';
import { enqueue } from './outbox.ts';
import { fits } from './render/fitted.ts';

/** It is over at `to`, and the worst that was told is `worst`. */
function over(id: string, worst: Severity = 'SEV-3', to = 'slack:#crit'): Alert {
  const told = { ...toldAt(to), severity: worst, worst };
  return alertOf(
    { reason: 'resolved', to: [to], draft: null },
    { id, told, severity: 'SEV-3', status: 'resolved', resolvedAt: later(0), title: `${id} is down` },
  );
}
const many = (count: number, worst?: Severity, to?: string) =>
  Array.from({ length: count }, (_, n) => over(`w${n}`, worst, to));
const own = (alerts: readonly Alert[]): readonly Thread[] =>
  alerts.map(({ incident: { id } }) => threadOf(id, { text: `[SEV-3] ${id} is down` }));
const shared = (alerts: readonly Alert[]): readonly Thread[] =>
  alerts.map(({ incident: { id } }) => threadOf(id, { ref: 'C1 storm' }));
const compose = (alerts: readonly Alert[], threads: readonly Thread[] = [], stormAt = 10) =>
  composeMessages(alerts, [], composing({ threads, stormAt }));

describe('many ends at one place', () => {
  it('are one message from one more than the setting says on, with or without messages to answer', () => {
    for (const threads of [[], own(many(11))]) {
      expect(compose(many(10), threads).map(({ kind }) => kind)).toEqual(Array(10).fill('resolved'));
      expect(compose(many(11), threads)).toMatchObject([{ open: false, thread: null, opens: [], severity: 'SEV-3' }]);
      expect(compose(many(11), threads, 11)).toHaveLength(11);
    }
    const [message] = compose(many(300));
    expect(message?.incidentIds).toHaveLength(300);
    expect(message?.text.split('\n').slice(0, 2)).toEqual([
      '[RESOLVED] 300 incidents are over: 300 SEV-3',
      '  - [RESOLVED] w0 is down, it lasted 20 min (w0)',
    ]);
    expect(message?.text.split('\n').slice(-2)).toEqual([
      '  +260 more, see: k8s-monitor cycles show 20260115T120000Z-abcd',
      'cycle 20260115T120000Z-abcd',
    ]);
    expect(fits(message?.text ?? '')).toBe(true);
  });

  it('of one storm are one reply to it, and whoever was told otherwise has one message beside it', () => {
    const all = many(40);
    const threads = [...shared(all.slice(0, 20)), ...own(all.slice(20))];
    expect(compose(all, threads).map(({ thread, incidentIds }) => [thread, incidentIds.length])).toEqual([
      ['w0', 20],
      [null, 20],
    ]);
  });

  it('leave a SEV-1 that was told by itself its own end', () => {
    const loud = [over('a', 'SEV-1'), over('b', 'SEV-1')];
    const messages = compose([...many(30), ...loud], [...own(loud), ...own(many(30))]);
    expect(messages.map(({ thread, severity, incidentIds }) => [thread, severity, incidentIds.length])).toEqual([
      ['a', 'SEV-1', 1],
      ['b', 'SEV-1', 1],
      [null, 'SEV-3', 30],
    ]);
  });

  it('where nobody knows how they were told: a few SEV-1 end by themselves, many do not, and come first', () => {
    const few = compose([...many(30, 'SEV-2', 'mail'), over('a', 'SEV-1', 'mail')]);
    expect(few.map(({ severity, incidentIds }) => [severity, incidentIds.length])).toEqual([
      ['SEV-1', 1],
      ['SEV-2', 30],
    ]);
    const loud = many(11, 'SEV-1', 'mail').map((a) => ({ ...a, incident: { ...a.incident, id: `x${a.incident.id}` } }));
    const [one, ...rest] = compose([...many(30, 'SEV-2', 'mail'), ...loud]);
    expect([one?.severity, rest]).toEqual(['SEV-1', []]);
    expect(one?.incidentIds.slice(0, 11)).toEqual(loud.map(({ incident }) => incident.id));
    expect(one?.lesser).toHaveLength(30);
    expect(one?.text).toMatch(/^\[RESOLVED\] 41 incidents are over: 11 SEV-1, 30 SEV-2\n/);
  });

  it('have one delivery id, take nothing from the story of one of them, and open no thread', () => {
    const about = { cycleId: 'c1', at: later(0), cluster: 'u' };
    const first = composeMessages([alertOf({}, { id: 'w0', severity: 'SEV-2' })], [], composing());
    const waiting = enqueue([], first, about);
    const ends = compose(many(12), own(many(12)));
    const next = { ...about, cycleId: 'c2' };
    const outbox = enqueue(waiting, ends, next);
    expect(outbox.map(({ kind, incidentIds }) => [kind, incidentIds.length])).toEqual([
      ['incident', 1],
      ['storm', 12],
    ]);
    expect(enqueue(outbox, compose(many(12), own(many(12))), next)).toEqual(outbox);
    // One of them is back before that has left.
    const back = composeMessages([alertOf({}, { id: 'w0' })], [], composing());
    expect(enqueue(outbox.slice(1), back, { ...about, cycleId: 'c3' }).map(({ kind }) => kind)).toEqual([
      'storm',
      'incident',
    ]);
    const [entry] = outbox.slice(1);
    if (entry === undefined) throw new Error('no entry');
    const arrival = { entry, via: entry.to, text: entry.text, answered: null, ref: 'C1 9', at: later(0) };
    expect(afterArrival({ outbox, threads: [], pauses: {} }, arrival)).toMatchObject({ threads: [] });
  });

  it('of 300 crash loops that heal at once are one message, as their beginning was', () => {
    const run = monitor([]);
    const at = (hours: number) => later(hours * HOUR);
    const all = (word: 'crash' | 'ok') => Array.from({ length: 300 }, (_, n) => app(`w${n}`, [word], at(-1))).flat();
    const began = run({ at: at(0), objects: all('crash') }).messages;
    expect(began.map(({ kind, incidentIds }) => [kind, incidentIds.length])).toEqual([['storm', 300]]);
    const ended = [1, 2, 3].flatMap((n) => run({ at: at(n), objects: all('ok') }).messages);
    expect(ended.map(({ open, incidentIds }) => [open, incidentIds.length])).toEqual([[false, 300]]);
  });
});
