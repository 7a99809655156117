// Row 2: the API server breaks off in the middle of a long list. What came is judged, what did not come is not taken for gone.
import { expect, it } from 'vitest';
import type { Asked, Reply } from '../support/fake-api.ts';
import { at, town } from './lib/town.ts';
import { LOOSE, TAME, ZOO } from './lib/zoo.ts';

const SHORT = { READ_DEADLINE_SECONDS: '3', LOG_DEADLINE_SECONDS: '0.5' };
const isThird = ({ resource, namespace, page }: Asked): boolean =>
  resource === 'pods' && namespace === null && page >= 3;

/** Nothing answers any more once the third page was asked for. */
function lostFromThere(): (asked: Asked) => Reply {
  let lost = false;
  return (asked) => {
    lost ||= isThird(asked);
    return lost ? 'lost' : null;
  };
}

it.each([
  [
    'that page is cut each time',
    () =>
      (asked: Asked): Reply =>
        isThird(asked) ? 'cut' : null,
  ],
  ['the server is gone from then on', lostFromThere],
])('row 2: page 3 of 7 of the pods, %s: a gap, and what is absent is not resolved', async (_what, fault) => {
  const t = await town({ objects: ZOO });
  await t.cycle({ at: at(10) });
  const known = await t.open();
  expect(Object.keys(known)).toEqual(LOOSE);
  expect(t.news()).toHaveLength(3);

  t.fault(fault());
  const { code, report } = await t.cycle({ at: at(11), env: SHORT });
  expect([code, report.cycle.outcome]).toEqual([1, 'degraded']);
  expect(report.gaps).toMatchObject([
    { verb: 'list', resource: 'pods', namespace: null, cause: 'unreachable', hides: ['shop-api'] },
  ]);
  // Two pages, and the namespace of the P0, which was read on its own before the rest.
  expect(report.gaps[0]?.detail).toContain('connection closed before the answer was complete (after 1002 objects)');
  expect(report.services.map(({ state }) => state)).toEqual(['down']);
  expect(t.news()).toEqual(['#standard: *[SEV-2] could not list pods (unreachable)*']);
  const gap = (await t.open())['gap:list:pods:*'] ?? '';
  expect(await t.open()).toEqual({ ...known, 'gap:list:pods:*': gap });

  t.fault(fault());
  // Nothing of it is news in the next slot.
  expect([(await t.cycle({ at: at(12), env: SHORT })).code, t.news()]).toEqual([0, []]);
  expect(await t.open()).toEqual({ ...known, 'gap:list:pods:*': gap });

  t.fault(null);
  expect((await t.cycle({ at: at(12, 40) })).code).toBe(0);
  expect(t.news()).toEqual(['↳ #standard: *[RESOLVED] could not list pods (unreachable)*']);
  expect(await t.open()).toEqual(known);
  t.holds(TAME);
  await t.cycle({ at: at(12, 50) });
  expect([t.news().length, await t.open()]).toEqual([3, {}]);
});

it('row 2: page 3 of 7 is cut once: it is asked for again, and nobody hears of it', async () => {
  const t = await town({ objects: ZOO });
  t.fault((asked) => (isThird(asked) && asked.time === 1 && asked.page === 3 ? 'cut' : null));
  const { code, report } = await t.cycle({ at: at(10) });
  expect([code, report.cycle.outcome, report.gaps]).toEqual([0, 'ok', []]);
  expect(Object.keys(await t.open())).toEqual(LOOSE);
  const pages = t.api.asked.filter(({ resource, namespace }) => resource === 'pods' && namespace === null);
  expect(pages.map(({ page }) => page)).toEqual([1, 2, 3, 3, 4, 5, 6, 7]);
});
