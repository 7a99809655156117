import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../domain/duration.ts';
import { type BusinessHours, isOpen, nextOpening } from './calendar.ts';

const nineToFive = (timeZone: string): BusinessHours => ({
  timeZone,
  startMinute: 9 * 60,
  endMinute: 17 * 60,
  weekdays: [1, 2, 3, 4, 5],
});
const berlin = nineToFive('Europe/Berlin');
const newYork = nineToFive('America/New_York');
const opening = (hours: BusinessHours, at: string) => nextOpening(hours, new Date(at)).toISOString();

describe('business hours', () => {
  it('hold from 09:00 until before 17:00, local time', () => {
    const open = (at: string) => isOpen(berlin, new Date(at));
    expect(open('2026-01-15T07:59:59Z')).toBe(false);
    expect(open('2026-01-15T08:00:00Z')).toBe(true);
    expect(open('2026-01-15T15:59:59Z')).toBe(true);
    expect(open('2026-01-15T16:00:00Z')).toBe(false);
    expect(open('2026-07-15T07:00:00Z')).toBe(true);
  });

  it('are closed on weekends', () => {
    expect(isOpen(berlin, new Date('2026-01-17T11:00:00Z'))).toBe(false);
    expect(isOpen(berlin, new Date('2026-01-18T11:00:00Z'))).toBe(false);
    expect(isOpen(berlin, new Date('2026-01-19T11:00:00Z'))).toBe(true);
  });

  it.each([
    ['open: now', berlin, '2026-01-15T12:00:00Z', '2026-01-15T12:00:00.000Z'],
    ['before the doors open: today', berlin, '2026-01-15T05:00:00Z', '2026-01-15T08:00:00.000Z'],
    ['22:00: tomorrow', berlin, '2026-01-14T21:00:00Z', '2026-01-15T08:00:00.000Z'],
    ['the minute they close', berlin, '2026-01-15T16:00:00Z', '2026-01-16T08:00:00.000Z'],
    ['Friday night: Monday', berlin, '2026-01-16T21:00:00Z', '2026-01-19T08:00:00.000Z'],
    ['a Saturday', berlin, '2026-01-17T09:00:00Z', '2026-01-19T08:00:00.000Z'],
    ['Berlin, the night to summer time (29 March)', berlin, '2026-03-27T20:00:00Z', '2026-03-30T07:00:00.000Z'],
    ['Berlin, the night to winter time (25 October)', berlin, '2026-10-23T20:00:00Z', '2026-10-26T08:00:00.000Z'],
    ['New York, the night to summer time (8 March)', newYork, '2026-03-07T02:00:00Z', '2026-03-09T13:00:00.000Z'],
    ['New York, the night to winter time (1 November)', newYork, '2026-10-31T01:00:00Z', '2026-11-02T14:00:00.000Z'],
    ['Sunday, while the clock is being set', berlin, '2026-03-29T01:00:00Z', '2026-03-30T07:00:00.000Z'],
  ])('next opening, %s', (_name, hours, at, want) => expect(opening(hours, at)).toBe(want));

  it('Sunday counts where it is a working day, on the day the clock changes too', () => {
    const always = { ...berlin, weekdays: [1, 2, 3, 4, 5, 6, 7] };
    expect(opening(always, '2026-03-28T21:00:00Z')).toBe('2026-03-29T07:00:00.000Z');
    expect(opening(always, '2026-10-24T21:00:00Z')).toBe('2026-10-25T08:00:00.000Z');
  });

  it('the next opening is open, not in the past, and no door opens before it', () => {
    const year = fc.integer({ min: 0, max: 365 * 24 * 60 }).map((m) => new Date(Date.UTC(2026, 0, 1) + m * MINUTE));
    fc.assert(
      fc.property(year, fc.constantFrom(berlin, newYork, nineToFive('Australia/Lord_Howe')), (at, hours) => {
        const next = nextOpening(hours, at);
        expect(isOpen(hours, next)).toBe(true);
        expect(next.getTime()).toBeGreaterThanOrEqual(at.getTime());
        for (let t = at.getTime(); t < next.getTime(); t += HOUR / 2) expect(isOpen(hours, new Date(t))).toBe(false);
        if (next > at) expect(isOpen(hours, new Date(next.getTime() - MINUTE))).toBe(false);
      }),
    );
  });
});
