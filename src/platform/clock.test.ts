import { expect, test } from 'vitest';
import { fixedClock, systemClock } from './clock.ts';

test('a fixed clock stands still, and nobody can move it', () => {
  const clock = fixedClock('2026-01-15T12:00:00Z');
  clock.now().setFullYear(1999);
  expect(clock.now().toISOString()).toBe('2026-01-15T12:00:00.000Z');
  expect(() => fixedClock('soon')).toThrow('not a time: soon');
});

test('measuring stays real', async () => {
  const clock = fixedClock('2026-01-15T12:00:00Z');
  const before = clock.monotonic();
  await clock.sleep(15);
  expect(clock.monotonic() - before).toBeGreaterThan(10);
});

test('a sleep ends with the reason of its signal', async () => {
  const reason = new Error('enough');
  await expect(systemClock.sleep(10_000, AbortSignal.abort(reason))).rejects.toBe(reason);
});
