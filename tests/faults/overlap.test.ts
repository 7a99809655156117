// Row 38: runs that overlap: one works, the others say so and end well, and people are told once.
import { expect, it } from 'vitest';
import { HALLS } from './lib/halls.ts';
import { reportOf, started } from './lib/started.ts';
import { at, BROKEN } from './lib/town.ts';

const VARIANTS = Object.entries(HALLS).flatMap(([place, open]) => [2, 10].map((count) => ({ place, open, count })));

it.each(VARIANTS)('row 38: $count runs at once, with the state in $place', async ({ open, count }) => {
  const t = await open({ objects: BROKEN });
  const names = Array.from({ length: count }, (_, i) => `job-${i}`);
  // Whoever begins to read stands still until all others have ended: however slow they start, they overlap.
  const reading = Promise.withResolvers<string>();
  t.fault(({ resource, time }) => {
    const holder = t.holder();
    if (resource === 'pods' && time === 1 && holder !== null) {
      runs[names.indexOf(holder)]?.signal('SIGSTOP');
      reading.resolve(holder);
    }
    return null;
  });
  const runs = names.map((name) => started({ ...t.env, RUN_ID: name }, ['--now', at(10)]));
  const winner = names.indexOf(await reading.promise);
  const others = await Promise.all(runs.filter((_, i) => i !== winner).map(({ over }) => over));
  for (const { code, stdout, stderr } of others) {
    expect([code, JSON.parse(stdout)]).toEqual([0, { schemaVersion: 1, skipped: skippedBy(winner) }]);
    expect(stderr).toMatch(/^k8s-monitor: skipped: run job-\d+ since .* is at work on this cluster$/m);
  }
  expect([t.news(), t.pings()]).toEqual([[], ['start']]);
  runs[winner]?.signal('SIGCONT');
  const done = await runs[winner]?.over;
  expect([done?.code, done && reportOf(done).cycle.outcome]).toEqual([0, 'ok']);
  expect([t.news().length, t.pings(), t.holder()]).toEqual([2, ['success'], null]);
  expect(t.api.asked.filter(({ resource }) => resource === 'pods')).toHaveLength(1);
});

const skippedBy = (run: number) => expect.stringMatching(new RegExp(`^run job-${run} since \\d\\d:\\d\\d:\\d\\d`));
