// Row 10: a cluster as large as any. The figures belong to the bench; these are the bounds nobody may cross.
import { expect, it } from 'vitest';
import { EVENTS, metropolis, NODES, PODS } from './lib/metropolis.ts';
import { peakMemory } from './lib/peak-memory.ts';
import { at, BROKEN, town } from './lib/town.ts';

const MIB = 1 << 20;
const PAGE = 500;

it('row 10: 50k pods, 5k nodes, 100k events: bounded memory, four requests at once, in time, and the last one is judged', async () => {
  const t = await town({ objects: BROKEN });
  t.fault(metropolis);
  const peak = peakMemory();
  // Two thirds of the deadlines as they are without any setting.
  const usual = { READ_DEADLINE_SECONDS: '60', API_CALL_TIMEOUT_SECONDS: '10' };
  const { code, report } = await t.cycle({ at: at(10), env: { ...usual, ...peak.env } });
  expect([code, report.cycle.outcome, report.gaps]).toEqual([0, 'ok', []]);
  expect(peak.bytes()).toBeLessThan(450 * MIB);
  expect(t.api.mostAtOnce()).toBeLessThanOrEqual(4);

  const pages = Map.groupBy(
    t.api.asked.filter(({ namespace }) => namespace === null),
    ({ resource }) => resource,
  );
  expect(['pods', 'nodes', 'events'].map((resource) => pages.get(resource)?.length)).toEqual([
    PODS / PAGE,
    NODES / PAGE,
    EVENTS / PAGE,
  ]);
  expect(t.news()).toEqual([
    expect.stringContaining('[SEV-1] shop-api is down'),
    expect.stringContaining('[SEV-3] deployment app-4999 '),
    expect.stringContaining('[SEV-3] node node-4999'),
  ]);
  // What does not fit is counted, and said.
  expect(report.warnings).toContain('Events: 95000 older ones were left out: the newest 5000 are kept');
});
