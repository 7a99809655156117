// Row 35: a newer version wrote the state: it is never written over; this one works without memory, says so, and repeats nothing.
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { LEDGER_VERSION } from '../../src/domain/ledger.ts';
import { HEAD_VERSION } from '../../src/record/configmap/head.ts';
import { clusterFolder, fileNames, generations } from './lib/generations.ts';
import { mapTown, NAMES } from './lib/in-configmaps.ts';
import { at, BROKEN, type Town, town } from './lib/town.ts';

const NEWER = LEDGER_VERSION + 1;
const text = JSON.stringify({ schemaVersion: NEWER, cluster: { uid: 'cluster-1', name: 'fake' }, whatever: [1, 2] });

/** Three hours of it: everybody is told once, nothing is resolved, and each cycle says why. */
async function threeHours(t: Town, versions = `schema ${NEWER}, this one knows ${LEDGER_VERSION}`): Promise<void> {
  const told: (readonly string[])[] = [];
  for (const hour of [11, 12, 13]) {
    const { code, report } = await t.cycle({ at: at(hour) });
    expect([code, report.cycle.outcome]).toEqual([0, 'degraded']);
    expect(report.warnings[0]).toMatch(/newer version \(schema \d+, this one knows \d+\).* update k8s-monitor$/);
    expect(report.warnings[0]).toContain(`(${versions})`);
    expect(report.incidents.flatMap(({ rules }) => rules)).toContain('SELF');
    expect(report.incidents.filter(({ status }) => status === 'resolved')).toEqual([]);
    told.push(t.news());
  }
  expect(told).toEqual([
    [
      expect.stringMatching(/^#critical: @here \*\[SEV-1\] shop-api is down/),
      expect.stringMatching(/^#standard: \*\[SEV-3\] deployment cart is down/),
      '#standard: *[SEV-3] what earlier cycles remembered cannot be used*',
    ],
    [],
    [],
  ]);
  expect(new Set(Object.values(t.slack.deliveries()))).toEqual(new Set([1]));
}

it('row 35: in a folder', async () => {
  const t = await town({ objects: BROKEN });
  await t.cycle({ at: at(10) });
  t.news();
  // Somebody went back to this version.
  const [newest = ''] = generations(t.state);
  writeFileSync(newest, text);
  const before = fileNames(t.state);
  const bytes = () => generations(t.state).map((path) => readFileSync(path, 'utf8'));
  const kept = bytes();
  await threeHours(t);
  expect([fileNames(t.state), bytes()]).toEqual([before, kept]);

  // Back with the newer version, or without what it wrote, it goes on.
  renameSync(newest, `${clusterFolder(t.state)}/somewhere-else`);
  const { report } = await t.cycle({ at: at(11, 5) });
  expect([report.warnings.filter((w) => w.includes('newer')), t.news()]).toEqual([[], []]);
});

it.each(['head', 'ledger'] as const)('row 35: in ConfigMaps, by its %s', async (what) => {
  const t = await mapTown({ objects: BROKEN });
  await t.cycle({ at: at(10) });
  t.news();
  t.stored.change(NAMES.ledger[0], (map) => {
    const head = JSON.parse(map.data?.['head'] ?? '{}');
    delete head.sha256;
    const key = head.current.parts[0].key;
    if (what === 'head') map.data = { head: JSON.stringify({ ...head, schemaVersion: 2 }) };
    else {
      const packed = gzipSync(text);
      const parts = [{ map: 0, key, sha256: createHash('sha256').update(packed).digest('hex') }];
      map.data = { head: JSON.stringify({ ...head, current: { ...head.current, parts } }) };
      map.binaryData = { ...map.binaryData, [key]: packed.toString('base64') };
    }
  });
  const maps = () => NAMES.ledger.map((name) => t.stored.read(name));
  const kept = maps();
  await (what === 'head' ? threeHours(t, `schema 2, this one knows ${HEAD_VERSION}`) : threeHours(t));
  expect(maps()).toEqual(kept);
});
