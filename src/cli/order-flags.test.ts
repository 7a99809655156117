import { describe, expect, it } from 'vitest';
import { author, parseEnd, typed } from './order-flags.ts';

const NOW = new Date('2026-10-24T10:00:00Z');
const BERLIN = 'Europe/Berlin';
const until = (text: string, zone = BERLIN): string => ends({ until: text }, zone);
const lasts = (text: string): string => ends({ for: text });

function ends(flags: Parameters<typeof parseEnd>[0], zone = BERLIN): string {
  const end = parseEnd(flags, NOW, zone);
  return 'value' in end ? end.value.toISOString() : end.fault;
}

describe('the end of a silence', () => {
  it('as a duration, in the words people use', () => {
    expect(lasts('4h')).toBe('2026-10-24T14:00:00.000Z');
    expect(lasts('1h30m')).toBe('2026-10-24T11:30:00.000Z');
    expect(lasts('1.5h')).toBe('2026-10-24T11:30:00.000Z');
    expect(lasts('90 minutes')).toBe('2026-10-24T11:30:00.000Z');
    expect(lasts('90d')).toBe('2027-01-22T10:00:00.000Z');
  });

  it.each(['', 'a while', 'hours', '5-15 minutes', 'any', '-4h', '4h, 30m', '4h (or so)', '1h. 30m', '4'])(
    'not as "%s": nobody could say when that is',
    (text) =>
      expect(lasts(text)).toContain(`--for takes a duration from 1m to 90d, such as 30m, 4h or 2d, not "${text}"`),
  );

  it('as a time: with its zone, or on the clock of whoever types it, also across daylight saving', () => {
    expect(until('2026-10-25T09:00:00+09:00')).toBe('2026-10-25T00:00:00.000Z');
    expect(until('2026-10-25 09:00')).toBe('2026-10-25T08:00:00.000Z');
    expect(until('2026-10-25T09:00', 'UTC')).toBe('2026-10-25T09:00:00.000Z');
    expect(until('tomorrow 09:00')).toBe('2026-10-25T08:00:00.000Z');
    expect(until('Today 9:30', 'America/New_York')).toBe('2026-10-24T13:30:00.000Z');
    // It is Sunday already on Kiritimati.
    expect(until('tomorrow 09:00', 'Pacific/Kiritimati')).toBe('2026-10-25T19:00:00.000Z');
  });

  it.each(['', '09:00', 'tomorrow', 'someday 09:00', '2026-02-30 09:00', 'tomorrow 25:00', '2026-W40 09:00'])(
    'not as "%s"',
    (text) => expect(until(text)).toContain(`--until takes a time, such as "tomorrow 09:00"`),
  );

  it('lies in the next 90 days', () => {
    expect(until('2026-10-24T09:59:00Z')).toContain('would be over already');
    expect(until('2026-10-24T10:00:30Z')).toBe('a silence lasts a minute at least');
    expect(lasts('0m')).toContain('would be over already');
    expect(lasts('91d')).toContain('90 days at most');
    expect(until('2027-10-24T10:00:00Z')).toContain('90 days at most');
  });

  it('is asked for, once', () => {
    expect(ends({})).toContain('a silence needs an end');
    expect(ends({ for: '4h', until: 'tomorrow 09:00' })).toContain('exclude each other');
  });
});

describe('what people type', () => {
  it('is kept as one line, without secrets and invisible characters, and not endless', () => {
    expect(typed(' moving\n the disk\u200b ', '--reason')).toEqual({ value: 'moving the disk' });
    const token = `ghp_${'a1B2'.repeat(9)}`;
    expect(JSON.stringify(typed(`with ${token}`, '--reason'))).not.toContain(token);
    const long = typed('x'.repeat(2000), '--reason');
    expect('value' in long && long.value.length).toBe(500);
  });

  it('is something', () => {
    expect(typed(undefined, '--reason')).toEqual({ fault: '--reason needs a text' });
    expect(typed(' \u200b\n', 'a note')).toEqual({ fault: 'a note needs a text' });
  });

  it('carries a name: the given one, else the user of the machine', () => {
    expect(author(' Ana ')).toEqual({ value: 'Ana' });
    expect(author(' ')).toEqual({ fault: '--by needs a name, not an empty one' });
    expect(author(undefined)).toEqual({ value: expect.stringMatching(/\S/) });
  });
});
