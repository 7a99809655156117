// Row 37: somebody else writes the state meanwhile: theirs is read again and merged, at most five times.
import { expect, it } from 'vitest';
import { incident, ledgerWith } from '../support/configmap-state.ts';
import { CLUSTER, leave, type MapTown, mapTown, NAMES } from './lib/in-configmaps.ts';
import { at, BROKEN } from './lib/town.ts';

const HEAD = NAMES.ledger[0];
const SHOP = /^#critical: @here \*\[SEV-1\] shop-api is down/;

/** Before each of the first `times` writes of the ledger somebody else changes it. */
function meanwhile(t: MapTown, times: number, change: () => void): () => number {
  let met = 0;
  t.fault(({ method, path }) => {
    if (method === 'PUT' && path.endsWith(`/${HEAD}`) && met < times) {
      met += 1;
      change();
    }
    return null;
  });
  return () => met;
}

it('row 37: what a late writer put in is merged, and nothing of this cycle is lost', async () => {
  const t = await mapTown({ objects: BROKEN });
  const ledger = ledgerWith(0, { cluster: CLUSTER });
  await leave(t, ledger);
  const first = t.stored.read(HEAD);
  await leave(t, { ...ledger, incidents: [incident(7, { firstSeenAt: new Date(at(9)), waiting: false })] });
  const theirs = t.stored.read(HEAD);
  const put = ({ data, binaryData }: typeof first) =>
    t.stored.change(HEAD, (map) => Object.assign(map, { data, binaryData }));
  put(first);
  const met = meanwhile(t, 1, () => put(theirs));
  const { code } = await t.cycle({ at: at(10) });
  expect([code, met(), t.news().length]).toEqual([0, 1, 2]);
  const keys = (await t.ledger()).incidents.map(({ key }) => key);
  expect(keys.toSorted()).toEqual([incident(7).key, 'object:Deployment/cart/cart', 'service:shop-api'].toSorted());
});

it('row 37: after five conflicts the sixth try is kept', async () => {
  const t = await mapTown({ objects: BROKEN });
  const met = meanwhile(t, 5, () => t.stored.change(HEAD, () => {}));
  const { code, report } = await t.cycle({ at: at(10) });
  expect([code, report.warnings.filter((w) => w.includes('could not remember')), met()]).toEqual([0, [], 5]);
  expect((await t.ledger()).incidents).toHaveLength(2);
  await t.cycle({ at: at(11) });
  expect(t.news()).toHaveLength(2);
});

it('row 37: who always meets one tells from memory, says so, and repeats nothing', async () => {
  const t = await mapTown({ objects: BROKEN });
  meanwhile(t, Number.POSITIVE_INFINITY, () => t.stored.change(HEAD, () => {}));
  const told: number[] = [];
  for (const hour of [10, 11]) {
    const { code, stderr } = await t.cycle({ at: at(hour) });
    expect([code, stderr]).toEqual([2, expect.stringMatching(/was written by others 6 times while the ledger/)]);
    const news = t.news();
    expect(news.filter((line) => SHOP.test(line))).toHaveLength(hour === 10 ? 1 : 0);
    told.push(news.length);
  }
  expect(told).toEqual([3, 0]);
});
