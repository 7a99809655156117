import { describe, expect, it } from 'vitest';
import { entryOf, minutes } from '../../tests/support/outbox.ts';
import type { OutboxEntry } from '../domain/outbox.ts';
import { digestOverdue } from './outbox.ts';
import { fits } from './render/fitted.ts';

const late = (id: string, over: Partial<OutboxEntry> = {}) =>
  entryOf({ id: `${id} ${over.kind}`, incidentIds: [id], attempts: 1, lastError: 'Slack cannot be reached', ...over });
const resolved = (id: string, over: Partial<OutboxEntry> = {}) =>
  late(id, {
    kind: 'resolved',
    open: false,
    thread: id,
    text: `[RESOLVED] ${id} is down\nIt lasted 1 h\n${id} · cycle c3`,
    ...over,
  });
const digest = (entries: OutboxEntry[], at = minutes(360)) => {
  const [only, ...others] = digestOverdue(entries, at, 'UTC');
  expect(others).toEqual([]);
  return only ?? entryOf();
};

describe('the digest of what could not be delivered', () => {
  it('says how many, since when and why, and of each incident what it is and whether it is over', () => {
    const made = digest([
      late('INC-1'),
      late('INC-2', { severity: 'SEV-1', createdAt: minutes(120) }),
      late('INC-3', { createdAt: minutes(60) }),
      resolved('INC-3', { createdAt: minutes(180) }),
    ]);
    expect(made.text.split('\n')).toEqual([
      '[SEV-1] 4 messages about 3 incidents could not be delivered from 12:00 UTC to 18:00 UTC (Slack cannot be reached)',
      '',
      '[SEV-1] INC-2 is down: found 14:00 UTC, open (INC-2)',
      'Since: 2026-01-15 12:00 UTC',
      'Impact: nobody can pay',
      '',
      '[SEV-2] INC-1 is down: found 12:00 UTC, open (INC-1)',
      'Since: 2026-01-15 12:00 UTC',
      'Impact: nobody can pay',
      '',
      '[SEV-2] INC-3 is down: found 13:00 UTC, over 15:00 UTC (INC-3)',
      'Since: 2026-01-15 12:00 UTC',
      'Impact: nobody can pay',
      'More of each: k8s-monitor incidents show <id>',
      'INC-2, INC-1, INC-3 · cycle c1',
    ]);
    expect(made).toMatchObject({ open: true, severity: 'SEV-1', thread: null, opens: ['INC-1', 'INC-2', 'INC-3'] });
  });

  it('names what a message about several incidents named', () => {
    const names = Array.from({ length: 9 }, (_, i) => `  - [SEV-2] service ${i} is down (S${i})`);
    const storm = late('storm', {
      kind: 'storm',
      incidentIds: ['S1', 'S2'],
      text: [
        '[SEV-2] 9 incidents at once',
        'Faults: oom 9',
        ...names,
        'The worst one:',
        '  - not one of them',
        'c · cycle c1',
      ].join('\n'),
    });
    const { text } = digest([storm, late('INC-2')]);
    expect(text).toContain(
      ['9 incidents at once: found 12:00 UTC, open', ...names.slice(0, 7), '  +2 more'].join('\n'),
    );
  });

  it('is over when all in it is, and says when', () => {
    const made = digest([resolved('INC-1'), resolved('INC-2', { createdAt: minutes(30) })]);
    expect(made.open).toBe(false);
    expect(made.text).toContain('[RESOLVED] INC-2 is down: over 12:30 UTC (INC-2)\nIt lasted 1 h');
  });

  it.each([
    ['an open SEV-1', [late('A', { severity: 'SEV-1', text: '@here [SEV-1] A\nA · cycle c1' })], true],
    [
      'a SEV-1 that is over',
      [
        late('A', { severity: 'SEV-1', text: '@here [SEV-1] A\nA · cycle c1' }),
        resolved('A', { severity: 'SEV-1', createdAt: minutes(9) }),
      ],
      false,
    ],
    ['what called nobody', [late('A', { severity: 'SEV-1' })], false],
  ])('calls people for an open SEV-1 only: %s', (_name, entries, calls) => {
    expect(digest([...entries, late('B')]).text.startsWith('@here ')).toBe(calls);
  });

  it('grows when it could not leave either: nothing is told twice, nothing is lost', () => {
    const first = digest([late('INC-1'), late('INC-2')]);
    const second = digest(
      [
        first,
        late('INC-3', { severity: 'SEV-1', createdAt: minutes(370) }),
        resolved('INC-1', { createdAt: minutes(380) }),
      ],
      minutes(420),
    );
    expect(second.text.split('\n')[0]).toContain(
      '4 messages about 3 incidents could not be delivered from 12:00 UTC to 19:00 UTC',
    );
    expect(second.text).toContain('[SEV-2] INC-1 is down: found 12:00 UTC, over 18:20 UTC (INC-1)');
    expect(second.text.match(/INC-2 is down/g)).toHaveLength(1);
    expect(second.id).not.toBe(first.id);
    expect(second.createdAt).toEqual(first.createdAt);
  });

  it('does not say twice what was over before it was told', () => {
    const told = late('INC-1', {
      open: false,
      kind: 'resolved',
      text: '[RESOLVED] x (was never told in time: found 12:00 UTC, over 13:00 UTC)\nINC-1 · cycle c1',
    });
    expect(digest([told, late('INC-2')]).text).toContain('over 13:00 UTC) (INC-1)\n');
  });

  it('always fits, shortens what is less urgent first, and counts what it leaves out', () => {
    const long = `Impact: ${'nobody can pay '.repeat(20)}`;
    const many = (count: number) =>
      digest(
        Array.from({ length: count }, (_, i) =>
          late(`INC-${i}`, {
            createdAt: minutes(i),
            text: `[SEV-2] service ${i} is down\nWhy SEV-2: so\n${long}\n${long}\nINC-${i} · cycle c1`,
          }),
        ),
      );
    for (const count of [2, 6, 40, 400]) expect(fits(many(count).text)).toBe(true);
    expect(many(40).text.match(/service \d+ is down/g)).toHaveLength(40);
    const text = many(400).text;
    const shown = text.match(/service \d+ is down/g)?.length ?? 0;
    expect(text).toContain('400 messages about 400 incidents');
    expect(text).toContain(`+${400 - shown} more, see: k8s-monitor outbox list`);
    expect(text).toContain('service 0 is down');
  });

  it('keeps a bounded amount of what it is made of, however often it grows', () => {
    let outbox = digest([late('A'), late('B')]);
    for (let round = 0; round < 5; round += 1) {
      const more = Array.from({ length: 400 }, (_, i) => late(`I${round}-${i}`, { createdAt: minutes(i) }));
      outbox = digest([outbox, ...more]);
    }
    expect(outbox.parts?.length).toBeLessThanOrEqual(301);
    expect(outbox.text).toContain('2002 messages about 2002 incidents');
  });
});
