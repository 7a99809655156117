import { expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../domain/duration.ts';
import { untilNextSlot } from './run.ts';

const at = (time: string): number => Date.parse(`2026-11-21T${time}Z`);

it.each([
  ['10:20:00', HOUR, 40 * MINUTE],
  ['10:00:00', HOUR, HOUR],
  ['10:59:59', HOUR, HOUR + 1000],
  ['10:59:50', MINUTE, 10_000],
])('at %s, every %i ms', (time, interval, expected) => {
  expect(untilNextSlot(at(time), interval)).toBe(expected);
});
