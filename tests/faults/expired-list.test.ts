// Row 7: the token of the next page has expired. A list starts again, never merged, and not for ever.
import { expect, it } from 'vitest';
import { app } from '../support/cycles-objects.ts';
import type { Asked, Reply } from '../support/fake-api.ts';
import { status } from '../support/fake-status.ts';
import { at, SINCE, type Town, town } from './lib/town.ts';
import { LOOSE, TAME, ZOO } from './lib/zoo.ts';

const EXPIRED: Reply = { status: 410, body: status(410, 'Expired', 'The provided continue parameter is too old') };

const isWhole = ({ resource, namespace }: Asked): boolean => resource === 'pods' && namespace === null;
/** Pages of the pods that were asked for, in their order. */
const pagesOf = (t: Town) => t.api.asked.filter(isWhole).map(({ page }) => page);

it.each([1, 2])(
  'row 7: page 3 of 7 expires %i times: the list starts again, and nothing of before is in it',
  async (times) => {
    const ghost = app('ghost', ['crash'], SINCE);
    const t = await town({ objects: [...ghost, ...ZOO] });
    let expired = 0;
    t.fault((asked) => {
      if (!isWhole(asked) || asked.page !== 3 || expired === times) return null;
      expired += 1;
      // It was on the first page, and is deleted meanwhile.
      t.holds(ZOO);
      return EXPIRED;
    });
    const { code, report } = await t.cycle({ at: at(10) });
    expect([code, report.cycle.outcome, report.gaps]).toEqual([0, 'ok', []]);
    const again = Array.from({ length: times }, () => [1, 2, 3]).flat();
    expect(pagesOf(t)).toEqual([...again, 1, 2, 3, 4, 5, 6, 7]);
    expect(JSON.stringify(report.findings)).not.toContain('ghost-0');
    expect(await t.open()).toMatchObject(Object.fromEntries(LOOSE.map((key) => [key, expect.any(String)])));
  },
);

it('row 7: it expires each time: after two restarts it is called inconsistent, and nothing is resolved', async () => {
  const t = await town({ objects: ZOO });
  await t.cycle({ at: at(10) });
  const known = await t.open();
  expect(t.news()).toHaveLength(3);
  const before = t.api.asked.length;

  t.fault((asked) => (isWhole(asked) && asked.page === 3 ? EXPIRED : null));
  const { code, report } = await t.cycle({ at: at(11) });
  expect([code, report.cycle.outcome]).toEqual([1, 'degraded']);
  expect(
    t.api.asked
      .slice(before)
      .filter(isWhole)
      .map(({ page }) => page),
  ).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3]);
  expect(report.gaps).toMatchObject([{ verb: 'list', resource: 'pods', namespace: null, cause: 'inconsistent' }]);
  expect(t.news()).toEqual(['#standard: *[SEV-2] could not list pods (inconsistent)*']);
  expect(t.slack.messages.at(-1)?.text).toContain('the list expired 3 times while it was read');
  expect(await t.open()).toMatchObject(known);

  t.fault(null);
  t.holds(TAME);
  await t.cycle({ at: at(12) });
  expect([t.news().length, await t.open()]).toEqual([4, {}]);
});
