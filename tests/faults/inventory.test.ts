// Whatever is wrong with services.txt: nothing is lost, nothing is made less severe, and it is said.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scratch } from '../support/cli.ts';
import { type World, world } from '../support/world.ts';
import { inPairs } from './lib/in-pairs.ts';
import { FINE, GOOD, inventoryFile, STRICT, UNUSABLE } from './lib/inventory-corpus.ts';
import { type Run, runWith, selfIn } from './lib/run-with.ts';

const NOW = '2026-11-18T10:00:00Z';

/** shop-api is down in it. */
const shop = (): Promise<World> => world({ model: null, github: null, env: { SEND_PACE_SECONDS: '0.02' } });
const withFile = (w: World, path: string, state = scratch()): Promise<Run> =>
  runWith(w, NOW, { SERVICES_FILE: path, STATE_DIR: state });
const outages = ({ report }: Run) =>
  report.incidents
    .filter(({ title }) => title.includes('shop-api'))
    .map(({ severity, rules, tier, service }) => ({ severity, rule: rules[0], tier, service }));
const AS_P0 = [{ severity: 'SEV-1', rule: 'P0-DOWN', tier: 'P0', service: 'shop-api' }];
const texts = (w: World, channel: string) =>
  w.slack.messages.filter((message) => message.channel === channel).map(({ text }) => text);

/** Without a good copy everything is unlisted; with one it is as it was. Both are told, and both tell the outage. */
async function unusable(content: Parameters<typeof inventoryFile>[0]): Promise<void> {
  const path = inventoryFile(content);
  const state = scratch();
  writeFileSync(join(state, 'services.last-good.txt'), GOOD);
  const [w, lucky] = await Promise.all([shop(), shop()]);
  const [alone, saved] = await Promise.all([withFile(w, path), withFile(lucky, path, state)]);
  const isHuge = Buffer.isBuffer(content) && content.length > 8 << 20;
  for (const { stderr } of [alone, saved]) expect(stderr).toContain(isHuge ? `${path}: is larger than 8 MiB` : path);

  expect([alone.code, alone.report.services]).toEqual([2, []]);
  expect(outages(alone)).toEqual([{ severity: 'SEV-3', rule: 'UNLISTED', tier: null, service: null }]);
  expect(selfIn(alone)).toMatchObject([{ severity: 'SEV-3', title: expect.stringContaining('cannot be used') }]);
  expect(texts(w, 'C0CRITICAL1')).toEqual([]);
  expect(texts(w, 'C0STANDARD1').filter((text) => text.includes('shop-api is down'))).toHaveLength(1);
  expect(texts(w, 'C0STANDARD1').filter((text) => text.includes(path))).toHaveLength(1);

  expect([saved.code, outages(saved)]).toEqual([0, AS_P0]);
  expect(selfIn(saved)[0]?.rationale).toContain('The last good copy is used instead');
  expect(texts(lucky, 'C0CRITICAL1')).toHaveLength(1);
  expect(texts(lucky, 'C0STANDARD1').filter((text) => text.includes(path))).toHaveLength(1);
}

it.each(['a folder', 'a link to itself'] as const)(
  'row 44: %s in its place: the last good copy, else all unlisted; told',
  unusable,
);
it('row 44: a file that is not there: the last good copy, else all unlisted; told', () => unusable(null));
it.each(UNUSABLE)('row 44: %s: the last good copy, else all unlisted; told', (_, content) => unusable(content));

async function strict([, content, place]: (typeof STRICT)[number]): Promise<void> {
  const w = await shop();
  const path = inventoryFile(content);
  const run = await withFile(w, path);
  expect([run.code, outages(run)]).toEqual([0, AS_P0]);
  expect(run.stderr).toContain(`${path}:${place}: `);
  expect(selfIn(run)).toMatchObject([{ severity: 'SEV-3', rationale: expect.stringContaining(`${path}:${place}: `) }]);
  expect(texts(w, 'C0CRITICAL1')).toHaveLength(1);
  expect(texts(w, 'C0STANDARD1').join('\n')).toContain(`${path}:${place}: `);
}

it.each(inPairs(STRICT))('row 44: %s: counts as P0, is told with its line, and ends with 0', async (_, both) => {
  await Promise.all(both.map(strict));
});

async function fine([, content]: (typeof FINE)[number]): Promise<void> {
  const w = await shop();
  const run = await withFile(w, inventoryFile(content));
  expect([run.code, run.stderr, selfIn(run), outages(run)]).toEqual([0, '', [], AS_P0]);
  // None is lost, however many there are.
  expect(run.report.services).toHaveLength(content.includes('svc-1999') ? 2001 : 1);
  expect(texts(w, 'C0CRITICAL1')).toHaveLength(1);
}

it.each(inPairs(FINE))('row 44: %s: as the same file without', async (_, both) => {
  await Promise.all(both.map(fine));
});

it('row 44: an entry that can not be read beside a good one costs neither', async () => {
  const w = await shop();
  const path = inventoryFile(`${GOOD}\n  1.2 cart\n  - Tier: nobody knows\n  - Namespace: cart\n`);
  const { report } = await withFile(w, path);
  expect(report.services.map(({ name, tier }) => [name, tier])).toEqual([
    ['shop-api', 'P0'],
    ['cart', 'P0'],
  ]);
});

it('row 44: a file that is mended is used by the next cycle, and is the good copy from then on', async () => {
  const w = await shop();
  const state = scratch();
  const broken = await withFile(w, inventoryFile(''), state);
  const mended = await withFile(w, inventoryFile(GOOD), state);
  expect([broken.code, mended.code, outages(mended)[0]]).toEqual([2, 0, AS_P0[0]]);
  expect(selfIn(mended).map(({ status }) => status)).toEqual(['resolved']);
  const gone = await withFile(w, inventoryFile(null), state);
  expect([gone.code, gone.report.services.length]).toEqual([0, 1]);
});
