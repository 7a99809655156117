// Row 6: the API server's own fairness says "later". Waiting is part of the budget for reading, and never more than it.
import { expect, it } from 'vitest';
import type { Asked, Reply } from '../support/fake-api.ts';
import { status } from '../support/fake-status.ts';
import { at, BROKEN, town, WELL } from './lib/town.ts';

const later = (seconds: number): Reply => ({
  status: 429,
  body: status(429, 'TooManyRequests', 'too many requests, please try again later'),
  headers: { 'retry-after': String(seconds) },
});
const isDeployments = ({ resource }: Asked): boolean => resource === 'deployments.apps';

it('row 6: 429, Retry-After 1: it waits that long, reads all, and nobody hears of it', async () => {
  const t = await town({ objects: BROKEN });
  const times: number[] = [];
  t.fault((asked) => {
    if (!isDeployments(asked)) return null;
    times.push(performance.now());
    return times.length === 1 ? later(1) : null;
  });
  const { code, report } = await t.cycle({ at: at(10) });
  expect([code, report.cycle.outcome, report.gaps]).toEqual([0, 'ok', []]);
  expect(times).toHaveLength(2);
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(990);
  expect(Object.keys(await t.open())).toEqual(['service:shop-api', 'object:Deployment/cart/cart']);
});

it.each([30, 3600])(
  'row 6: 429, Retry-After %i, which does not fit: a gap at once, and nothing behind it is resolved',
  async (seconds) => {
    const t = await town({ objects: BROKEN, env: { READ_DEADLINE_SECONDS: '20' } });
    await t.cycle({ at: at(10) });
    const known = await t.open();
    t.news();

    t.holds(WELL);
    t.fault((asked) => (isDeployments(asked) ? later(seconds) : null));
    const { code, report } = await t.cycle({ at: at(11) });
    expect([code, report.cycle.outcome]).toEqual([1, 'degraded']);
    expect(report.gaps).toMatchObject([
      { verb: 'list', resource: 'deployments.apps', namespace: null, hides: ['shop-api'] },
    ]);
    expect(report.gaps[0]?.detail).toContain(`asked to wait ${seconds} s, only`);
    // Waiting in vain would take the time of everything else.
    expect(report.timings['collect']).toBeLessThan(15_000);
    expect(t.api.asked.filter(isDeployments)).toHaveLength(2);
    expect(t.news()).toEqual(['#standard: *[SEV-2] could not list deployments.apps (error)*']);
    expect(await t.open()).toMatchObject(known);

    t.fault(null);
    expect((await t.cycle({ at: at(12) })).code).toBe(0);
    expect([t.news().length, await t.open()]).toEqual([3, {}]);
  },
);

it('row 6: 429 to everything, Retry-After 3600: blind at once, and nothing is resolved', async () => {
  const t = await town({ objects: BROKEN });
  await t.cycle({ at: at(10) });
  const known = await t.open();
  t.news();
  t.fault(() => later(3600));
  const { code, report } = await t.cycle({ at: at(11) });
  expect([code, report.cycle.outcome, t.pings().at(-1)]).toEqual([3, 'failed', 'fail']);
  expect(t.news()).toEqual(['#standard: *[SEV-2] the cluster fake could not be read*']);
  expect(await t.open()).toMatchObject(known);
});
