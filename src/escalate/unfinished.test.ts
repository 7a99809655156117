import { expect, it } from 'vitest';
import { unfinishedNotice } from './unfinished.ts';

const startedAt = new Date('2026-01-15T14:00:03Z');

it.each([
  ['collect', 'the run before was killed in step collect (perhaps out of memory)', 'Pages are smaller now'],
  ['notify', 'the run before was killed in step notify', 'What it had decided was kept'],
  [null, 'the run before was killed', 'What it had decided was kept'],
])('a run that was killed in step %s', (step, title, words) => {
  const notice = unfinishedNotice({ startedAt, step });
  expect([notice?.kind, notice?.key, notice?.title]).toEqual(['SELF', 'self:unfinished', title]);
  expect(notice?.detail).toContain(words);
  expect(notice?.detail).toContain('It began 15 Jan 2026, 14:00 UTC and never ended');
});

it('in the zone of the people who read it; nothing of one that ended', () => {
  expect(unfinishedNotice({ startedAt, step: null }, 'Europe/Berlin')?.detail).toContain('15:00 GMT+1');
  expect(unfinishedNotice(null)).toBeNull();
});
