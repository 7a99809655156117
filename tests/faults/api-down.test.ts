// Row 1: nothing answers for a whole cycle. Blind is alarmed, and what was known stays as it was.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { stateObjectNames } from '../../src/record/configmap/names.ts';
import { scratch } from '../support/cli.ts';
import { fakeObjects } from '../support/fake-objects.ts';
import { at, BROKEN, IMPATIENT, type Town, town, WELL } from './lib/town.ts';

const BLIND = 'the cluster fake could not be read*';
const blindCycle = (t: Town, hour: number, minute = 0) => t.cycle({ at: at(hour, minute), env: IMPATIENT });

it('row 1: refused for two slots: SEV-2, then SEV-1; nothing is resolved; exit 3; over in its thread', async () => {
  const t = await town({ objects: BROKEN });
  expect((await t.cycle({ at: at(10) })).code).toBe(0);
  const known = await t.open();
  expect(Object.keys(known)).toEqual(['service:shop-api', 'object:Deployment/cart/cart']);
  expect([t.news().length, t.pings()]).toEqual([2, ['start', 'success']]);

  await t.api.stop();
  const first = await blindCycle(t, 11);
  expect([first.code, first.report.cycle.outcome]).toEqual([3, 'failed']);
  expect(first.report.services.map(({ state }) => state)).toEqual(['unknown']);
  expect(first.report.incidents.filter(({ status }) => status === 'resolved')).toEqual([]);
  expect(t.news()).toEqual([`#standard: *[SEV-2] ${BLIND}`]);
  expect(t.slack.messages.at(-1)?.text).toContain('connection refused');
  expect(t.pings()).toEqual(['start', 'fail']);

  const retry = await blindCycle(t, 11, 20);
  expect([retry.code, t.news(), t.pings()]).toEqual([3, [], ['start', 'fail']]);

  const next = await blindCycle(t, 12);
  expect([next.code, t.news()]).toEqual([3, [`#critical: @here *[SEV-1] WORSE: ${BLIND}`]]);
  const blind = (await t.open())['blind:cluster'] ?? '';
  expect(await t.open()).toEqual({ ...known, 'blind:cluster': blind });
  expect(t.pings()).toEqual(['start', 'fail']);

  await t.api.up();
  const back = await t.cycle({ at: at(12, 40) });
  expect([back.code, t.pings()]).toEqual([0, ['start', 'success']]);
  expect(t.news().toSorted()).toEqual([`↳ #critical: *[RESOLVED] ${BLIND}`, `↳ #standard: *[RESOLVED] ${BLIND}`]);
  expect(await t.open()).toEqual(known);

  t.holds(WELL);
  await t.cycle({ at: at(12, 50) });
  expect(t.news()).toEqual([
    expect.stringMatching(/^↳ #critical: \*\[RESOLVED\] shop-api is down/),
    expect.stringMatching(/^↳ #standard: \*\[RESOLVED\] deployment cart is down/),
  ]);
  expect(new Set(Object.values(t.slack.deliveries()))).toEqual(new Set([1]));
});

it.each(['a state folder that cannot be read', 'the state in ConfigMaps of that cluster'])(
  'row 1: refused, with %s: one message a slot, by what Slack holds',
  async (what) => {
    const stored = fakeObjects('monitor', stateObjectNames('state'));
    const place = what.startsWith('a') ? aFile() : 'configmap:monitor/state';
    const t = await town({ objects: BROKEN, api: { stored }, env: { STATE_DIR: place } });
    await t.api.stop();
    const codes: number[] = [];
    const told: (readonly string[])[] = [];
    for (const [hour, minute] of [
      [11, 0],
      [11, 20],
      [12, 0],
      [12, 20],
    ] as const) {
      const { code, report } = await blindCycle(t, hour, minute);
      codes.push(code);
      told.push(t.news().filter((line) => line.includes(BLIND)));
      expect(report.incidents.find(({ rules }) => rules[0] === 'BLIND')?.rationale).toContain('earlier state unknown');
    }
    expect(codes).toEqual([3, 3, 3, 3]);
    expect(told).toEqual([[`#standard: *[SEV-2] ${BLIND}`], [], [`#critical: @here *[SEV-1] ${BLIND}`], []]);
    expect(t.pings()).toEqual(['start', 'fail', 'start', 'fail', 'start', 'fail', 'start', 'fail']);
    expect(new Set(Object.values(t.slack.deliveries()))).toEqual(new Set([1]));
  },
);

it('row 1: that it could not be read, told by cycles without their state, is over where it was told', async () => {
  const stored = fakeObjects('monitor', stateObjectNames('state'));
  const t = await town({ objects: BROKEN, api: { stored }, env: { STATE_DIR: 'configmap:monitor/state' } });
  expect((await t.cycle({ at: at(10) })).code).toBe(0);
  t.news();
  await t.api.stop();
  for (const hour of [11, 12]) await blindCycle(t, hour);
  expect(t.news().filter((line) => line.includes(BLIND))).toHaveLength(2);
  await t.api.up();
  expect((await t.cycle({ at: at(13) })).code).toBe(0);
  const over = t.news().filter((line) => line.includes(BLIND));
  expect(over.toSorted()).toEqual([`↳ #critical: *[RESOLVED] ${BLIND}`, `↳ #standard: *[RESOLVED] ${BLIND}`]);
  await t.cycle({ at: at(15) });
  expect(t.news().filter((line) => line.includes(BLIND))).toEqual([]);
  expect(new Set(Object.values(t.slack.deliveries()))).toEqual(new Set([1]));
});

/** In the way of a folder, also for root. */
function aFile(): string {
  const file = join(scratch(), 'state');
  writeFileSync(file, 'a file');
  return file;
}
