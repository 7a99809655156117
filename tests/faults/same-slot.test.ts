// Row 40: a slot that runs twice: no second message, whether one after the other, at the same time, or because the first one was killed.
import { expect, it } from 'vitest';
import { atOnce } from './lib/at-once.ts';
import { HALLS } from './lib/halls.ts';
import { moveElsewhere } from './lib/lock.ts';
import { isSkipped, reportOf, started } from './lib/started.ts';
import { at, BROKEN, type Town } from './lib/town.ts';

const SLOT = 'k8s-monitor-29401';
const run = (t: Town, minute: number, env = {}) =>
  started({ ...t.env, RUN_ID: SLOT, ...env }, ['--now', at(10, minute)]);
const KILLED = 'the run before was killed in step collect (perhaps out of memory)';

it.each(Object.entries(HALLS))('row 40: one after the other, with the state in %s', async (_, open) => {
  const t = await open({ objects: BROKEN });
  for (const told of [2, 0]) {
    const { code, stdout } = await run(t, 0).over;
    expect([code, isSkipped(stdout), t.news().length]).toEqual([0, false, told]);
  }
});

it.each(Object.entries(HALLS))('row 40: at the same time, with the state in %s', async (_, open) => {
  const t = await open({ objects: BROKEN });
  const all = await Promise.all([0, 1, 2].map(() => run(t, 0).over));
  for (const over of all) {
    expect([over.code, reportOf(over).cycle.outcome]).toEqual([0, 'ok']);
  }
  expect(t.news()).toHaveLength(2);
  expect(Object.values(t.slack.deliveries())).toEqual([1, 1]);
});

it('row 40: the first one was killed: its retry waits for the lease, as nobody else will look at this slot', () =>
  atOnce(HALLS, afterKill));

async function afterKill(open: (typeof HALLS)[string]): Promise<void> {
  const t = await open({ objects: BROKEN });
  const killed = run(t, 0, { LEASE_SECONDS: '5' });
  t.fault(({ resource }) => {
    if (resource === 'pods') killed.signal('SIGKILL');
    return null;
  });
  await killed.over;
  t.fault(null);
  moveElsewhere(t.state);
  expect([t.holder(), t.news()]).toEqual([SLOT, []]);
  const retry = await run(t, 5).over;
  expect([retry.code, isSkipped(retry.stdout)]).toEqual([0, false]);
  expect(reportOf(retry).incidents.map(({ title }) => title)).toContain(KILLED);
  expect(t.news().filter((line) => line.includes('shop-api is down'))).toHaveLength(1);
}
