import { describe, expect, it } from 'vitest';
import { alertOf } from '../../tests/support/alert.ts';
import { composing } from '../../tests/support/message-threads.ts';
import { allWellText, isAllWellDue } from './all-well.ts';
import { composeMessages } from './compose-messages.ts';

const ZONE = 'Europe/Berlin';
const at = (text: string) => new Date(`2026-01-${text}:00Z`);

describe('all is well', () => {
  it('is one line, with what was looked at since the last one', () => {
    const tally = { since: at('12T08:00'), cycles: 168, incidents: 1, usd: 0.42, now: at('19T08:00'), timeZone: ZONE };
    const text = 'All well: nothing is broken. In 7 d, since 2026-01-12 09:00 GMT+1: 168 cycles, 1 incident, $0.42';
    expect(allWellText(tally)).toBe(text);
    const messages = composeMessages([alertOf()], [], composing({ allWell: text, standardTo: ['slack:#std', 'mail'] }));
    expect(messages.map(({ to, kind }) => `${to} ${kind}`)).toEqual([
      'slack:#crit incident',
      'slack:#std all-well',
      'mail all-well',
    ]);
    expect(messages[1]).toMatchObject({ text, thread: null, opens: [], severity: 'SEV-4', open: false });
  });

  it.each([
    // 15 January 2026 is a Thursday.
    ['daily', '14T08:00', '15T08:00', true, true],
    ['daily', '15T08:00', '15T15:00', true, false],
    ['daily', '14T23:30', '15T08:00', true, false],
    ['daily', '14T22:30', '15T08:00', true, true],
    ['daily', '14T08:00', '15T05:00', false, false],
    ['daily', '16T08:00', '15T08:00', true, false],
    ['weekly', '12T08:00', '15T08:00', true, false],
    ['weekly', '12T08:00', '19T08:00', true, true],
    ['weekly', '18T12:00', '19T08:00', true, true],
    ['weekly', '18T23:30', '19T08:00', true, false],
    ['off', '01T08:00', '15T08:00', true, false],
  ] as const)('%s: the last on %s, now %s, open %s: due %s', (mode, since, now, open, due) => {
    expect(isAllWellDue(mode, at(since), open, at(now), ZONE)).toBe(due);
  });
});
