// Row 36: the state in ConfigMaps near the 1 MiB of one: packed, compacted, cut in several, and nothing that is open is ever dropped.
import { expect, it } from 'vitest';
import type { Ledger, LedgerIncident } from '../../src/domain/ledger.ts';
import { Report } from '../../src/domain/report.ts';
import { packLedger } from '../../src/record/configmap/pack-ledger.ts';
import { cli } from '../support/cli.ts';
import { incident, ledgerWith, noise } from '../support/configmap-state.ts';
import { app } from '../support/cycles-objects.ts';
import { sizeOf } from '../support/fake-objects.ts';
import { forbidden } from '../support/fake-status.ts';
import { CLUSTER, leave, type MapTown, mapTown, NAMES, PLACE } from './lib/in-configmaps.ts';
import { at, NAMESPACES, SINCE } from './lib/town.ts';

const MIB = 1 << 20;
const OBJECTS = [...NAMESPACES, ...app('shop-api', ['crash', 'crash'], SINCE)];
const SHOP = /^#critical: @here \*\[SEV-1\] shop-api is down/;
const told = (): NonNullable<LedgerIncident['told']> => ({
  ...{ severity: 'SEV-3', worst: 'SEV-3', services: [], channel: '#standard', to: ['slack:#standard'] },
  ...{ firstAt: new Date(at(9)), lastAt: new Date(at(9)) },
});
/** Nobody can see whether it is over: its kind can't be read. */
const open = (number: number, title: string) => incident(number, { title, told: told(), waiting: false });
const shards = ({ stored }: MapTown) => NAMES.ledger.slice(1).map((name) => sizeOf(stored.read(name)));

/** A town of which Deployments can't be listed. */
async function blindTown(): Promise<MapTown> {
  const t = await mapTown({ objects: OBJECTS });
  t.fault(({ resource }) => (resource === 'deployments.apps' ? forbidden('deployments') : null));
  return t;
}

it('row 36: 10,000 open incidents stay, in several ConfigMaps, and are seen from outside', async () => {
  const t = await blindTown();
  const incidents = Array.from({ length: 10_000 }, (_, i) => open(i, `app-${i} is down ${noise(60, i)}`));
  await leave(t, ledgerWith(0, { cluster: CLUSTER, incidents }));
  const { code, stdout, report } = await t.cycle({ at: at(10) });
  expect([code, t.news().filter((line) => SHOP.test(line)).length]).toEqual([1, 1]);

  const ledger = await t.ledger();
  const ids = new Set(ledger.incidents.filter(({ status }) => status === 'open').map(({ id }) => id));
  expect(incidents.filter(({ id }) => !ids.has(id))).toEqual([]);
  expect(ledger.incidents.some(({ key }) => key === 'service:shop-api')).toBe(true);
  expect(Math.min(...shards(t).slice(0, 2))).toBeGreaterThan(0);
  for (const name of NAMES.configMaps) expect(sizeOf(t.stored.read(name)), name).toBeLessThanOrEqual(0.9 * MIB);

  // The ConfigMaps keep little of a cycle: all of it is one line of the log.
  expect(stdout.split('\n')).toEqual([expect.stringMatching(/^\{.*\}$/), '']);
  expect(Report.parse(JSON.parse(stdout)).incidents.length).toBeGreaterThan(10_000);

  const { KUBECONFIG = '' } = t.env;
  const outside = (...args: string[]) => cli([...args, '--state', PLACE, '--output', 'json'], { KUBECONFIG });
  const [groups, cycles] = await Promise.all([outside('incidents', 'list'), outside('cycles', 'list')]);
  expect(JSON.parse(groups.stdout)[0].incidents).toHaveLength(ids.size);
  expect(JSON.parse(cycles.stdout)).toMatchObject([{ id: report.cycle.id }]);
});

it('row 36: from 70 % on what is over goes, what is open stays', async () => {
  const t = await blindTown();
  const over = incident(900_000, {
    ...{ status: 'resolved', resolvedAt: new Date(Date.now() - 9 * 3_600_000), key: 'old', told: null },
    title: noise(740_000),
  });
  const incidents = [0, 1, 2].map((n) => open(n, `app-${n} is down`));
  await leave(t, ledgerWith(0, { cluster: CLUSTER, incidents }));
  await leave(t, ledgerWith(0, { cluster: CLUSTER, incidents: [...incidents, over] }));
  await t.cycle({ at: at(10) });
  const keys = (await t.ledger()).incidents.map(({ key }) => key);
  expect(keys).toEqual(expect.arrayContaining([...incidents.map(({ key }) => key), 'service:shop-api']));
  expect(keys).not.toContain('old');
});

it('row 36: what does not fit even so is not written in part: told from memory, not twice, and said', async () => {
  const t = await blindTown();
  await leave(t, await fullLedger());
  const before = NAMES.ledger.map((name) => t.stored.read(name));
  const news: string[] = [];
  for (const hour of [10, 11]) {
    const { code, stderr } = await t.cycle({ at: at(hour) });
    expect([code, stderr]).toEqual([2, expect.stringMatching(/KiB fit into its ConfigMaps: nothing was written/)]);
    news.push(...t.news());
  }
  expect(news.filter((line) => SHOP.test(line))).toHaveLength(1);
  expect(NAMES.ledger.map((name) => t.stored.read(name))).toEqual(before);
});

/** Fits into the ConfigMaps, with a few hundred bytes to spare. */
async function fullLedger(): Promise<Ledger> {
  for (let bytes = 1_376_400; ; bytes -= 400) {
    const ledger = ledgerWith(0, { cluster: CLUSTER, incidents: [open(0, noise(bytes))] });
    const fits = await packLedger(ledger, new Date(), NAMES.ledger.length - 1).then(
      () => true,
      () => false,
    );
    if (fits) return ledger;
  }
}
