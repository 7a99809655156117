import { describe, expect, it } from 'vitest';
import { entryOf, messageOf, minutes, NOON } from '../../tests/support/outbox.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import type { Message } from './message.ts';
import { digestOverdue, dueEntries, enqueue, markUnsure } from './outbox.ts';

const about = { cycleId: 'c2', at: minutes(60), cluster: 'uid-1', timeZone: 'UTC' };
const put = (outbox: readonly OutboxEntry[], ...messages: Message[]) => enqueue(outbox, messages, about);
const waiting = (over: Partial<OutboxEntry> = {}) => entryOf({ attempts: 1, ...over });
const update = (over: Partial<Message> = {}) =>
  messageOf({ kind: 'update', thread: 'INC-1', text: '[SEV-2] WORSE: INC-1 is down\nINC-1 · cycle c2', ...over });
const resolved = messageOf({
  kind: 'resolved',
  open: false,
  thread: 'INC-1',
  text: '[RESOLVED] INC-1 is down\nIt lasted 1 h, from 2026-01-15 12:00 UTC.\nINC-1 · cycle c2',
});

describe('the id of a delivery', () => {
  const idOf = (message: Message, cluster = 'uid-1') => enqueue([], [message], { ...about, cluster })[0]?.id;

  it('is one for the same news, whatever its words are and in whatever cycle', () => {
    const id = idOf(messageOf());
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(idOf(messageOf({ text: 'in other words' }))).toBe(id);
    expect(enqueue([], [messageOf()], { cycleId: 'c9', at: minutes(600), cluster: 'uid-1' })[0]?.id).toBe(id);
  });

  it('is another one for other news, another destination, another cluster', () => {
    const ids = [
      idOf(messageOf()),
      idOf(messageOf({ key: 'other' })),
      idOf(messageOf({ to: 'slack:#critical' })),
      idOf(messageOf(), 'uid-2'),
    ];
    expect(new Set(ids).size).toBe(4);
  });
});

describe('putting messages in', () => {
  it('the end that tells of others too is told together with what never arrived', () => {
    const end = messageOf({ kind: 'resolved', open: false, to: 'mail', incidentIds: ['INC-1', 'INC-2'], opens: [] });
    const [whole, ...others] = put([waiting({ to: 'mail', incidentIds: ['INC-1'] })], end);
    expect([others, whole?.open, whole?.incidentIds]).toEqual([[], false, ['INC-1', 'INC-2']]);
  });

  it('keeps their order, and everything they say', () => {
    const [first, second] = put([], messageOf(), messageOf({ incidentIds: ['INC-2'], severity: 'SEV-1' }));
    expect(first).toMatchObject({
      incidentIds: ['INC-1'],
      createdAt: about.at,
      cycleId: 'c2',
      attempts: 0,
      copies: [],
    });
    expect(second).toMatchObject({ incidentIds: ['INC-2'], severity: 'SEV-1', opens: ['INC-2'], unsure: false });
  });

  it('takes the agents’ words instead of the rules’, in the same place', () => {
    const rules = put([], messageOf(), messageOf({ incidentIds: ['INC-2'] }));
    const both = put(rules, messageOf({ text: 'better words', severity: 'SEV-1' }));
    expect(both).toEqual([{ ...rules[0], text: 'better words', severity: 'SEV-1' }, rules[1]]);
  });

  it('has one thing to say about an incident in a cycle: what raised its severity replaces what the rules said', () => {
    const rules = put([], messageOf({ severity: 'SEV-3', key: 'INC-1 new SEV-3' }));
    expect(put(rules, messageOf({ severity: 'SEV-2', key: 'INC-1 new SEV-2' }))).toMatchObject([{ severity: 'SEV-2' }]);
    const elsewhere = messageOf({ to: 'slack:#critical' });
    expect(put(rules, elsewhere)).toHaveLength(2);
  });

  it('leaves details, digests and storms as they are', () => {
    const rest = messageOf({ kind: 'details', thread: 'INC-1', key: 'details' });
    const digest = messageOf({ kind: 'digest', key: 'digest' });
    expect(put([waiting()], rest, digest).map(({ kind }) => kind)).toEqual(['incident', 'details', 'digest']);
  });
});

describe('what never arrived and what follows it', () => {
  it('a reminder vanishes into what still waits', () => {
    const outbox = [waiting()];
    expect(put(outbox, messageOf({ kind: 'reminder', thread: 'INC-1' }))).toEqual(outbox);
  });

  it('a reminder stays beside what may have arrived hours ago', () => {
    const outbox = [waiting({ unsure: true })];
    expect(put(outbox, messageOf({ kind: 'reminder', thread: 'INC-1' })).map(({ kind }) => kind)).toEqual([
      'incident',
      'reminder',
    ]);
  });

  it('a reminder that waits gives way to whatever comes next', () => {
    const outbox = [waiting({ kind: 'reminder', thread: 'INC-1', unsure: true })];
    expect(put(outbox, resolved).map(({ kind }) => kind)).toEqual(['resolved']);
  });

  it('worse: one message under the first id and in its place, which says what should have been told before', () => {
    const first = waiting({ text: '@here [SEV-1] INC-1 is down\nSince: then\nINC-1 · cycle c1', severity: 'SEV-1' });
    const [entry, other] = put([first, waiting({ incidentIds: ['INC-2'] })], update());
    expect(other?.incidentIds).toEqual(['INC-2']);
    expect(entry).toMatchObject({ id: first.id, createdAt: NOON, attempts: 1, kind: 'incident', severity: 'SEV-1' });
    expect(entry).toMatchObject({ thread: null, open: true, opens: ['INC-1'], cycleId: 'c2' });
    expect(entry?.text).toBe(
      '[SEV-2] WORSE: INC-1 is down\nEarlier, not told: 12:00 UTC [SEV-1] INC-1 is down\nINC-1 · cycle c2',
    );
  });

  it('calls people only where an open SEV-1 is told', () => {
    const called = waiting({ text: '@here [SEV-1] x\nINC-1 · cycle c1', severity: 'SEV-1' });
    const still = update({ severity: 'SEV-1', text: '[SEV-1] SPREADING: x\nINC-1 · cycle c2' });
    expect(put([called], still)[0]?.text).toMatch(/^@here \[SEV-1] SPREADING/);
    expect(put([called], resolved)[0]?.text).toMatch(/^\[RESOLVED]/);
  });

  it('over before anybody was told: one message says both', () => {
    const [entry, ...others] = put([waiting()], resolved);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ kind: 'resolved', open: false, severity: 'SEV-2' });
    expect(entry?.text.split('\n')).toEqual([
      '[RESOLVED] INC-1 is down (was never told in time: found 12:00 UTC, over 13:00 UTC)',
      'Earlier, not told: 12:00 UTC [SEV-2] INC-1 is down',
      'It lasted 1 h, from 2026-01-15 12:00 UTC.',
      'Impact: nobody can pay',
      'INC-1 · cycle c2',
    ]);
  });

  it('counts what it leaves out of a long story', () => {
    let outbox: readonly OutboxEntry[] = [waiting()];
    for (let n = 0; n < 9; n += 1) {
      const at = { ...about, at: minutes(60 * (n + 1)), cycleId: `c${n}` };
      outbox = enqueue(outbox, [update({ key: `update ${n}`, text: `[SEV-2] WORSE: ${n}\nINC-1 · cycle c${n}` })], at);
    }
    const earlier = outbox[0]?.text.split('\n').filter((line) => line.startsWith('Earlier')) ?? [];
    expect(outbox).toHaveLength(1);
    expect([earlier[0], earlier[1]]).toEqual([
      'Earlier, not told: 12:00 UTC [SEV-2] INC-1 is down',
      'Earlier, not told: +4 more',
    ]);
    expect(earlier.at(-1)).toContain('WORSE: 7');
    expect(earlier).toHaveLength(6);
  });

  it('stays apart from what may have arrived, and from what people read elsewhere', () => {
    expect(put([waiting({ unsure: true })], resolved)).toHaveLength(2);
    const copied = waiting({ refused: true, copies: ['ops-mail'] });
    expect(put([copied], resolved)).toHaveLength(2);
    expect(put([copied], messageOf({ kind: 'reminder', thread: 'INC-1' }))).toHaveLength(2);
  });
});

describe('the order to send', () => {
  const order = (...entries: OutboxEntry[]) => dueEntries(entries, NOON).map(({ id }) => id);

  it('is the worst first, then the oldest, then as decided', () => {
    expect(
      order(
        entryOf({ id: 'a', severity: 'SEV-3' }),
        entryOf({ id: 'b', severity: 'SEV-2' }),
        entryOf({ id: 'c', severity: 'SEV-2', incidentIds: ['2'], createdAt: minutes(-60) }),
        entryOf({ id: 'd', severity: 'SEV-1', incidentIds: ['3'], to: 'pager' }),
        entryOf({ id: 'e', severity: 'SEV-2', incidentIds: ['4'] }),
      ),
    ).toEqual(['d', 'c', 'b', 'e', 'a']);
  });

  it('has nothing before what it answers, also when the clock was put back', () => {
    const parent = entryOf({ id: 'parent' });
    const rest = entryOf({ id: 'rest', kind: 'details', thread: 'INC-1', createdAt: minutes(-120) });
    const worse = entryOf({ id: 'worse', kind: 'update', thread: 'INC-1', severity: 'SEV-1', createdAt: minutes(-60) });
    const other = entryOf({ id: 'other', incidentIds: ['INC-9'], createdAt: minutes(-90) });
    expect(order(other, parent, rest, worse)).toEqual(['parent', 'worse', 'other', 'rest']);
  });

  it('leaves out what a sink asked to keep back', () => {
    expect(order(entryOf({ id: 'a', notBefore: minutes(1) }), entryOf({ id: 'b', notBefore: NOON }))).toEqual(['b']);
  });
});

describe('many that are overdue', () => {
  it('are one digest for each destination, in the place of the first', () => {
    const outbox = [
      waiting({ id: 'a', incidentIds: ['INC-1'] }),
      waiting({ id: 'p', to: 'pager', incidentIds: ['INC-1'] }),
      waiting({ id: 'b', incidentIds: ['INC-2'], severity: 'SEV-1', createdAt: minutes(60) }),
      entryOf({ id: 'fresh', incidentIds: ['INC-3'] }),
    ];
    const after = digestOverdue(outbox, minutes(120), 'UTC');
    expect(after.map(({ kind, to }) => `${kind} ${to}`)).toEqual([
      'digest slack:#ops',
      'incident pager',
      'incident slack:#ops',
    ]);
    expect(after[0]).toMatchObject({
      incidentIds: ['INC-2', 'INC-1'],
      severity: 'SEV-1',
      createdAt: NOON,
      attempts: 1,
    });
    expect(digestOverdue(after, minutes(180), 'UTC')).toEqual(after);
  });

  it('leave out what was refused, what may have arrived and what only completes another', () => {
    const outbox = [
      waiting({ id: 'a' }),
      waiting({ id: 'b', refused: true, incidentIds: ['2'] }),
      waiting({ id: 'c', unsure: true, incidentIds: ['3'] }),
      waiting({ id: 'd', kind: 'details', thread: 'INC-1' }),
    ];
    expect(digestOverdue(outbox, minutes(60), 'UTC')).toEqual(outbox);
  });
});

it('what is about to be sent is marked, so that it is looked for should nobody hear how it ended', () => {
  const outbox = [entryOf(), entryOf({ id: 'b', unsure: true })];
  expect(markUnsure(outbox).map(({ unsure }) => unsure)).toEqual([true, true]);
});

it('more than 2,000 become a digest of the oldest of what matters least, and the count is exact', () => {
  const many = Array.from({ length: 2300 }, (_, i) =>
    messageOf({ incidentIds: [`I${i}`], severity: i < 1990 ? 'SEV-3' : 'SEV-1', key: `k${i}` }),
  );
  const outbox = put([], ...many);
  expect(outbox).toHaveLength(2000);
  const digest = outbox.find(({ kind }) => kind === 'digest');
  expect(digest?.text).toMatch(/^\[SEV-3] 301 messages about 301 incidents could not be delivered/);
  expect(outbox.filter(({ severity }) => severity === 'SEV-1')).toHaveLength(310);
  const again = put(
    outbox,
    ...Array.from({ length: 50 }, (_, i) => messageOf({ incidentIds: [`J${i}`], key: `j${i}` })),
  );
  expect(again).toHaveLength(2000);
  expect(again.filter(({ kind }) => kind === 'digest').map(({ text }) => text.split('\n')[0])).toEqual([
    expect.stringContaining('351 messages about 351 incidents'),
  ]);
});
